"""`riddlewire outbox`, as somebody types it."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bot.command_line import stuck_messages
from bot.serve import DATABASE
from riddles.errors import StorageError
from storage import audit, database, outbox
from storage.outbox import Content
from storage.tables import MessageState
from tests.bot.rig import CHANNEL, FRIDAY

APP = typer.Typer()
stuck_messages.register(APP)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A data folder with one message of unknown fate."""
    opened = database.open_file(tmp_path / DATABASE, create=True)
    with opened.writing() as session:
        row = outbox.put(session, "post:1", CHANNEL, Content("a riddle", []), FRIDAY)
        row.state, row.fault = MessageState.UNKNOWN, "The connection broke, so Slack may have the message."
        session.add(row)
    opened.close()
    return tmp_path


def run(home: Path, *words: str) -> str:
    """What a command prints. Raises what it raises."""
    result = CliRunner().invoke(APP, list(words), env={"RIDDLEWIRE_HOME": str(home)})
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def test_stuck_messages_are_listed_with_the_reason(home: Path) -> None:
    (told,) = json.loads(run(home, "outbox", "list", "--json"))
    assert (told["id"], told["message"], told["state"]) == (1, "post:1", "unknown")
    assert "may have the message" in told["reason"]
    assert "post:1" in run(home, "outbox", "list")


@pytest.mark.parametrize(("deed", "state"), [("resend", MessageState.PENDING), ("dismiss", MessageState.DISMISSED)])
def test_a_stuck_message_is_resolved_and_audited(home: Path, deed: str, state: MessageState) -> None:
    assert "post:1" in run(home, "outbox", deed, "1")
    opened = database.open_file(home / DATABASE)
    with opened.reading() as session:
        found = outbox.by_key(session, "post:1")
        assert found is not None
        assert found.state == state
        assert audit.latest(session)[0].command == f"outbox {deed} 1"
    opened.close()
    assert "No message is stuck." in run(home, "outbox", "list")
    with pytest.raises(StorageError, match="not stuck"):
        run(home, "outbox", deed, "1")


def test_an_unknown_number_is_said(home: Path) -> None:
    with pytest.raises(StorageError, match="There is no message 9"):
        run(home, "outbox", "resend", "9")
