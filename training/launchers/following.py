"""Submit, follow, and fetch or cancel: the same for every launcher."""

import time
from collections.abc import Callable
from typing import NoReturn

from riddles.errors import RunInterrupted, TrainingError
from training.launchers.launcher import Launcher, State, Status
from training.run_folder import RunFolder

Progress = Callable[[str, float], None]
_LOOK_SECONDS = 1.0


def follow(launcher: Launcher, folder: RunFolder, progress: Progress, look_seconds: float = _LOOK_SECONDS) -> None:
    """Have a run's folder fine-tuned by a launcher. Whatever goes wrong here ends the work there.

    Raises TrainingError with the program's own sentence if it failed; RunInterrupted, with the last line it printed, if
    it ended without a word.
    """
    handle = launcher.submit(folder)
    try:
        status = launcher.status(handle)
        while status.state in (State.WAITING, State.RUNNING):
            progress(*_told(status))
            time.sleep(look_seconds)
            status = launcher.status(handle)
        if status.state == State.FAILED:
            _raise(status, launcher, handle)
        launcher.fetch(handle, folder)
    finally:
        launcher.cancel(handle)


def _told(status: Status) -> tuple[str, float]:
    default = "waiting for a machine" if status.state == State.WAITING else "loading the base model"
    return str(status.told.get("stage", default)), float(status.told.get("progress", 0.0))


def _raise(status: Status, launcher: Launcher, handle: str) -> NoReturn:
    if "error" in status.told:
        raise TrainingError(str(status.told["error"]))
    lines = launcher.logs(handle).strip().splitlines()
    said = lines[-1].strip()[:300] if lines else "(nothing was written)"
    raise RunInterrupted(f"Fine-tuning was cut short; its log ends with: {said}; `riddlewire resume` tries again.")
