"""Databases of earlier versions, with a row in every table, open as they are and keep every row: both kinds of them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Float, Integer, MetaData, create_engine, func, select

from storage import database, tables

MIGRATIONS = str(Path(database.__file__).parent / "migrations")
VERSIONS = [one.revision for one in ScriptDirectory(MIGRATIONS).walk_revisions()][::-1]
STATES = {"slot": "done", "outbox": "sent", "job": "finished", "adapter": "current"}
VALUES: dict[type[Any], Any] = {
    Boolean: True, Integer: 1, Float: 1.0, JSON: [], DateTime: datetime(2026, 1, 5, 8, tzinfo=UTC),
    Date: date(2026, 1, 5),
}  # fmt: skip


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'riddlewire.db'}"
    url: str = request.getfixturevalue("server").empty()
    return url


def bring_to(version: str, url: str) -> None:
    """Make the tables as that version had them."""
    engine = create_engine(url)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", MIGRATIONS)
        config.attributes["connection"] = connection
        command.upgrade(config, version)
    engine.dispose()


def a_row_in_every_table(url: str) -> dict[str, int]:
    """Fill each table with one row whose keys hold; rows by table."""
    engine, found = create_engine(url), MetaData()
    found.reflect(engine)
    ours = [table for table in found.sorted_tables if not table.name.startswith("alembic_")]
    with engine.begin() as connection:
        for table in ours:
            connection.execute(table.insert().values({one.name: value_of(table.name, one) for one in table.columns}))
    engine.dispose()
    return {table.name: 1 for table in ours}


def value_of(table: str, column: Column[Any]) -> Any:
    if column.name == "state":
        return STATES[table]
    return next((value for kind, value in VALUES.items() if isinstance(column.type, kind)), "a")


def rows_in(url: str, names: Callable[[str], bool]) -> dict[str, int]:
    engine, found = create_engine(url), MetaData()
    found.reflect(engine)
    with engine.connect() as connection:
        count = {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in found.sorted_tables if names(table.name)
        }  # fmt: skip
    engine.dispose()
    return count


@pytest.mark.parametrize("version", VERSIONS)
def test_a_filled_database_of_every_version_opens_and_keeps_its_rows(version: str, empty: str) -> None:
    bring_to(version, empty)
    before = a_row_in_every_table(empty)

    database.open_url(empty).close()

    assert rows_in(empty, lambda name: name in before) == before
    assert before.keys() <= tables.METADATA.tables.keys()


def test_keys_are_enforced_again_after_a_migration(tmp_path: Path) -> None:
    path = tmp_path / "riddlewire.db"
    bring_to(VERSIONS[0], f"sqlite:///{path}")
    opened = database.open_file(path)
    with opened.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []
    opened.close()
