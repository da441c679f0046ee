"""Every row of a SQLite file arrives on a server, which then counts on from there."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from riddles.criteria import Criterion
from riddles.errors import StorageError
from storage import audit, database, forgetting, jobs, moving, ratings
from storage.database import Database
from storage.tables import Person, Rating
from tests.storage.kinds import SERVER_ONLY, everything_in
from tests.storage.test_forgetting import KEY, NAME, OTHER, meet, says_everything


@pytest.fixture
def filled(tmp_path: Path, now: datetime) -> Database:
    """A SQLite file in which somebody did everything that can be done."""
    made = database.open_file(tmp_path / "old" / database.FILE, create=True)
    with made.writing() as session:
        says_everything(session, NAME, now)
        jobs.request(session, "retrain:1", "train", now, {"simulated": True})
    return made


@SERVER_ONLY
def test_every_row_arrives_as_it_was(filled: Database, opened: Database) -> None:
    counts = moving.copy(filled, opened)
    assert counts["person"] == counts["guess"] == counts["job"] == 1
    assert sorted(everything_in(opened).split("\n")) == sorted(everything_in(filled).split("\n"))
    filled.close()


@SERVER_ONLY
def test_what_comes_next_gets_ids_of_its_own(filled: Database, opened: Database, now: datetime) -> None:
    moving.copy(filled, opened)
    filled.close()
    with opened.writing() as session:
        person = meet(session, OTHER, now)
        assert person.id == 2
        before = session.exec(select(Rating)).one()
        ratings.record(session, before.riddle_id, person.id or 0, Criterion(before.criterion), 4, "1.0", now)
        assert len(session.exec(select(Rating)).all()) == 2
        assert forgetting.forget(session, session.get_one(Person, 1), now + timedelta(days=1), None).rows["guess"] == 1
    assert KEY.of(*NAME) in everything_in(opened)  # the tombstone


@SERVER_ONLY
def test_a_database_with_rows_is_not_filled_up(filled: Database, opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        audit.note(session, None, "retrain", "requested", now)
    with pytest.raises(StorageError, match=r"has rows in audit; nothing was copied"):
        moving.copy(filled, opened)
    filled.close()
    assert "retrain:1" not in everything_in(opened)
