"""Backups: a consistent copy, and putting it back without bringing anybody back."""

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from riddles.errors import StorageError
from storage import backup, database, forgetting, people
from storage.database import Database
from storage.people import Pseudonyms
from storage.tables import Person
from tests.storage.kinds import FILE_ONLY
from tests.storage.test_forgetting import KEY, NAME, OTHER, leave, meet, says_everything

pytestmark = FILE_ONLY


def filled(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        says_everything(session, NAME, now)
        meet(session, OTHER, now)


def test_a_copy_is_complete_checked_and_only_for_its_owner(opened: Database, now: datetime, tmp_path: Path) -> None:
    filled(opened, now)
    with opened.writing():  # somebody is writing meanwhile
        made = backup.write(tmp_path / "riddlewire.db", tmp_path, now)
    assert made.path == tmp_path / "riddlewire-20261120-090000.db"
    assert made.rows == {"person": 2, "riddle": 2, "post": 1, "guess": 1, "rating": 1, "dataset": 0, "adapter": 0}
    assert backup.check(made.path) == made
    assert made.path.stat().st_mode & 0o077 == 0


def test_a_copy_overwrites_nothing_and_leaves_nothing_half_done(
    opened: Database, now: datetime, tmp_path: Path
) -> None:
    (tmp_path / "precious").write_text("mine")
    with pytest.raises(StorageError, match="there already"):
        backup.write(tmp_path / "riddlewire.db", tmp_path / "precious", now)
    with pytest.raises(StorageError, match="nothing was copied"):
        backup.write(tmp_path / "nowhere.db", tmp_path, now)
    with pytest.raises(StorageError, match="was not made"):
        backup.write(tmp_path / "precious", tmp_path / "copy.db", now)
    assert not (tmp_path / "copy.db").exists()
    assert (tmp_path / "precious").read_text() == "mine"


def test_a_damaged_file_is_no_backup(opened: Database, now: datetime, tmp_path: Path) -> None:
    filled(opened, now)
    made = backup.write(tmp_path / "riddlewire.db", tmp_path / "copy.db", now)
    whole = bytearray(made.path.read_bytes())
    (tmp_path / "cut.db").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "text.db").write_text("this is no database")
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE other (id)").connection.close()
    for name in ("cut.db", "text.db", "other.db", "missing.db"):
        with pytest.raises(StorageError):
            backup.restore(tmp_path / name, tmp_path / "riddlewire.db", KEY, now)
    assert people_in(tmp_path / "riddlewire.db") == 2
    assert not list(tmp_path.glob("*.restoring*"))


def test_a_backup_is_put_back_and_the_old_one_kept(opened: Database, now: datetime, tmp_path: Path) -> None:
    filled(opened, now)
    made = backup.write(tmp_path / "riddlewire.db", tmp_path / "copy.db", now)
    with opened.writing() as session:
        meet(session, ("T1", "U0LATER"), now)
    opened.close()
    restored = backup.restore(made.path, tmp_path / "riddlewire.db", KEY, now)
    assert restored.forgotten == 0
    assert people_in(restored.path) == 2
    assert restored.kept is not None
    assert people_in(restored.kept) == 3


def test_whoever_was_forgotten_since_the_backup_stays_forgotten(
    opened: Database, now: datetime, tmp_path: Path
) -> None:
    filled(opened, now)
    target = tmp_path / "riddlewire.db"
    made = backup.write(target, tmp_path / "copy.db", now)
    leave(opened, now + timedelta(days=1))  # without the file: the database alone must do
    opened.close()
    assert backup.restore(made.path, target, KEY, now).forgotten == 1
    again = database.open_file(target)
    with again.reading() as session:
        assert [person.pseudonym for person in session.exec(select(Person))] == [KEY.of(*OTHER)]
        assert list(forgetting.in_database(session)) == [KEY.of(*NAME)]
    again.close()


def test_a_damaged_database_can_be_replaced(opened: Database, now: datetime, tmp_path: Path) -> None:
    filled(opened, now)
    target = tmp_path / "riddlewire.db"
    made = backup.write(target, tmp_path / "copy.db", now)
    leave(opened, now + timedelta(days=1), tmp_path)
    opened.close()
    target.write_text("a disk ate it")
    restored = backup.restore(made.path, target, KEY, now)
    assert restored.forgotten == 1  # told by the file
    assert people_in(target) == 1


def test_a_backup_under_another_key_is_refused(opened: Database, now: datetime, tmp_path: Path) -> None:
    filled(opened, now)
    made = backup.write(tmp_path / "riddlewire.db", tmp_path / "copy.db", now)
    other: Pseudonyms = people.open_key(tmp_path / "other.key")
    with pytest.raises(StorageError, match=r"another people\.key"):
        backup.restore(made.path, tmp_path / "riddlewire.db", other, now)
    assert people_in(tmp_path / "riddlewire.db") == 2


def people_in(path: Path) -> int:
    opened = database.open_url(f"sqlite:///{path}")
    with opened.reading() as session:
        count = len(session.exec(select(Person)).all())
    opened.close()
    return count
