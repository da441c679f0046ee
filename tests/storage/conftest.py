"""A real database of each kind, and a few rows to start from."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import database
from storage.database import Database
from tests.storage import postgresql
from tests.storage.postgresql import Server

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server of our own; skips with the reason where there is none."""
    reason = postgresql.missing()
    if reason:
        pytest.skip(reason)
    with postgresql.running() as started:
        yield started


@pytest.fixture(params=["sqlite", "postgresql"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database at the newest schema: every test that uses it runs on both kinds."""
    if request.param == "sqlite":
        made = database.open_file(tmp_path / "riddlewire.db", create=True)
        yield made
        made.close()
    else:
        server: Server = request.getfixturevalue("server")
        made = server.opened()
        yield made
        server.take_back(made)


@pytest.fixture
def now() -> datetime:
    """A fixed moment."""
    return NOW
