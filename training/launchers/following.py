"""Submit, follow, and fetch or cancel: the same for every launcher."""

import logging
import time
from collections.abc import Callable
from typing import NoReturn

from riddles.errors import RunInterrupted, TrainingError
from training.launchers.launcher import Launcher, State, Status
from training.runs.run_folder import RunFolder

Progress = Callable[[str, float], None]
_LOOK_SECONDS = 1.0
_PATIENCE = 5  # looks in a row at a machine that does not answer, each after a longer pause
_LOG = logging.getLogger(__name__)


def follow(launcher: Launcher, folder: RunFolder, progress: Progress, look_seconds: float = _LOOK_SECONDS) -> None:
    """Have a run's folder fine-tuned by a launcher. Whatever goes wrong here ends the work there; a machine that does
    not answer for a moment is asked again.

    Raises TrainingError with the program's own sentence if it failed; RunInterrupted, with the last line it printed, if
    it ended without a word.
    """
    handle = launcher.submit(folder)
    try:
        status = _status(launcher, handle, look_seconds)
        while status.state in (State.WAITING, State.RUNNING):
            progress(*_told(status))
            time.sleep(look_seconds)
            status = _status(launcher, handle, look_seconds)
        if status.state == State.FAILED:
            _raise(status, launcher, handle)
        launcher.fetch(handle, folder)
    finally:
        _clear(launcher, handle)


def _status(launcher: Launcher, handle: str, look_seconds: float) -> Status:
    for attempt in range(1, _PATIENCE):
        try:
            return launcher.status(handle)
        except RunInterrupted as error:
            _LOG.warning("Looking at %s failed, attempt %d: %s", handle, attempt, error)
            time.sleep(look_seconds * 2**attempt)
    return launcher.status(handle)


def _clear(launcher: Launcher, handle: str) -> None:
    """End the work and what it left. Where that cannot be reached any more, what was said before is worth more."""
    try:
        launcher.cancel(handle)
    except RunInterrupted as error:
        _LOG.warning("%s could not be ended and cleared: %s", handle, error)


def _told(status: Status) -> tuple[str, float]:
    default = "waiting for a machine" if status.state == State.WAITING else "loading the base model"
    return str(status.told.get("stage", default)), float(status.told.get("progress", 0.0))


def _raise(status: Status, launcher: Launcher, handle: str) -> NoReturn:
    if "error" in status.told:
        raise TrainingError(str(status.told["error"]))
    lines = launcher.logs(handle).strip().splitlines()
    said = lines[-1].strip()[:300] if lines else "(nothing was written)"
    raise RunInterrupted(f"Fine-tuning was cut short; its log ends with: {said}; `riddlewire resume` tries again.")
