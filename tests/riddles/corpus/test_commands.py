import json
from pathlib import Path

import typer
from typer.testing import CliRunner, Result

from riddles.corpus import commands


def run(*arguments: str) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    commands.register(app)
    return CliRunner().invoke(app, ["corpus", *arguments])


def spoiled(tmp_path: Path) -> str:
    for part in ("clues", "pairs", "exam"):
        (tmp_path / part).mkdir()
    (tmp_path / "clues" / "nature.txt").write_text("@ river ; stream\n= I am a river, plainly\n", encoding="utf-8")
    return str(tmp_path)


def test_our_own_corpus_passes() -> None:
    result = run("check")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "0 faults" in result.stderr


def test_a_fault_is_told_and_ends_with_code_1(tmp_path: Path) -> None:
    result = run("check", "--folder", spoiled(tmp_path))
    assert result.exit_code == 1
    assert "clues/nature.txt: river: a line gives 'river' away in 'I am a river, plainly'" in result.stdout


def test_faults_come_as_json_lines_on_request(tmp_path: Path) -> None:
    result = run("check", "--folder", spoiled(tmp_path), "--json")
    told = [json.loads(line) for line in result.stdout.splitlines()]
    assert {"file", "subject", "what", "remedy", "line", "advice"} == set(told[0])
    assert "a line gives 'river' away" in [fault["what"] for fault in told]


def test_help_gives_an_example() -> None:
    assert "Example: riddlewire corpus check" in run("check", "--help").stdout
    assert "Example: riddlewire corpus export" in run("export", "--help").stdout


def test_the_corpus_is_exported_as_a_dataset(tmp_path: Path) -> None:
    result = run("export", str(tmp_path / "new" / "folder"), "--json")
    assert result.exit_code == 0
    rows = json.loads(result.stdout)
    for name, count in rows.items():
        assert len((tmp_path / "new" / "folder" / name).read_text(encoding="utf-8").splitlines()) == count
