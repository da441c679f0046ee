from datetime import datetime, timedelta

from riddles.article import Article
from riddles.riddle import Riddle
from riddles.writers import Candidate
from storage import drafts, refusals
from storage.database import Database

VERSE = Riddle(("I carry carts and never tire.",), "bridge")


def keep(opened: Database, at: datetime, reasons: tuple[str, ...], writer: str = "tuned", broken: bool = False) -> None:
    with opened.writing() as session:
        row = drafts.remember_article(session, Article(f"Story {at} {writer}"), "", at)
        candidate = Candidate("prompt", "text", None if broken else VERSE, "no answer" if broken else "", 0.1)
        drafts.keep(session, row, candidate, (writer, "base", ""), 1, reasons, at)


def test_refusals_are_counted_by_writer_and_class_each_class_once_an_attempt(opened: Database, now: datetime) -> None:
    keep(opened, now, ())
    keep(opened, now, ("leak: a", "leak: b", "harm: c"))
    keep(opened, now, (), broken=True)
    keep(opened, now, ("leak: d",), writer="service")

    with opened.reading() as session:
        ours, theirs = refusals.since(session, now)

    assert (ours.writer, ours.attempts, ours.passed) == ("tuned", 3, 1)
    assert ours.refused == {"leak": 1, "harm": 1, "malformed": 1}
    assert (theirs.writer, theirs.attempts, theirs.refused) == ("service", 1, {"leak": 1})


def test_what_is_older_is_not_counted(opened: Database, now: datetime) -> None:
    keep(opened, now - timedelta(days=2), ("leak: a",))

    with opened.reading() as session:
        assert refusals.since(session, now - timedelta(days=1)) == []
        assert refusals.lately(session, now - timedelta(days=1)) == []
        assert refusals.lately(session, now - timedelta(days=3)) == [("bridge", "leak: a")]
