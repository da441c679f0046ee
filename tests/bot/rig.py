"""What the tests of the bot's process share: a desk on a real database, riddles to post, child programs to run."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.collaborators import Collaborators
from riddles.article import Article
from riddles.riddle import Riddle
from riddles.settings import Settings, parse
from riddles.writers import Candidate
from storage import database, drafts, people, tables
from storage.database import Database

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (sys.executable, str(Path(__file__).with_name("fake_program.py")))
CHANNEL = "C0RIDDLES"
FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@dataclass
class FakeClock:
    """Time that moves only when told to."""

    now: datetime = field(default=FRIDAY)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **amount: float) -> datetime:
        self.now += timedelta(**amount)
        return self.now


def settings(**slack: object) -> Settings:
    """Settings with one channel and one admin; ``slack`` overrides its section."""
    return parse({"slack": {"channels": [CHANNEL], "admins": ["U0YOU"], **slack}}, "the test")


@contextmanager
def desk(home: Path, clock: FakeClock | None = None, chosen: Settings | None = None) -> Iterator[Collaborators]:
    """Collaborators on a new database in ``home``."""
    opened = database.open_file(home / "riddlewire.db", create=True)
    keyed = people.open_key(home / "people.key")
    yield Collaborators(opened, keyed, chosen or settings(), home, clock or FakeClock(), local=True)
    opened.close()


VERSE = ("I cross what I never drink.", "What am I?")


def store_riddle(
    opened: Database, now: datetime, answer: str = "bridge", adapter: str = "", verse: tuple[str, ...] = VERSE
) -> tables.Riddle:
    """A riddle that may be posted, by the base model unless an adapter is named."""
    told = Article(
        f"A new {answer} opens", f"The {answer} took nine years.", f"https://example.org/{answer}", "Daily", now
    )
    riddle = Riddle(verse, answer, (), ("It carries people.",))
    candidate = Candidate("prompt", "completion", riddle, "", 0.5)
    with opened.writing() as session:
        row = drafts.remember_article(session, told, "", now)
        kept = drafts.keep(session, row, candidate, ("tuned", "embedded", adapter), 1, (), now)
    assert isinstance(kept, tables.Riddle)
    return kept
