"""The bot is killed while people click: what was acknowledged is stored, whatever the moment.

``RIDDLEWIRE_KILLS=200`` kills more often than the default.
"""

import os
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlmodel import select

from bot.local_slack import LocalSlack, NotPossible, Person, SeenView
from storage import database, people, posts, working
from storage.tables import Rating
from tests.bot.listeners.stage import TEAM, draft
from tests.bot.rig import CHANNEL, FRIDAY, ROOT

KILLS = int(os.environ.get("RIDDLEWIRE_KILLS", "3"))
CRITERIA = ("helpful", "honest", "harmless")


@dataclass
class Clicker:
    """Somebody who changes their mind all the time, and remembers which clicks Slack said were acknowledged."""

    person: Person
    view: SeenView
    said: dict[str, list[tuple[int, bool]]] = field(default_factory=lambda: {name: [] for name in CRITERIA})

    def click_until(self, stopped: threading.Event, seed: int) -> None:
        chance = random.Random(seed)
        while not stopped.is_set():
            criterion, mark = chance.choice(CRITERIA), chance.randint(1, 5)
            try:
                outcome = self.person.click(self.view, f"rate_{criterion}", str(mark), check=False)
            except NotPossible:
                break
            self.said[criterion].append((mark, outcome.ok))
            if not outcome.ok:
                time.sleep(0.02)  # nobody is connected just now

    def possible(self, criterion: str) -> set[int]:
        """What may be stored: the last acknowledged mark, or any that came after it and may have been."""
        marks = self.said[criterion]
        acked = [index for index, (_mark, ok) in enumerate(marks) if ok]
        return {mark for mark, _ok in marks[acked[-1] if acked else 0 :]}

    def acknowledged(self) -> int:
        return sum(ok for marks in self.said.values() for _mark, ok in marks)


def test_no_acknowledged_rating_is_lost_to_kill_9(tmp_path: Path) -> None:
    prepare(tmp_path)
    with LocalSlack(ROOT / "manifest.json", ack_seconds=1.0) as slack:
        with serving(tmp_path, slack, 1):
            clickers = [opened(slack, user) for user in ("U0TEAM1", "U0TEAM2", "U0TEAM3", "U0TEAM4")]
        stopped, chance = threading.Event(), random.Random(KILLS)
        threads = [threading.Thread(target=one.click_until, args=(stopped, n)) for n, one in enumerate(clickers)]
        for thread in threads:
            thread.start()
        for number in range(KILLS):
            before = slack.history.count("ack")
            with serving(tmp_path, slack, number + 2):
                slack.history.wait_for("ack", count=before + chance.randint(5, 40), timeout=20)
        stopped.set()
        for thread in threads:
            thread.join(10)
        in_flight = slack.history.count("no_ack", error="operation_timeout")
    assert in_flight >= KILLS // 2, "no kill came between a click and its ack, so nothing was tested"
    assert sum(one.acknowledged() for one in clickers) >= 5 * KILLS
    check(tmp_path, clickers)


def check(home: Path, clickers: list[Clicker]) -> None:
    raw = sqlite3.connect(home / "var" / "riddlewire.db")
    assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    raw.close()
    stored = database.open_file(home / "var" / "riddlewire.db")
    keyed = people.open_key(home / "var" / "people.key")
    with stored.writing() as session:
        rows = {(row.person_id, row.criterion): row.value for row in session.exec(select(Rating))}
        for one in clickers:
            person = people.meet(session, keyed, (TEAM, one.person.id), FRIDAY)
            for criterion in CRITERIA:
                if any(ok for _mark, ok in one.said[criterion]):
                    assert rows[person.id or 0, criterion] in one.possible(criterion), (one.person.id, criterion)
    stored.close()


def prepare(home: Path) -> None:
    (home / "riddlewire.toml").write_text(f'[slack]\nchannels = ["{CHANNEL}"]\nworking_days = []\n')
    stored = database.open_file(home / "var" / "riddlewire.db", create=True)
    with stored.writing() as session:
        now = working.now()
        posts.create(session, CHANNEL, now.date(), draft(session, "bridge", 1, now), now)
    stored.close()


def opened(slack: LocalSlack, user: str) -> Clicker:
    """Somebody with the modal open in which the riddle is rated."""
    button = {"type": "button", "action_id": "guess", "value": "1", "text": {"type": "plain_text", "text": "Guess"}}
    blocks = [{"type": "actions", "elements": [button]}]
    channel = slack.workspace.channels[CHANNEL]
    slack.on_loop(lambda: slack.workspace.post(channel, "U0BOT", text="t", blocks=blocks, by_app=True))
    person = slack.person(user)
    person.click(person.sees(CHANNEL, "Guess"), "guess")
    person.submit(person.modal("Your guess"), {"Your guess": "bridge"})
    return Clicker(person, person.modal("Correct"))


@contextmanager
def serving(home: Path, slack: LocalSlack, connections: int) -> Iterator[None]:
    """The bot, connected; killed without warning at the end of the block."""
    environment = os.environ | {
        "PYTHONPATH": str(ROOT), "SLACK_API_URL": slack.api_url, "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token, "SLACK_SIGNING_SECRET": slack.signing_secret,
    }  # fmt: skip
    command = [sys.executable, "-m", "riddlewire", "serve"]
    with subprocess.Popen(
        command, cwd=home, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as bot:
        try:
            slack.history.wait_for("socket", change="open", count=connections, timeout=30)
            yield
        finally:
            bot.kill()
