"""The command ``riddlewire compare`` from its arguments to its output, with a tiny real model."""

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from riddles.settings import Model
from training.command_line import compare

STORIES = {
    "bridge.txt": "The old bridge at Harrowby reopens\n\nIt was closed for two winters. It carries 240 carts.",
    "whale.txt": "A whale visits Port Ellery\n\nThe whale swam beside the ferry for three hours.",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "stories"
    made.mkdir()
    for name, text in STORIES.items():
        (made / name).write_text(text)
    return made


def run(home: Path, *arguments: str, model: str = "embedded") -> Result:
    settings = home / "riddlewire.toml"
    settings.write_text(f'[model]\nbase = "{model}"\n')
    app = typer.Typer()
    compare.register(app)
    environment = {"RIDDLEWIRE_HOME": str(home / "var"), "RIDDLEWIRE_CONFIG": str(settings), "COLUMNS": "200"}
    return CliRunner().invoke(app, list(arguments), env=environment)


@pytest.mark.model
def test_writers_are_compared_on_a_folder_as_json_and_as_a_page(
    tmp_path: Path, folder: Path, tiny_model: Model
) -> None:
    page = tmp_path / "compared.html"

    result = run(
        tmp_path, "--writers", "few_shot,tuned,instruct", "--articles", str(folder), "-n", "2", "--json",
        "--html", str(page), model=tiny_model.base,
    )  # fmt: skip

    told: dict[str, Any] = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (told["stories"], told["n"], told["seed"]) == (2, 2, 0)
    few_shot, tuned, instruct = told["writers"]
    assert [one["writer"] for one in told["writers"]] == ["few_shot", "tuned", "instruct"]
    assert few_shot["riddles"] == tuned["riddles"] == 4
    assert tuned["well_formed"]["value"] >= 0.5
    assert few_shot["prompt_tokens"]["median"] >= tuned["prompt_tokens"]["median"] > 0
    assert instruct["riddles"] == 0
    assert "has no chat template" in instruct["fault"]
    assert page.read_text().count('<div class="cell">') == 8
    assert not (tmp_path / "var").exists()


@pytest.mark.model
def test_the_table_names_writers_and_figures(tmp_path: Path, folder: Path, tiny_model: Model) -> None:
    result = run(tmp_path, "--writers", "tuned", "--articles", str(folder / "bridge.txt"), model=tiny_model.base)

    assert result.exit_code == 0
    assert "tuned" in result.stdout
    assert "passed the screen" in result.stdout


def test_when_no_writer_can_write_each_says_why_and_the_exit_code_says_so(tmp_path: Path, folder: Path) -> None:
    result = run(tmp_path, "--writers", "service", "--articles", str(folder))

    assert result.exit_code == 1
    assert "name base_url and model under [service]" in result.output


@pytest.mark.parametrize("names", ["", ",", "tuned,gpt", "Tuned"])
def test_an_unknown_writer_is_wrong_usage(tmp_path: Path, names: str) -> None:
    result = run(tmp_path, "--writers", names)

    assert result.exit_code == 2
    assert "is no list of writers" in result.output
