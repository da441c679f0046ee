"""A real database in a temporary file, and a few rows to start from."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import database
from storage.database import Database

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Database]:
    """An empty database at the newest schema."""
    made = database.open_file(tmp_path / "riddlewire.db", create=True)
    yield made
    made.close()


@pytest.fixture
def now() -> datetime:
    """A fixed moment."""
    return NOW
