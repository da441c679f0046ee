"""Runs are killed at every stage, twice while sealing: each row ends, nothing is left, and the run can be resumed."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from riddles import sealed_folder
from riddles.settings import Model
from storage import adapters, database
from tests.training.runs.test_run import RECIPE, liked_riddles

PROGRAM = Path(__file__).with_name("kill_program.py")
KILLED = -9
MANIFEST = r"opens \.staging-\d+/manifest\.json$"  # everything of the adapter is there but its manifest
PARENT = "opens /adapters$"  # it is sealed and in its place, and not registered yet
# what the run says when it is killed, and whether it says each of these again when it is resumed
STAGES = {
    "gathering": ("gathering", "training", "sealing", "exam of", "asking"),
    "training, step 5": ("training", "sealing", "exam of", "asking"),
    MANIFEST: ("sealing", "exam of", "asking"),
    PARENT: ("sealing", "exam of", "asking"),
    "exam of the candidate": ("exam of", "asking"),
    "asking": ("exam of", "asking"),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, tiny_model: Model) -> dict[str, dict[str, Any]]:
    """What each killed and resumed run told, by the stage it was killed at."""
    home = tmp_path_factory.mktemp("killed")
    opened = database.open_file(home / "riddlewire.db", create=True)
    liked_riddles(opened, tiny_model.base, 16)
    opened.close()
    (home / "recipe.toml").write_text(RECIPE.replace("exam_stories = 4", "exam_stories = 2") + "checkpoint_steps = 2\n")
    done = subprocess.run(
        [sys.executable, str(PROGRAM), str(home), tiny_model.base, str(home / "recipe.toml"), *STAGES],
        capture_output=True, text=True, timeout=600, check=False, env={**os.environ, "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    rows = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"stage"')]
    return {row["stage"]: {**row, "home": home} for row in rows}


@pytest.mark.model
@pytest.mark.parametrize("stage", STAGES)
def test_a_killed_run_fails_with_a_sentence_and_is_resumed(told: dict[str, dict[str, Any]], stage: str) -> None:
    run = told[stage]
    assert (run["killed"], run["after"]["state"]) == (KILLED, "failed")
    assert "stopped answering" in run["after"]["error"]
    assert "`riddlewire resume" in run["after"]["error"]
    assert run["after"]["broken"] == run["ended"]["broken"] == []
    assert (run["resumed"], run["ended"]["state"], run["ended"]["error"]) == (0, "finished", "")
    assert run["ended"]["result"]["verdict"]


@pytest.mark.model
@pytest.mark.parametrize("stage", STAGES)
def test_a_resumed_run_repeats_no_stage_that_was_done(told: dict[str, dict[str, Any]], stage: str) -> None:
    seen = list(dict.fromkeys(one.partition(",")[0] for one in told[stage]["ended"]["stages"]))
    every = ("gathering", "training", "sealing", "exam of", "asking")
    again = [one for one in every if any(name.startswith(one) for name in seen)]
    assert again == list(STAGES[stage])


@pytest.mark.model
def test_training_goes_on_from_its_last_checkpoint(told: dict[str, dict[str, Any]]) -> None:
    steps = [one for one in told["training, step 5"]["ended"]["stages"] if one.startswith("training, step")]
    assert steps[0].startswith("training, step 5 of")  # 4 is the last multiple of two before it
    facts = sealed_folder.verify(*sealed(told["training, step 5"]))
    assert facts["resumed_from"] == "checkpoint-4"


@pytest.mark.model
def test_nothing_is_left_behind_and_each_run_has_one_adapter(told: dict[str, dict[str, Any]]) -> None:
    home: Path = told[MANIFEST]["home"]
    assert list((home / "runs").iterdir()) == []
    assert len([path for path in (home / "adapters").iterdir() if not path.name.startswith(".")]) == len(STAGES)
    assert not list((home / "adapters").glob(".staging*"))


@pytest.mark.model
def test_the_row_tells_how_long_each_stage_took(told: dict[str, dict[str, Any]]) -> None:
    seconds = dict(told[MANIFEST]["ended"]["seconds"])
    assert {"training", "sealing the adapter", "asking the gate"} <= seconds.keys()
    assert all(value >= 0 for value in seconds.values())


def sealed(run: dict[str, Any]) -> tuple[Path, str]:
    opened = database.open_file(run["home"] / "riddlewire.db")
    with opened.reading() as session:
        row = adapters.get(session, run["ended"]["result"]["adapter"])
    opened.close()
    return run["home"] / row.folder, row.manifest_sha256
