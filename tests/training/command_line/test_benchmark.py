"""The command ``riddlewire benchmark`` from arguments to stored results, with a tiny real model and the real engine."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from riddles.errors import EvaluationError
from riddles.settings import Model
from storage import database
from tests.evaluation.benchmarks import published
from training.command_line import benchmark

pytest.importorskip("lm_eval", reason="needs the extra benchmarks (lm-evaluation-harness)")


def run(home: Path, *arguments: str, model: str = "embedded") -> Result:
    settings = home / "riddlewire.toml"
    settings.write_text(f'[model]\nbase = "{model}"\n')
    data = home / "var" / "riddlewire.db"
    if not data.exists():
        data.parent.mkdir()
        database.open_file(data, create=True).close()
    app = typer.Typer()
    benchmark.register(app)
    environment = {"RIDDLEWIRE_HOME": str(data.parent), "RIDDLEWIRE_CONFIG": str(settings), "COLUMNS": "220"}
    return CliRunner().invoke(app, list(arguments), env=environment)


@pytest.mark.model
def test_every_benchmark_is_asked_scored_and_stored_once(tmp_path: Path, tiny_model: Model) -> None:
    folder = published.write(tmp_path / "files")

    first = run(tmp_path, "--data-dir", str(folder), "--json", model=tiny_model.base)
    again = run(tmp_path, "--data-dir", str(folder), "--json", model=tiny_model.base)

    assert first.exit_code == 0, first.output
    results = {one["benchmark"]: one for one in map(json.loads, first.stdout.splitlines())}
    assert len(results) == 13
    assert {one["sitter"] for one in results.values()} == {"base"}
    assert results["glue_cola"]["figures"]["accuracy"]["n"] == 3
    assert 0 <= results["crows_pairs"]["figures"]["stereotype_share"]["value"] <= 1
    assert results["squad_v2"]["figures"]["exact_match"]["value"] == 0
    assert results["honest"]["figures"]["rude_share.female"]["n"] == 1
    assert "it/s" not in first.stderr
    assert again.stdout == first.stdout  # nothing was asked again: even the times of the results are the same


@pytest.mark.model
def test_what_cannot_be_asked_is_left_out_and_said(tmp_path: Path, tiny_model: Model) -> None:
    folder = published.write(tmp_path / "files")
    (folder / "glue" / "sst2_dev.tsv").unlink()

    result = run(
        tmp_path, "--data-dir", str(folder), "--only", "glue_sst2", "--only", "superglue_copa", model=tiny_model.base
    )

    assert result.exit_code == 0, result.output
    assert "Left out: glue_sst2. The benchmark file" in result.stderr
    assert "superglue_copa" in result.stdout
    assert "glue_sst2" not in result.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "give the folder of their files with --data-dir"),
        (("--data-dir", "nowhere"), "The folder nowhere does not exist"),
        (("--data-dir", ".", "--only", "trivia"), "'trivia' is no benchmark here; choose from truthfulqa, mmlu"),
        (("--data-dir", "tests/evaluation"), "No benchmark can be asked"),
    ],
)
def test_bad_input_is_one_sentence_before_any_model_is_loaded(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    result = run(tmp_path, *arguments)

    assert isinstance(result.exception, EvaluationError)
    assert said in str(result.exception)
