from datetime import datetime

from sqlmodel import Session

from riddles.article import Article
from riddles.criteria import Criterion
from riddles.riddle import Riddle
from riddles.writers import Candidate
from storage import drafts, people, ratings, tables
from storage.database import Database
from storage.people import Pseudonyms

KEY = Pseudonyms(b"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")


def rated(session: Session, now: datetime, author: tuple[str, str, str], value: int) -> None:
    """A riddle of that author with one rating."""
    story = drafts.remember_article(session, Article(f"Story {value}", link=f"https://example.com/{value}"), "", now)
    verse = Riddle((f"I am line {value} of them,",), "river")
    kept = drafts.keep(session, story, Candidate("prompt", "completion", verse, "", 0.1), author, 1, (), now)
    person = people.meet(session, KEY, ("T1", "U1"), now)
    assert isinstance(kept, tables.Riddle)
    assert kept.id is not None
    assert person.id is not None
    ratings.record(session, kept.id, person.id, Criterion.HELPFUL, value, "1.0", now)


def test_ratings_belong_to_a_writer_with_its_base_and_adapter(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        session.add(tables.Adapter(id="7-abc", folder="a", manifest_sha256="0", base="embedded", created_at=now))
        session.flush()
        rated(session, now, ("tuned", "embedded", ""), 1)
        rated(session, now, ("tuned", "embedded", "7-abc"), 2)
        rated(session, now, ("few_shot", "embedded", ""), 3)
        rated(session, now, ("tuned", "another", ""), 4)

        found = {
            author: [row.value for row in ratings.of_author(session, *author)]
            for author in (("tuned", "embedded", ""), ("tuned", "embedded", "7-abc"), ("service", "embedded", ""))
        }

    assert found == {
        ("tuned", "embedded", ""): [1], ("tuned", "embedded", "7-abc"): [2], ("service", "embedded", ""): [],
    }  # fmt: skip
