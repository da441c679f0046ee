"""A whole simulated turn on the tiny model: rows, run, figures, and nothing left behind."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from sqlmodel import select
from typer.testing import CliRunner

from riddles.errors import SettingsError
from riddles.settings import Model, Settings, Training
from storage.tables import DuelVote, Person, Rating
from training.runs.run import Desk
from training.simulation import commands, raters, turning
from training.simulation.turning import Order

RECIPE = (
    "learning_rate = 1e-3\nmax_steps = 4\nbatch = 4\naccumulate = 1\nmax_length = 160\nreplay = 0\nexam_stories = 2\n"
)
pytestmark = [
    pytest.mark.model,
    pytest.mark.filterwarnings("ignore:.*gradient_checkpointing.*:FutureWarning"),
]


@pytest.fixture
def desk(tmp_path: Path, tiny_model: Model) -> Iterator[Desk]:
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(RECIPE)
    training = Training(minimum_raters=2, minimum_examples=2, recipe=str(recipe))
    with commands.desk(Settings(model=tiny_model, training=training), tmp_path / "home") as made:
        yield made


def test_a_turn_drafts_rates_trains_and_measures(desk: Desk) -> None:
    order = Order("question", raters.team("question", 4, 1), 1, 1, stories=8, exam_stories=4)
    before, after = turning.turns(turning.set_up(desk), order)
    assert (before["turn"], after["turn"]) == (0, 1)
    for figures in (before, after):
        assert {"preferred", "valid", "subject", "distinct", "verdict"} <= figures.keys()
        assert figures["preferred"]["n"] == 8
    assert after["before"] == before["preferred"]
    assert after["verdict"] in {"promote", "keep", "not enough evidence", "no run"}
    assert after["reasons"]
    with desk.database.reading() as session:
        assert all(person.simulated for person in session.exec(select(Person)))
        assert len(list(session.exec(select(Rating)))) > 20
        assert list(session.exec(select(DuelVote)))


def test_a_run_that_cannot_start_is_a_turn_without_a_run(desk: Desk) -> None:
    order = Order("short", raters.team("short", 1, 1), 1, 1, stories=4, exam_stories=2)
    _before, after = turning.turns(turning.set_up(desk), order)
    assert (after["verdict"], after["promoted"]) == ("no run", False)
    assert "are liked by enough people" in after["reasons"][0]


def test_the_command_prints_a_json_object_a_turn_and_keeps_nothing(tmp_path: Path, tiny_model: Model) -> None:
    settings = tmp_path / "riddlewire.toml"
    settings.write_text(f'[model]\nbase = "{tiny_model.base}"\n')
    environment = {"RIDDLEWIRE_HOME": str(tmp_path / "var"), "RIDDLEWIRE_CONFIG": str(settings)}
    app = typer.Typer()
    commands.register(app)
    arguments = ["--taste", "short", "--turns", "1", "--raters", "1", "--stories", "4", "--json"]
    result = CliRunner().invoke(app, arguments, env=environment)
    told: list[dict[str, Any]] = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [one["turn"] for one in told] == [0, 1]
    assert not (tmp_path / "var").exists()


def test_an_unknown_taste_is_wrong_usage_and_a_full_folder_is_refused(tmp_path: Path) -> None:
    app = typer.Typer()
    commands.register(app)
    assert CliRunner().invoke(app, ["--taste", "sour"]).exit_code == 2
    (tmp_path / "mine.txt").touch()
    with pytest.raises(SettingsError, match="is not empty"), commands.desk(Settings(), tmp_path):
        pass
