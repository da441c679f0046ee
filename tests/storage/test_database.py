import sqlite3
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import SQLModel

from riddles.errors import StorageError
from storage import audit, database
from storage.database import Database


def test_a_missing_database_is_refused_and_not_made(tmp_path: Path) -> None:
    path = tmp_path / "riddlewire.db"
    with pytest.raises(StorageError, match="run `riddlewire init`"):
        database.open_file(path)
    assert not path.exists()


def test_a_damaged_database_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "riddlewire.db"
    path.write_bytes(b"this is no database at all" * 400)
    before = path.read_bytes()
    with pytest.raises(StorageError, match="cannot be opened"):
        database.open_file(path)
    assert path.read_bytes() == before


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "riddlewire.db"
    database.open_file(path, create=True).close()
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    with pytest.raises(StorageError, match="newer than this Riddlewire"):
        database.open_file(path)


def test_the_settings_that_keep_acknowledged_rows_are_in_force(opened: Database) -> None:
    with opened.engine.connect() as connection:
        for name, wanted in database.journal_settings().items():
            assert connection.execute(text(f"PRAGMA {name}")).scalar() == wanted


def test_the_write_ahead_log_is_used_only_where_sqlite_is_free_of_its_corruption_bug() -> None:
    assert database.journal_settings((3, 51, 2))["journal_mode"] == "delete"
    assert database.journal_settings((3, 51, 2))["synchronous"] == 3
    assert database.journal_settings((3, 51, 3))["journal_mode"] == "wal"
    assert database.journal_settings((3, 51, 3))["synchronous"] == 2


def test_a_failed_transaction_leaves_nothing(opened: Database, now: datetime) -> None:
    with pytest.raises(ZeroDivisionError), opened.writing() as session:
        audit.note(session, None, "retrain", "requested", now)
        _ = 1 / 0
    with opened.reading() as session:
        assert audit.latest(session) == []


def test_a_reading_session_cannot_write(opened: Database, now: datetime) -> None:
    with pytest.raises(OperationalError, match="readonly"), opened.reading() as session:
        audit.note(session, None, "retrain", "requested", now)
        session.flush()
    with opened.writing() as session:
        audit.note(session, None, "retrain", "requested", now)


def test_the_migrations_make_exactly_the_schema_on_the_page(opened: Database) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with opened.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_rows_survive_opening_again(tmp_path: Path, now: datetime) -> None:
    path = tmp_path / "riddlewire.db"
    first = database.open_file(path, create=True)
    with first.writing() as session:
        audit.note(session, None, "promote 1-abc", "done", now)
    first.close()
    second = database.open_file(path)
    with second.reading() as session:
        (row,) = audit.latest(session)
    second.close()
    assert (row.command, row.at) == ("promote 1-abc", now)
