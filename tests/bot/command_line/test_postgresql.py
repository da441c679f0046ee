"""The commands on PostgreSQL instead of the file: made once, whole, seen by every command, copied by others."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner, Result

import riddlewire
from bot.children.child_environment import Environment
from bot.doctor import doctor
from riddles.errors import SettingsError, StorageError
from riddles.settings import Secrets
from storage import database, jobs, working
from tests.storage import postgresql
from tests.storage.postgresql import Server


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    reason = postgresql.missing()
    if reason:
        pytest.skip(reason)
    with postgresql.running() as started:
        yield started


@pytest.fixture
def url(server: Server) -> str:
    return server.empty()


def run(home: Path, url: str, *arguments: str) -> Result:
    environment = {
        "RIDDLEWIRE_HOME": str(home / "var"), "RIDDLEWIRE_CONFIG": str(home / "riddlewire.toml"),
        "RIDDLEWIRE_DATABASE": url, "COLUMNS": "200",
    }  # fmt: skip
    return CliRunner().invoke(riddlewire.program(), list(arguments), env=environment)


def test_the_commands_work_on_the_server_and_make_no_file(tmp_path: Path, url: str) -> None:
    refused = run(tmp_path, url, "runs")
    assert isinstance(refused.exception, StorageError)
    assert "is empty; run `riddlewire init`" in str(refused.exception)
    assert re.search(r"The database made\d+ is made\.", run(tmp_path, url, "init").stdout)
    assert "is there already, at the newest schema" in run(tmp_path, url, "init").stdout
    assert "No run has been requested yet" in run(tmp_path, url, "runs").stdout
    opened = database.open_home(tmp_path / "var", url)
    with opened.writing() as session:
        jobs.request(session, "retrain:1", "train", working.now())
    opened.close()
    assert '"state": "requested"' in run(tmp_path, url, "runs", "--json").stdout
    assert not (tmp_path / "var" / database.FILE).exists()

    environment = {"RIDDLEWIRE_DATABASE": url}
    found = {one.about: one for one in doctor.examine(tmp_path / "var", tmp_path / "riddlewire.toml", environment)}
    assert "is whole and writable" in found["database"].said


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_server_is_copied_by_its_own_tools(tmp_path: Path, url: str, command: str) -> None:
    refused = run(tmp_path, url, command, str(tmp_path))
    assert isinstance(refused.exception, StorageError)
    assert "use pg_dump and pg_restore" in str(refused.exception)


def test_a_team_that_outgrows_the_file_moves_with_every_row(tmp_path: Path, url: str) -> None:
    assert isinstance(run(tmp_path, "", "move-database").exception, SettingsError)
    opened = database.open_file(tmp_path / "var" / database.FILE, create=True)
    with opened.writing() as session:
        jobs.request(session, "retrain:1", "train", working.now())
    opened.close()
    moved = run(tmp_path, url, "move-database", "--json")
    assert '"job": 1' in moved.stdout
    assert '"state": "requested"' in run(tmp_path, url, "runs", "--json").stdout
    assert isinstance(run(tmp_path, url, "move-database").exception, StorageError)  # it has rows now


def test_child_programs_get_the_database_of_their_bot_and_no_other(tmp_path: Path) -> None:
    mine, others = "postgresql://mine/riddles", {"RIDDLEWIRE_DATABASE": "postgresql://others/riddles"}
    for kind in ("train", "draft"):
        told = Environment(tmp_path, tmp_path, Secrets(riddlewire_database=SecretStr(mine)), others).of(kind)
        assert told["RIDDLEWIRE_DATABASE"] == mine
        assert "RIDDLEWIRE_DATABASE" not in Environment(tmp_path, tmp_path, Secrets(), others).of(kind)
