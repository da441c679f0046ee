"""Databases of earlier versions, with a row in every table, open as they are and keep every row."""

import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from storage import database, tables

MIGRATIONS = str(Path(database.__file__).parent / "migrations")
VERSIONS = [one.revision for one in ScriptDirectory(MIGRATIONS).walk_revisions()][::-1]
STATES = {"slot": "done", "outbox": "sent", "job": "finished", "adapter": "current"}
Column = tuple[int, str, str, int, str | None, int]  # as PRAGMA table_info tells it


def database_at(version: str, path: Path) -> None:
    """An empty database as that version made it."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", MIGRATIONS)
        config.attributes["connection"] = connection
        command.upgrade(config, version)
    engine.dispose()


def a_row_in_every_table(raw: sqlite3.Connection) -> dict[str, int]:
    """Fill each table with one row whose keys hold; rows by table."""
    names = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    names = [name for name in names if not name.startswith(("sqlite_", "alembic_"))]
    for name in names:
        columns: list[Column] = raw.execute(f"PRAGMA table_info({name})").fetchall()
        values = [value_of(name, column[1], column[2].upper()) for column in columns]
        raw.execute(f"INSERT INTO {name} VALUES ({', '.join('?' * len(values))})", values)
    assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
    return dict.fromkeys(names, 1)


def value_of(table: str, column: str, kind: str) -> str | int:
    if column == "state":
        return STATES[table]
    if kind in {"INTEGER", "BOOLEAN", "FLOAT"}:
        return 1
    return {"JSON": "[]", "DATETIME": "2026-01-05 08:00:00.000000", "DATE": "2026-01-05"}.get(kind, "a")


@pytest.mark.parametrize("version", VERSIONS)
def test_a_filled_database_of_every_version_opens_and_keeps_its_rows(version: str, tmp_path: Path) -> None:
    path = tmp_path / "riddlewire.db"
    database_at(version, path)
    with sqlite3.connect(path) as raw:
        before = a_row_in_every_table(raw)
    raw.close()

    database.open_file(path).close()

    with sqlite3.connect(path) as raw:
        after = {name: raw.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in before}
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
    raw.close()
    assert after == before
    assert before.keys() <= tables.METADATA.tables.keys()


def test_keys_are_enforced_again_after_a_migration(tmp_path: Path) -> None:
    path = tmp_path / "riddlewire.db"
    database_at(VERSIONS[0], path)
    opened = database.open_file(path)
    with opened.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    opened.close()
