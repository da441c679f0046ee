import sqlite3
import threading
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from riddles.errors import StorageError
from storage import audit, database
from storage.database import Database
from tests.storage.kinds import FILE_ONLY, SERVER_ONLY
from tests.storage.postgresql import Server


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


@FILE_ONLY
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
    with pytest.raises(DBAPIError, match=r"read-?only"), opened.reading() as session:
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


@SERVER_ONLY
def test_a_url_takes_the_place_of_the_file(opened: Database, tmp_path: Path, now: datetime, server: Server) -> None:
    url = server.url(opened.name).replace("+psycopg", "")
    with opened.writing() as session:
        audit.note(session, None, "promote 1-abc", "done", now)
    again = database.open_home(tmp_path, url)
    with again.reading() as session:
        assert [row.command for row in audit.latest(session)] == ["promote 1-abc"]
    again.close()
    assert list(tmp_path.iterdir()) == []


def test_an_empty_database_on_a_server_is_refused_and_left_empty(server: Server, tmp_path: Path) -> None:
    url = server.empty()
    with pytest.raises(StorageError, match=r"is empty; run `riddlewire init`"):
        database.open_home(tmp_path, url)
    assert not database.is_made(tmp_path, url)
    database.open_home(tmp_path, url, create=True).close()
    assert database.is_made(tmp_path, url)


def test_a_server_that_does_not_answer_is_named_without_the_password(server: Server, tmp_path: Path) -> None:
    url = f"postgresql://riddles:secret@/riddles?host={tmp_path}"
    with pytest.raises(StorageError, match=r"riddles cannot be opened .*; check that the server runs") as refused:
        database.open_home(tmp_path, url)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("url", ["mysql://localhost/riddles", "postgresql://localhost:port/riddles"])
def test_an_impossible_url_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="postgresql://"):
        database.open_home(tmp_path, url)


@SERVER_ONLY
def test_connections_that_a_server_dropped_are_made_anew(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        audit.note(session, None, "retrain", "requested", now)
    other = database.open_url(opened.engine.url.render_as_string(hide_password=False))
    with other.engine.connect() as connection:
        connection.execute(text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND datname = current_database()"
        ))  # fmt: skip
    other.close()
    with opened.reading() as session:
        assert [row.command for row in audit.latest(session)] == ["retrain"]


@SERVER_ONLY
def test_writers_in_different_processes_wait_for_each_other(opened: Database, now: datetime) -> None:
    """What was read is still so when something is written, as on SQLite: twelve counters, no lost update."""
    others = [database.open_url(opened.engine.url.render_as_string(hide_password=False)) for _ in range(3)]

    def count_up(one: Database) -> None:
        for _ in range(4):
            with one.writing() as session:
                audit.note(session, None, f"number {len(audit.latest(session, 50)) + 1}", "counted", now)

    threads = [threading.Thread(target=count_up, args=(one,)) for one in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in others:
        one.close()
    with opened.reading() as session:
        assert {row.command for row in audit.latest(session, 50)} == {f"number {n}" for n in range(1, 13)}
