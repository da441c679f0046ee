"""Several processes on this machine: the same adapter as one process makes, and no fewer processes than promised."""

import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from riddles.errors import RunInterrupted, TrainingError
from riddles.settings import Model, Training
from tests.training.launchers.work import RECIPE, ROOT, outcome, task, weights
from training import fine_tuning
from training.launchers import following
from training.launchers.torchrun import Torchrun
from training.runs import launching

PATIENCE = 90  # seconds
STARTER = """
import sys, time
from pathlib import Path
from training.launchers.torchrun import Torchrun
from training.runs.run_folder import RunFolder
Torchrun(2).submit(RunFolder(Path(sys.argv[1])))
time.sleep(600)
"""
LARGEST_DIFFERENCE = 1e-4  # of a weight; sums in another order differ by about 1e-7


@pytest.mark.model
@pytest.mark.filterwarnings("ignore:.*gradient_checkpointing.*:FutureWarning")  # trl still uses transformers' old name
def test_two_processes_train_the_adapter_that_one_would(tmp_path: Path, tiny_model: Model) -> None:
    alone = task(tmp_path / "alone", tiny_model)
    fine_tuning.fine_tune(alone, lambda _stage, _done: None)
    together = task(tmp_path / "together", tiny_model, processes=2)
    told: list[tuple[str, float]] = []
    launching.fine_tune(
        Training(launcher="torchrun", processes=2), together, lambda stage, done: told.append((stage, done))
    )

    one, two = outcome(alone), outcome(together)
    assert (one["processes"], two["processes"]) == (1, 2)
    assert one["steps"] == two["steps"] > 4
    assert any(stage.startswith("training, step") for stage, _ in told)
    expected, got = weights(alone), weights(together)
    assert expected.keys() == got.keys()
    assert max(float(values.abs().max()) for name, values in expected.items() if "lora_B" in name) > 1e-3
    difference = max(float((expected[name] - got[name]).abs().max()) for name in expected)
    assert difference < LARGEST_DIFFERENCE, difference


@pytest.mark.model
@pytest.mark.filterwarnings("ignore:.*gradient_checkpointing.*:FutureWarning")
@pytest.mark.skipif(importlib.util.find_spec("deepspeed") is None, reason="needs deepspeed (pip install deepspeed)")
def test_two_processes_under_zero2_train_the_adapter_that_one_would(
    tmp_path: Path, tiny_model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DS_ACCELERATOR", "cpu")
    alone = task(tmp_path / "alone", tiny_model)
    fine_tuning.fine_tune(alone, lambda _stage, _done: None)
    together = task(tmp_path / "together", tiny_model, f'{RECIPE}sharding = "zero2"\n', processes=2)
    launching.fine_tune(Training(launcher="torchrun", processes=2), together, lambda _stage, _done: None)
    expected, got = weights(alone), weights(together)
    assert max(float((expected[name] - got[name]).abs().max()) for name in expected) < LARGEST_DIFFERENCE


def test_fewer_processes_than_promised_train_nothing(tmp_path: Path) -> None:
    folder = task(tmp_path, Model(), processes=2)
    done = subprocess.run(
        [sys.executable, "-m", "training.fine_tuning", str(folder.path)],
        capture_output=True, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "2 processes were to train together, but WORLD_SIZE is 1" in done.stderr
    assert "WORLD_SIZE is 1" in json.loads(folder.told.read_text())["error"]
    assert folder.outcome() is None


def test_a_batch_that_cannot_be_shared_is_refused(tmp_path: Path, tiny_model: Model) -> None:
    folder = task(tmp_path, tiny_model, RECIPE.replace("accumulate = 2", "accumulate = 1"), processes=2)
    with pytest.raises(TrainingError, match="2 processes cannot share the recipe's accumulate = 1 batches a step"):
        following.follow(Torchrun(2), folder, lambda _stage, _done: None, look_seconds=0.2)
    assert folder.outcome() is None


class Stop(Exception):
    """What a cancelled run raises."""


def test_a_cancelled_run_leaves_no_process(tmp_path: Path) -> None:
    folder = task(tmp_path, Model(), processes=2)

    def cancel(_stage: str, _done: float) -> None:
        if len(family(str(folder.path))) >= 3:  # torchrun and its two processes are there
            raise Stop

    with pytest.raises(Stop):
        following.follow(Torchrun(2), folder, cancel, look_seconds=0.2)
    until(lambda: family(str(folder.path)) == [])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux kills the children of a process that was killed")
def test_a_killed_run_leaves_no_process(tmp_path: Path) -> None:
    folder = task(tmp_path, Model(), processes=2)
    with subprocess.Popen(
        [sys.executable, "-c", STARTER, folder.path], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as program:
        until(lambda: len(family(str(folder.path))) >= 4)  # the starter, torchrun and its two processes
        program.kill()
    until(lambda: family(str(folder.path)) == [])


def test_processes_that_end_without_a_word_are_explained_by_the_end_of_their_log(tmp_path: Path) -> None:
    folder = task(tmp_path, Model())
    (folder.path / "task.json").write_text("{}")  # as good as a bug: no sentence of ours comes of it
    with pytest.raises(RunInterrupted, match=r"its log ends with: .+; `riddlewire resume` tries again"):
        following.follow(Torchrun(1), folder, lambda _stage, _done: None, look_seconds=0.2)


def until(is_so: Callable[[], bool]) -> None:
    last = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < last, "it did not happen"
        time.sleep(0.2)


def family(folder: str) -> list[int]:
    """The processes that work in a folder."""
    found = []
    for process in psutil.process_iter(["pid", "cmdline", "status"]):
        if folder in (process.info["cmdline"] or []) and process.info["status"] != psutil.STATUS_ZOMBIE:
            found.append(process.info["pid"])
    return found
