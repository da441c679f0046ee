"""The folder of a run, with a real dataset in it, and a quick stand-in for the program that fine-tunes it."""

import json
import stat
import sys
from pathlib import Path
from typing import Any

from riddles.prompt import Gist, subject_prompt
from riddles.settings import Model
from tests.conftest import few_subjects
from training.data import datasets
from training.data.examples import HELD_OUT, LIKED, TRAIN, Chosen, Example
from training.runs import run_folder
from training.runs.run_folder import RunFolder

STAND_IN = Path(__file__).with_name("stand_in.py")
ROOT = Path(__file__).resolve().parents[3]
RECIPE = (
    "learning_rate = 3e-3\nepochs = 2\nbatch = 2\naccumulate = 2\nmax_length = 160\ndropout = 0.0\nforgetting = 0\n"
    "checkpoint_steps = 0\n"
)


def liked() -> Chosen:
    """Sixteen liked riddles of the tiny model's subjects, four of them held out."""
    rows = []
    for number, entry in enumerate([*few_subjects().values()] * 2):
        first, second = entry.couplets[number % len(entry.couplets)]
        told = f"{first},\n{second}.\n{entry.questions[0]}\nAnswer: {entry.subject}\nHint: {entry.hints[0]}"
        split = HELD_OUT if number % 4 == 3 else TRAIN
        rows.append(Example(subject_prompt(Gist(entry.subject)), told, split, LIKED, f"s{number}"))
    return Chosen(rows[:16])


def task(home: Path, base: Model, recipe: str = RECIPE, processes: int = 1, **more: Any) -> RunFolder:
    """The folder of run 1, ready to be fine-tuned."""
    identity, dataset = datasets.freeze(home, liked())
    folder = run_folder.of(home, 1)
    facts = {"run": 1, "model": base.model_dump(), "dataset": identity, "processes": processes, **more}
    folder.prepare(facts, recipe, dataset)
    return folder


def program(path: Path, *command: object) -> Path:
    """A program at ``path`` that runs a command, with its own arguments behind."""
    words = " ".join(f"'{word}'" for word in command)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'#!/bin/sh\nexec env PYTHONPATH="{ROOT}" OMP_NUM_THREADS=1 {words} "$@"\n')
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def stand_in(path: Path) -> Path:
    """A `python` that runs the stand-in whatever module it is asked for."""
    return program(path, sys.executable, "-S", STAND_IN)


def weights(folder: RunFolder) -> dict[str, Any]:
    """The adapter's weights."""
    from safetensors.torch import load_file

    return dict(load_file(folder.adapter / "adapter_model.safetensors"))


def outcome(folder: RunFolder) -> dict[str, Any]:
    found = folder.outcome()
    assert found is not None
    return found


def lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
