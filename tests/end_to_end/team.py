"""A whole team's world: the local workspace, and the real bot in it by Socket Mode or HTTP."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from pydantic import SecretStr
from sqlmodel import Session, select

from bot import serve
from bot.collaborators import Collaborators
from bot.day import posting
from bot.demo import demo_settings
from bot.doors.http_mode import HttpDoor
from bot.local_slack import LocalSlack
from bot.messages.sender import Pace
from bot.serve import Bot, Config
from riddles.settings import Secrets, Settings, parse
from storage import adapters, database, duels, outbox, people, posts, slots, working
from storage.posts import Told
from storage.tables import Post, Riddle
from tests.end_to_end import model_program

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (sys.executable, str(Path(__file__).with_name("model_program.py")))
CHANNEL, YOU, ANNA, BEN = "C0RIDDLES", "U0YOU", "U0TEAM1", "U0TEAM2"
QUICK = Pace(between_posts=0.02, between_edits=0.02, between_looks=0.05)
Found = TypeVar("Found")
REVEAL_IN = timedelta(minutes=100)  # longer than any run of these tests: nothing is revealed unasked
_NUMBERS = count(1)


class Team:
    """The workspace with the bot in it. Tests click in a browser and look into the database."""

    def __init__(self, slack: LocalSlack, desk: Collaborators) -> None:
        self.slack = slack
        self.desk = desk

    def writing(self) -> Any:
        return self.desk.database.writing()

    def rows(self, table: type[Any]) -> list[Any]:
        with self.desk.database.reading() as session:
            return list(session.exec(select(table)))

    def until(self, look: Callable[[Session], Found | None], what: str, seconds: float = 20.0) -> Found:
        """Wait until a look into the database finds something."""
        deadline = time.monotonic() + seconds
        while True:
            with self.desk.database.reading() as session:
                found = look(session)
            if found:
                return found
            assert time.monotonic() < deadline, f"waited {seconds:g} s for {what}"
            time.sleep(0.05)

    def post(self, answer: str = "bridge") -> Told:
        """One more riddle in the channel, the way `/riddle post again` asks for it, once the workspace shows it.

        It may be about another story than ``answer`` if one was ready before.
        """
        now = self.desk.clock()
        with self.writing() as session:
            current = adapters.current(session, "embedded")
            model_program.store(session, answer, f"made-{next(_NUMBERS)}", current.id if current else "")
            kinds = (f"post:{number}" for number in count(2))
            slot = next(found for kind in kinds if (found := slots.claim(session, kind, CHANNEL, now.date(), now)))
            before = {post.id for post in session.exec(select(Post))}
        assert slot.id is not None
        post = self.until(lambda session: self.sent(session, before), "the post")
        with self.desk.database.reading() as session:
            return posts.told(session, post)

    def sent(self, session: Session, before: set[int | None]) -> int | None:
        """A post that was not there before, once Slack has its message."""
        made = [post.id for post in session.exec(select(Post)) if post.id not in before]
        messages = [outbox.by_key(session, f"post:{post_id}") for post_id in made]
        return made[0] if made and messages[0] is not None and messages[0].ts else None

    def duel(self) -> tuple[Riddle, Riddle]:
        """Two riddles on one story that wait to be compared."""
        key, now = f"duel-{next(_NUMBERS)}", self.desk.clock()
        with self.writing() as session:
            first = model_program.store(session, "bridge", key)
            second = model_program.store(session, "bridge", key, opening="Told otherwise in story")
            duels.create(session, first.id, second.id, duels.TEACHING, now)
        return first, second

    def age(self, told: Told) -> None:
        """Make a post a day old: its answer is overdue, and the next tick brings it."""
        age(self.desk, told.post.id or 0)

    def half_gone(self, told: Told) -> None:
        """Make a post so old that more than half the time to guess has gone: reminders are due."""
        with self.writing() as session:
            post = session.get(Post, told.post.id)
            assert post is not None
            post.created_at = self.desk.clock() - REVEAL_IN - timedelta(minutes=10)
            session.add(post)

    def reveal(self, told: Told) -> None:
        """Show the answer to one post now."""
        posting.reveal(self.desk, told.post.id or 0, self.desk.clock())
        self.slack.person(YOU).sees(CHANNEL, f"It is *{told.riddle.answer}*", timeout=10)

    def ts(self, told: Told) -> str:
        """The Slack time stamp of a post's message."""
        with self.desk.database.reading() as session:
            message = outbox.by_key(session, f"post:{told.post.id}")
        assert message is not None
        return message.ts or ""

    def close_modals(self) -> None:
        """Take away everybody's open modals, so that nobody takes one for the next."""
        views = self.slack.workspace.views
        self.slack.on_loop(lambda: [views.clear(user) for user in list(views.stacks)])

    def person_id(self, session: Session, user: str) -> int:
        return people.meet(session, self.desk.pseudonyms, ("T0LOCAL", user), self.desk.clock()).id or 0

    def post_of(self, told: Told) -> Post:
        with self.desk.database.reading() as session:
            return posts.told(session, told.post.id or 0).post


def age(desk: Collaborators, post_id: int) -> None:
    """Make a post a day old."""
    with desk.database.writing() as session:
        post = session.get(Post, post_id)
        assert post is not None
        post.created_at -= timedelta(days=1)
        session.add(post)


def settings(now: datetime) -> Settings:
    """The demo's, with an admin to approve what the gate lets through, and answers that come late."""
    sections = demo_settings.adapted(Settings(), now).model_dump()
    sections["gate"]["approval"] = "admin"
    sections["slack"]["reveal_at"] = (now + REVEAL_IN).time().replace(microsecond=0)
    return parse(sections, "the test")


@contextmanager
def running(home: Path, mode: str) -> Iterator[Team]:
    """The bot in our own workspace, reached in ``mode`` socket or http."""
    with LocalSlack(ROOT / "manifest.json", name="End to end") as slack:
        secrets = Secrets(
            slack_bot_token=SecretStr(slack.bot_token), slack_app_token=SecretStr(slack.app_token),
            slack_signing_secret=SecretStr(slack.signing_secret), slack_api_url=slack.api_url,
        )  # fmt: skip
        with started(home, secrets, 0 if mode == "http" else None) as bot:
            if isinstance(bot.door, HttpDoor):
                slack.use_request_url(bot.door.url)
            else:
                slack.wait_for_bot()
            team = Team(slack, bot.desk)
            team.until(lambda session: team.sent(session, set()), "the day's riddle", seconds=60)
            yield team


@contextmanager
def started(home: Path, secrets: Secrets, http_port: int | None) -> Iterator[Bot]:
    """The bot, put together as `serve` does it; stopped at the end."""
    chosen, path = settings(working.now()), home / "riddlewire.toml"
    demo_settings.write(chosen, path)
    config = Config(
        home, path, chosen, secrets, http_port, tick_seconds=0.25, pace=QUICK, program=PROGRAM, nice=0
    )  # fmt: skip
    opened = database.open_file(home / serve.DATABASE, create=True)
    bot = Bot(serve.collaborators(config, opened, local=True), config)
    try:
        bot.start()
        yield bot
    finally:
        bot.stop(working.now())
        opened.close()
