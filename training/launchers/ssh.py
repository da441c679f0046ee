"""One other machine, through ``ssh`` alone: the run's folder goes over as a tar stream, and comes back as one.

The program there is detached, so that a broken connection does not end it; a run whose program died here
finds it again.
Needs Riddlewire installed there (``training.ssh_python``) and a key that asks nothing.
"""

import json
import shlex
import subprocess
import tarfile
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from riddles.errors import RunInterrupted, SettingsError
from riddles.settings import Training
from training.launchers.launcher import State, Status
from training.runs.run_folder import RunFolder

_ANSWER_SECONDS = 60
_TRANSFER_SECONDS = 1800
_UNREACHABLE = 255  # ssh's own exit code, as against the command's


@dataclass(frozen=True)
class Ssh:
    """The machine ``host``, with a folder for each run in ``folder``. Its handle is the run's folder there."""

    host: str
    folder: str
    python: str
    processes: int = 1
    program: str = "ssh"

    @staticmethod
    def from_settings(settings: Training) -> "Ssh":
        """As the settings say. Raises SettingsError without a host."""
        if not settings.ssh_host or settings.ssh_host.startswith("-"):
            raise SettingsError(
                f"The launcher ssh needs a machine, training.ssh_host is {settings.ssh_host!r}; set it."
            )
        return Ssh(settings.ssh_host, settings.ssh_folder, settings.ssh_python, settings.processes)

    def submit(self, folder: RunFolder) -> str:
        """Send the folder and start the program in a session of its own, unless this work runs or is done there."""
        handle = f"{self.folder}/{folder.name}"
        if self._look(handle)[0] in (State.RUNNING, State.FINISHED):
            return handle
        place = shlex.quote(handle)
        self._transfer(f"rm -rf {place} && mkdir -p {place} && tar -xf - -C {place}", _packed(folder))
        program = f"{shlex.quote(self.python)} -m training.fine_tuning ."
        if self.processes > 1:
            program = (
                f"{shlex.quote(self.python)} -m torch.distributed.run --standalone --nproc_per_node={self.processes} "
                "-m training.fine_tuning ."
            )
        inner = f"{program} > run.log 2>&1; echo $? > exit"
        self._must(
            f"cd {place} && {{ setsid sh -c {shlex.quote(inner)} < /dev/null > /dev/null 2>&1 & echo $! > pid; }}"
        )
        return handle

    def status(self, handle: str) -> Status:
        """From the exit code, the process and the progress file there."""
        state, said = self._look(handle)
        return Status(state, _read(said))

    def logs(self, handle: str) -> str:
        """The end of its log."""
        return self._do(f"tail -c 4000 {shlex.quote(handle)}/run.log 2>/dev/null || true").decode(errors="replace")

    def cancel(self, handle: str) -> None:
        """End its whole session and remove its folder there."""
        place = shlex.quote(handle)
        # not `kill -KILL -- …`: Debian's sh does not know that form
        self._do(f'test -f {place}/pid && kill -s KILL -- -"$(cat {place}/pid)" 2>/dev/null; rm -rf {place}')

    def fetch(self, handle: str, folder: RunFolder) -> None:
        """Bring the adapter and the figures back."""
        stream = self._transfer(f"tar -cf - -C {shlex.quote(handle)} supervised.json outcome.json supervised adapter")
        with tarfile.open(fileobj=BytesIO(stream)) as packed:
            packed.extractall(folder.path, filter="data")

    def _look(self, handle: str) -> tuple[State, bytes]:
        """Where the program there stands, and its progress file.

        Whether it lives is asked first: what has ended since then has left its exit code and its last words.
        """
        place = shlex.quote(handle)
        answer = self._do(
            f'test -f {place}/pid && kill -0 "$(cat {place}/pid)" 2>/dev/null && echo alive || echo gone; '
            f"head -n 1 {place}/exit 2>/dev/null || echo none; cat {place}/progress.json 2>/dev/null || true"
        )
        life, code, said = answer.split(b"\n", 2)
        if code != b"none":
            return (State.FINISHED if code == b"0" else State.FAILED), said
        return (State.RUNNING if life == b"alive" else State.FAILED), said

    def _transfer(self, command: str, sent: bytes | None = None) -> bytes:
        return self._must(command, sent, _TRANSFER_SECONDS)

    def _must(self, command: str, sent: bytes | None = None, seconds: float = _ANSWER_SECONDS) -> bytes:
        """As ``_do``; the command must succeed."""
        done = self._asked(command, sent, seconds)
        if done.returncode:
            raise RunInterrupted(f"{self.host} refused what ssh asked ({_last_line(done.stderr)}); look there.")
        return done.stdout

    def _do(self, command: str) -> bytes:
        """Run a command there; returns what it printed. Raises RunInterrupted if nobody answers."""
        return self._asked(command, None, _ANSWER_SECONDS).stdout

    def _asked(self, command: str, sent: bytes | None, seconds: float) -> "subprocess.CompletedProcess[bytes]":
        asked = [self.program, "-o", "BatchMode=yes", "-o", "ConnectTimeout=15", "--", self.host, command]
        try:
            done = subprocess.run(asked, input=sent, capture_output=True, timeout=seconds, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise RunInterrupted(f"{self.host} cannot be reached by ssh ({error}); check training.ssh_host.") from error
        if done.returncode == _UNREACHABLE:
            raise RunInterrupted(
                f"{self.host} does not answer by ssh ({_last_line(done.stderr)}); check training.ssh_host, and that "
                "`ssh` to it works without a question."
            )
        return done


def _packed(folder: RunFolder) -> bytes:
    stream = BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as packed:
        packed.add(folder.path, arcname=".")
    return stream.getvalue()


def _last_line(said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "no reason given"


def _read(said: bytes) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(said)
    except ValueError:
        return {}
    return found
