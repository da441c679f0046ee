"""A run's folder, ``<data folder>/runs/N``: everything that fine-tuning reads and writes; so it can happen elsewhere.

    task.json       what to do (written last of what goes in)     dataset/       the frozen dataset, copied
    recipe.toml     how                                           checkpoints/   to resume from
    supervised/     the adapter after supervised fine-tuning      adapter/       the adapter after all stages
    progress.json   where it stands, for whoever started it       outcome.json   figures, written last of all

The folder outlives a run that was cut short, and goes with one that ended.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from riddles.errors import TrainingError
from riddles.settings import Model
from training.data import datasets
from training.data.examples import Chosen
from training.tuning import recipe
from training.tuning.recipe import Recipe

_TASK, _RECIPE, _DATASET, _SUPERVISED, _OUTCOME = (
    "task.json", "recipe.toml", "dataset", "supervised.json", "outcome.json",
)  # fmt: skip


@dataclass(frozen=True)
class RunFolder:
    """The folder of one run."""

    path: Path

    @property
    def has_task(self) -> bool:
        """Whether its task was written completely."""
        return (self.path / _TASK).is_file()

    @property
    def name(self) -> str:
        """Names this work wherever it is done: the run's number, and a hash of task and recipe.

        So work that was started elsewhere is found again, and never taken for that of another team or of a new attempt.
        """
        said = self._read(_TASK) + self._read(_RECIPE)
        return f"run-{self.task()['run']}-{hashlib.sha256(said).hexdigest()[:8]}"

    @property
    def dataset(self) -> Path:
        """The frozen dataset's files."""
        return self.path / _DATASET

    @property
    def checkpoints(self) -> Path:
        """Where fine-tuning saves itself."""
        return self.path / "checkpoints"

    @property
    def supervised(self) -> Path:
        """The adapter's files after supervised fine-tuning."""
        return self.path / "supervised"

    @property
    def adapter(self) -> Path:
        """The adapter's files after all stages."""
        return self.path / "adapter"

    @property
    def told(self) -> Path:
        """The file that says where fine-tuning stands."""
        return self.path / "progress.json"

    def _read(self, name: str) -> bytes:
        try:
            return (self.path / name).read_bytes()
        except OSError as error:
            raise TrainingError(f"The run's file {name} cannot be read ({error}); request a new run.") from error

    def prepare(self, facts: Mapping[str, Any], recipe_text: str, dataset: Path) -> None:
        """Start anew: copy what goes in, and write the task last."""
        shutil.rmtree(self.path, ignore_errors=True)
        self.path.mkdir(parents=True)
        shutil.copytree(dataset, self.dataset)
        (self.path / _RECIPE).write_text(recipe_text, encoding="utf-8")
        write_json(self.path / _TASK, facts)

    def task(self) -> dict[str, Any]:
        """What to do. Raises TrainingError if it cannot be read."""
        return _read_json(self.path / _TASK)

    def model(self) -> Model:
        """The base to fine-tune."""
        return Model.model_validate(self.task()["model"])

    def recipe(self) -> tuple[Recipe, str]:
        """The recipe as it was when the run began, with its text."""
        return recipe.read(str(self.path / _RECIPE))

    def data(self) -> Chosen:
        """The frozen examples."""
        return datasets.read(self.dataset)

    def supervised_facts(self) -> dict[str, Any] | None:
        """The figures of the supervised stage; None while it is not done."""
        path = self.path / _SUPERVISED
        return _read_json(path) if path.is_file() else None

    def supervised_done(self, facts: Mapping[str, Any]) -> None:
        """The supervised stage is done: its adapter is whole, and its checkpoints are not needed any more."""
        write_json(self.path / _SUPERVISED, facts)
        shutil.rmtree(self.checkpoints, ignore_errors=True)

    def outcome(self) -> dict[str, Any] | None:
        """The figures of the whole fine-tuning; None while it is not done."""
        path = self.path / _OUTCOME
        return _read_json(path) if path.is_file() else None

    def done(self, facts: Mapping[str, Any]) -> None:
        """All stages are done, and the adapter is whole."""
        write_json(self.path / _OUTCOME, facts)

    def clear(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.path, ignore_errors=True)


def of(home: Path, job_id: int) -> RunFolder:
    """The folder of a run."""
    return RunFolder(home / "runs" / str(job_id))


def write_json(path: Path, facts: Mapping[str, Any]) -> None:
    """Write a file whole or not at all, on disk when this returns."""
    unfinished = path.with_name(f".{path.name}")
    with unfinished.open("w", encoding="utf-8") as file:
        json.dump(facts, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def _read_json(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TrainingError(f"The run's file {path} cannot be read ({error}); request a new run.") from error
    return found
