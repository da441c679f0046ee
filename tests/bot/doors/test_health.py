"""What counts as ready."""

import sqlite3
from pathlib import Path

from bot.doors import health
from storage import outbox
from storage.outbox import Content
from tests.bot import rig
from tests.bot.rig import CHANNEL, FRIDAY, FakeClock


def test_a_bot_with_everything_in_order_has_no_faults(tmp_path: Path) -> None:
    with rig.desk(tmp_path) as desk:
        assert list(health.faults(desk, desk.clock(), True)) == []


def test_a_lost_connection_and_a_message_that_waits_for_long_are_named(tmp_path: Path) -> None:
    clock = FakeClock()
    with rig.desk(tmp_path, clock) as desk:
        with desk.database.writing() as session:
            outbox.put(session, "post:1", CHANNEL, Content("a riddle", []), FRIDAY)
        assert list(health.faults(desk, clock.forward(minutes=9), True)) == []
        assert list(health.faults(desk, clock.forward(minutes=2), False)) == ["slack", "outbox"]


def test_a_database_that_takes_no_writes_is_named(tmp_path: Path) -> None:
    with rig.desk(tmp_path) as desk:
        raw = sqlite3.connect(tmp_path / "riddlewire.db")
        (page_count,) = raw.execute("PRAGMA page_count").fetchone()
        raw.close()
        assert page_count > 1
        desk.database.engine.dispose()
        (tmp_path / "riddlewire.db").write_bytes(b"no database any more" * 500)
        assert list(health.faults(desk, desk.clock(), True)) == ["database"]
