"""`riddlewire report`, as somebody types it."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from riddles.errors import EvaluationError
from storage import database
from training.command_line import report

APP = typer.Typer()
report.register(APP)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    database.open_file(tmp_path / "riddlewire.db", create=True).close()
    return tmp_path


def run(home: Path, *arguments: str) -> str:
    found = CliRunner().invoke(APP, arguments, env={"RIDDLEWIRE_HOME": str(home)})
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found.stdout


@pytest.mark.parametrize(("name", "start"), [("page.html", "<!doctype html>"), ("page.md", "# ")])
def test_the_name_of_the_file_says_which_form_it_has(home: Path, name: str, start: str) -> None:
    assert run(home, "--to", str(home / name)) == f"The report is in {home / name}.\n"
    assert (home / name).read_text(encoding="utf-8").lower().startswith(start)


def test_json_goes_to_stdout_and_no_file_is_written(home: Path) -> None:
    assert json.loads(run(home, "--to", str(home / "page.html"), "--json"))["decisions"] == []
    assert not (home / "page.html").exists()


def test_a_file_that_cannot_be_written_is_one_sentence(home: Path) -> None:
    with pytest.raises(EvaluationError, match=r"cannot be written to .*missing.* \(No such file or directory\); name"):
        run(home, "--to", str(home / "missing" / "page.html"))
