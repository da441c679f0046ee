"""`riddlewire export`, `forget`, `backup` and `restore`, as somebody types them."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bot import lock
from bot.command_line import backup, personal_data
from bot.serve import DATABASE, KEY
from riddles.errors import AlreadyRunning, RiddlewireError, StorageError
from storage import database, forgetting, people, thumbs
from tests.bot.listeners.stage import NOW, TEAM, draft

APP = typer.Typer()
personal_data.register(APP)
backup.register(APP)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A data folder with somebody in it."""
    opened = database.open_file(tmp_path / DATABASE, create=True)
    pseudonyms = people.open_key(tmp_path / KEY)
    with opened.writing() as session:
        person = people.meet(session, pseudonyms, (TEAM, "U0ANN"), NOW)
        riddle = draft(session, "river", 1, NOW)
        assert riddle.id is not None
        assert person.id is not None
        thumbs.record(session, riddle.id, person.id, True, "1.0", NOW)
    opened.close()
    return tmp_path


def run(home: Path, *words: str, answer: str = "") -> str:
    """What a command prints. Raises what it raises."""
    result = CliRunner().invoke(APP, list(words), env={"RIDDLEWIRE_HOME": str(home)}, input=answer)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.stdout


def test_export_prints_what_we_hold(home: Path) -> None:
    held = json.loads(run(home, "export", "U0ANN"))
    assert held["slack"]["user"] == "U0ANN"
    assert held["thumb"][0]["riddle"]["answer"] == "river"


def test_forget_asks_and_then_forgets(home: Path) -> None:
    run(home, "forget", "U0ANN", answer="n\n")
    assert "U0ANN" in run(home, "export", "U0ANN")
    assert "1 thumb" in run(home, "forget", "U0ANN", answer="y\n")
    assert len(forgetting.in_file(home)) == 1
    for command in (("export", "U0ANN"), ("forget", "U0ANN", "--yes")):
        with pytest.raises(StorageError, match="nothing about U0ANN"):
            run(home, *command)


def test_forget_prints_figures(home: Path) -> None:
    printed = json.loads(run(home, "forget", "U0ANN", "--yes", "--json"))
    assert printed == {"deleted": {"thumb": 1}, "stale": {"datasets": [], "adapters": []}}


def test_a_missing_key_is_not_made_anew(home: Path) -> None:
    (home / KEY).unlink()
    with pytest.raises(StorageError, match=r"people\.key"):
        run(home, "export", "U0ANN")
    assert not (home / KEY).exists()


def test_a_backup_comes_back_without_who_was_forgotten(home: Path) -> None:
    made = json.loads(run(home, "backup", str(home / "copy.db"), "--json"))
    assert made["rows"]["person"] == 1
    assert "people.key" in run(home, "backup", str(home / "second.db"))
    run(home, "forget", "U0ANN", "--yes")
    said = run(home, "restore", made["path"])
    assert "One person who was forgotten" in said
    assert "kept as" in said
    with pytest.raises(StorageError, match="nothing about"):
        run(home, "export", "U0ANN")


def test_nothing_is_restored_under_a_running_bot(home: Path) -> None:
    run(home, "backup", str(home / "copy.db"))
    with lock.held(home, NOW + timedelta(hours=1)), pytest.raises(AlreadyRunning) as refused:
        run(home, "restore", str(home / "copy.db"))
    assert isinstance(refused.value, RiddlewireError)
    assert refused.value.exit_code == 75
