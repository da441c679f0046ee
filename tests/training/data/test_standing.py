from datetime import UTC, datetime
from pathlib import Path

from riddles import article, riddle
from riddles.criteria import Criterion
from riddles.writers import Candidate
from storage import database, drafts, people, ratings
from storage.people import Pseudonyms
from training.data import standing

NOW = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
KEY = Pseudonyms(b"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")


def test_raters_are_counted_by_person_without_their_names(tmp_path: Path) -> None:
    opened = database.open_file(tmp_path / "riddlewire.db", create=True)
    with opened.writing() as session:
        one, other = (people.meet(session, KEY, ("T1", user), NOW) for user in ("U1", "U2"))
        people.consent(session, one, True, NOW)
        for number in range(6):
            row = drafts.remember_article(session, article.Article(f"story {number}"), "", NOW)
            verse = riddle.Riddle((f"I am {number // 2}",), "river")  # each verse comes twice
            kept = drafts.keep(session, row, Candidate("p", "c", verse, "", 0.1), ("tuned", "embedded", ""), 1, (), NOW)
            for criterion in (Criterion.HELPFUL, Criterion.HONEST):
                ratings.record(session, kept.id or 0, one.id or 0, criterion, 4, "1.0", NOW)
        ratings.record(session, kept.id or 0, other.id or 0, Criterion.HARMLESS, None, "1.0", NOW)
        found = standing.raters(session)
    opened.close()
    first, second = found
    assert (first["person"], first["ratings"], first["consented"]) == (one.id, 12, True)
    assert first["means"] == {"helpful": 4.0, "honest": 4.0, "harmless": None}
    assert first["self_consistency"]["value"] == 1.0
    assert first["self_consistency"]["n"] == 6
    assert (second["ratings"], second["cant_tell"]) == (1, 1)
    assert second["self_consistency"] == {"unscored": "too few people rated the same words twice (n=0, 5 are needed)"}
    assert "U1" not in str(found)
