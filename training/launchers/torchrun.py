"""Several processes on this machine, one for each GPU (or, on a CPU, for trying it out), under torchrun.

`accelerate launch` is not used: on a CPU it quietly starts one process. The processes end with the run's program.
"""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from training.launchers import bound
from training.launchers.launcher import State, Status
from training.runs.run_folder import RunFolder

_ROOT = Path(__file__).parents[2]
_LOG = "torchrun.log"
_LAST_WORDS_SECONDS = 5.0


class Torchrun:
    """Starts ``processes`` processes. Its handle is the folder's path."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._started: dict[str, subprocess.Popen[bytes]] = {}

    def submit(self, folder: RunFolder) -> str:
        """Start torchrun in a process group of its own."""
        folder.told.unlink(missing_ok=True)
        handle = str(folder.path)
        command = [
            sys.executable, "-S", str(bound.__file__), str(os.getpid()), sys.executable, "-m", "torch.distributed.run",
            "--standalone", f"--nproc_per_node={self._processes}", "-m", "training.fine_tuning", handle,
        ]  # fmt: skip
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(_ROOT), os.environ.get("PYTHONPATH", "")])}
        with (folder.path / _LOG).open("ab") as said:
            self._started[handle] = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, env=environment, start_new_session=True
            )
        return handle

    def status(self, handle: str) -> Status:
        """From the exit code and the folder's progress file."""
        code = self._started[handle].poll()
        state = State.RUNNING if code is None else State.FAILED if code else State.FINISHED
        return Status(state, told(RunFolder(Path(handle)).told))

    def logs(self, handle: str) -> str:
        """The end of its log."""
        return (Path(handle) / _LOG).read_text(encoding="utf-8", errors="replace")[-4000:]

    def cancel(self, handle: str) -> None:
        """End the whole group: torchrun passes SIGTERM on, SIGKILL ends what does not listen."""
        process = self._started[handle]
        for sign in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, sign)
            with suppress(subprocess.TimeoutExpired):
                process.wait(_LAST_WORDS_SECONDS)

    def fetch(self, handle: str, folder: RunFolder) -> None:
        """Nothing: it worked in the folder itself."""


def told(path: Path) -> dict[str, Any]:
    """What a progress file says; empty while there is none."""
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found
