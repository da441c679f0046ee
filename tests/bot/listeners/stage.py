"""What the tests of the listeners play on: rows as a draft and the clock would make them, and who looks at them."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from slack_sdk import WebClient
from sqlmodel import Session, select

from bot.blocks import daily
from bot.collaborators import Collaborators
from bot.day import posting
from bot.local_slack import LocalSlack, Person, SeenMessage
from bot.messages.addresses import Addresses
from bot.messages.sender import Pace, Sender
from riddles.settings import Settings, parse
from storage import database, duels, guesses, outbox, people, posts, tables
from storage.outbox import Content

CHANNEL, YOU, TEAM = "C0RIDDLES", "U0YOU", "T0LOCAL"
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)  # a Friday


class Clock:
    """Time that moves only when told to, and can break."""

    def __init__(self) -> None:
        self.now = NOW
        self.broken = False

    def __call__(self) -> datetime:
        if self.broken:
            raise ZeroDivisionError("the clock is broken")
        return self.now


def desk_in(home: Path, local: bool = True, **slack: Any) -> Collaborators:
    """Collaborators with a fresh database; ``slack`` are settings of that section."""
    settings = parse({"slack": {"channels": [CHANNEL], "admins": [YOU], **slack}}, "the test")
    opened = database.open_file(home / "riddlewire.db", create=True)
    return Collaborators(opened, people.open_key(home / "people.key"), settings, home, Clock(), local)


class Stage:
    """The workspace, and the database behind it."""

    def __init__(self, slack: LocalSlack, desk: Collaborators) -> None:
        self.slack = slack
        self.desk = desk
        self.clock = cast(Clock, desk.clock)
        self.client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        self._made = 0

    @property
    def settings(self) -> Settings:
        return self.desk.settings

    def person(self, user: str = YOU) -> Person:
        return self.slack.person(user)

    def close_modals(self) -> None:
        """Take away everybody's open modals, so that nobody takes one for the next."""
        views = self.slack.workspace.views
        self.slack.on_loop(lambda: [views.clear(user) for user in list(views.stacks)])

    def writing(self) -> AbstractContextManager[Session]:
        return self.desk.database.writing()

    def riddle(self, answer: str = "river", **more: Any) -> tables.Riddle:
        """A riddle that passed the screen, not posted; each about a story of its own."""
        self._made += 1
        with self.writing() as session:
            return draft(session, answer, self._made, self.clock.now, **more)

    def post(self, answer: str = "river", days_ago: int = 0, **more: Any) -> SeenMessage:
        """A posted riddle as the channel sees it."""
        riddle = self.riddle(answer, **more)
        with self.writing() as session:
            date = self.clock.now.date() - timedelta(days=days_ago)
            post = posts.create(session, CHANNEL, date, riddle, self.clock.now)
            assert post.id is not None
            told = posts.told(session, post.id)
        content = daily.riddle(told, self.clock.now + timedelta(hours=6), ZoneInfo("UTC"))
        sent = self.show(content)
        with self.writing() as session:
            row = outbox.put(session, f"post:{post.id}", CHANNEL, content, self.clock.now)
            outbox.sent(session, row, sent, 1)
        return next(item for item in self.person().messages() if item.ts == sent)

    def duel(self, purpose: str = duels.TEACHING, ending: str = "Has two lines") -> tables.Duel:
        """Two unposted riddles on one article, to be compared. ``ending``: the last line of the second."""
        first = self.riddle("first answer", text="The first verse\nHas two lines")
        second = self.riddle("second answer", text=f"The second verse\n{ending}", article_id=first.article_id)
        assert first.id is not None
        assert second.id is not None
        with self.writing() as session:
            return duels.create(session, first.id, second.id, purpose, self.clock.now)

    def now(self, message: SeenMessage, user: str = YOU, channel: str = "riddles") -> SeenMessage:
        """The same message as somebody sees it now."""
        return next(item for item in self.person(user).messages(channel) if item.ts == message.ts)

    def overtaken(self, first: Callable[[], object], second: Callable[[], object]) -> None:
        """Do two deeds in this order, but let the app hear of the second one first."""
        held = self.slack.history.count("fault", fault="reorder")
        self.slack.faults.reorder("interactive")
        doing = threading.Thread(target=first)
        doing.start()
        self.slack.history.wait_for("fault", fault="reorder", count=held + 1)
        second()
        doing.join()

    def send(self) -> None:
        """Send everything that waits in the outbox."""
        addresses = Addresses(self.desk.database, self.desk.pseudonyms, self.desk.settings)
        pace = Pace(between_posts=0, between_edits=0)
        Sender(self.desk.database, self.client, self.desk.clock, pace, addresses).send_due()

    def open_home(self, user: str = YOU) -> None:
        """Open a person's Home and wait until it is drawn anew."""
        before = self.published()
        self.person(user).open_home()
        self.drawn(before)

    def published(self) -> int:
        """How many Homes were drawn so far."""
        return self.slack.history.count("view", change="publish")

    def drawn(self, before: int) -> None:
        """Wait until one more Home is drawn than before."""
        self.slack.history.wait_for("view", change="publish", count=before + 1)

    def show(self, content: Content) -> str:
        """Send a content to the channel; its time stamp."""
        answer = self.client.chat_postMessage(channel=CHANNEL, text=content.text, blocks=content.blocks)
        return str(answer["ts"])

    def reveal(self, message: SeenMessage, update: bool = True) -> None:
        """Reveal the post of a message; without ``update`` the message stays as it was."""
        if update:
            posting.reveal(self.desk, post_of(message), self.clock.now)
            self.send()
            return
        with self.writing() as session:
            posts.reveal(session, posts.told(session, post_of(message)).post, self.clock.now)

    def guesses_of(self, message: SeenMessage, user: str = YOU) -> list[tuple[str, bool]]:
        """What a person guessed at the post of a message."""
        with self.writing() as session:
            found = guesses.of(session, post_of(message), self.id_of(session, user))
        return [(guess.text, guess.right) for guess in found]

    def id_of(self, session: Session, user: str) -> int:
        person = people.meet(session, self.desk.pseudonyms, (TEAM, user), self.clock.now)
        assert person.id is not None
        return person.id

    def rows(self, table: type[Any]) -> list[Any]:
        with self.desk.database.reading() as session:
            return list(session.exec(select(table)))


def post_of(message: SeenMessage) -> int:
    """The id of the post that a message shows."""
    values = [
        element["value"] for block in message.blocks for element in block.get("elements", []) if "value" in element
    ]
    return int(values[0])


def draft(session: Session, answer: str, number: int, now: datetime, **more: Any) -> tables.Riddle:
    if "article_id" not in more:
        article = tables.Article(
            fingerprint=f"story-{number}", title=f"Story {number} & <b>more</b>", text="",
            link=f"https://example.org/{number}", source="The Sample", published=now, seen_at=now,
        )  # fmt: skip
        session.add(article)
        session.flush()
        more["article_id"] = article.id
    given = {"text": f"I run though I have no legs ({number}).\nWhat am I?", "hints": ["It is wet", "It has banks"]}
    riddle = tables.Riddle(
        answer=answer, writer="tuned", base="embedded", prompt="", completion="",
        seed=0, seconds=0.1, created_at=now, **{**given, **more},
    )  # fmt: skip
    session.add(riddle)
    session.flush()
    return riddle
