"""The fine-tuning of a run, from its folder to its folder: supervised first, then preferences where they help.

`python -m training.fine_tuning FOLDER` is the program that launchers start, here or elsewhere, once or as several
processes under torchrun. Called again after it was cut short, it goes on: from the last whole checkpoint, or from the
last whole stage. It refuses to train with another number of processes than it was promised, because some launchers
quietly start one.
"""

import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from riddles.errors import RiddlewireError, TrainingError
from training.data.examples import HELD_OUT, TRAIN
from training.launchers import bound, shared_folder
from training.runs import run_folder
from training.runs.run_folder import RunFolder
from training.tuning import lora, preferring, processes

Progress = Callable[[str, float], None]
_SUPERVISED = 0.8  # of the work, preferences being the rest
_PREFERENCES_ALONE = (
    "Preferences are learned by one process only; set training.processes = 1 or preference.method none."
)


def fine_tune(folder: RunFolder, progress: Progress) -> None:
    """Do whatever of the task is not done yet. ``progress`` hears a stage and the share done; what it raises stops it.

    Raises TrainingError and ModelError.
    """
    processes.assert_as_promised(int(folder.task().get("processes", 1)))
    base, (plan, _text), chosen = folder.model(), folder.recipe(), folder.data()
    if processes.world_size() > 1 and preferring.method(plan.preference, chosen).method != preferring.NONE:
        raise TrainingError(_PREFERENCES_ALONE)
    supervised = folder.supervised_facts()
    if supervised is None:
        split = [[one for one in chosen.examples if one.split == side] for side in (TRAIN, HELD_OUT)]
        supervised = lora.fine_tune(
            base, (split[0], split[1]), plan, (folder.supervised, folder.checkpoints),
            lambda stage, done: progress(stage, _SUPERVISED * done),
        )  # fmt: skip
        if not processes.is_first():
            return
        folder.supervised_done(supervised)
    shutil.rmtree(folder.adapter, ignore_errors=True)
    shutil.copytree(folder.supervised, folder.adapter)
    further = preferring.prefer(
        base, folder.adapter, chosen, plan.preference,
        lambda stage, done: progress(stage, _SUPERVISED + (1 - _SUPERVISED) * done),
    )  # fmt: skip
    folder.done({**supervised, **further})


def main() -> None:
    """Fine-tune the folder named on the command line, a path or an fsspec address; exits 1 with a sentence if it fails.

    Its progress.json says where it stands.
    """
    bound.bind()
    where = sys.argv[1]
    if not shared_folder.is_address(where):
        _worked(RunFolder(Path(where).absolute()), lambda _name: None)
        return
    with TemporaryDirectory() as place:
        folder = RunFolder(Path(place) / "run")
        shared_folder.get(where, folder)
        _worked(folder, lambda name: shared_folder.send(folder, name, where))
        if processes.is_first():
            shared_folder.put(folder, where)


def _worked(folder: RunFolder, sends: Callable[[str], None]) -> None:
    def tell(facts: dict[str, Any]) -> None:
        if processes.is_first():
            run_folder.write_json(folder.told, {**facts, "at": time.time()})
            sends(folder.told.name)

    try:
        fine_tune(folder, lambda stage, done: tell({"stage": stage, "progress": done}))
    except RiddlewireError as error:
        tell({"error": str(error)})
        sys.exit(str(error))


if __name__ == "__main__":
    main()
