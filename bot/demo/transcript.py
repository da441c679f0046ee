"""What the demo says on the terminal while it runs: plain lines with the seconds since its start."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn, TypeVar

from rich.console import Console

from bot.collaborators import Collaborators
from riddles.errors import RiddlewireError
from storage import jobs
from storage.tables import Job

Found = TypeVar("Found")
_BETWEEN_LOOKS = 0.4
_BETWEEN_LINES = 5.0  # seconds between two lines about the same stage of the same job
_KINDS = {"draft": "Draft", "train": "Retrain", "weekly": "Weekly summary"}


class StageFailed(RiddlewireError):
    """A stage of the demo did not come to its end."""


class Transcript:
    """Says what happens, and waits for it."""

    def __init__(self, console: Console, desk: Collaborators | None = None) -> None:
        self.desk = desk
        self._console = console
        self._start = time.monotonic()
        self._stage = ""
        self._said: dict[int, tuple[str, float]] = {}

    def say(self, sentence: str, style: str = "") -> None:
        """One line, with the seconds since the start."""
        passed = time.monotonic() - self._start
        self._console.print(f"{passed:6.1f} s  {sentence}", style=style or None, markup=False, highlight=False)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """A named part of the loop. Raises StageFailed, naming it, for whatever goes wrong inside."""
        self._stage, begun = name, time.monotonic()
        self.say(name, style="bold")
        try:
            yield
        except StageFailed:
            raise
        except Exception as error:
            raise StageFailed(f"The demo stopped at the stage {name!r}: {error}") from error
        self.say(f"  done in {time.monotonic() - begun:.1f} s", style="green")

    def wait(self, done: Callable[[], Found | None], what: str, limit: float) -> Found:
        """What ``done`` returns once it is not None; tells of the jobs meanwhile. StageFailed after ``limit``."""
        deadline = time.monotonic() + limit
        while (found := done()) is None:
            if time.monotonic() > deadline:
                self.fail(f"{what} did not come within {limit:.0f} seconds")
            self.look()
            time.sleep(_BETWEEN_LOOKS)
        self.look()
        return found

    def fail(self, reason: str) -> NoReturn:
        """Raises StageFailed with the stage and the reason."""
        raise StageFailed(f"The demo stopped at the stage {self._stage!r}: {reason}")

    def look(self) -> None:
        """Say what the jobs are doing now, if that is news."""
        if self.desk is None:
            return
        with self.desk.database.reading() as session:
            found = [job for kind in _KINDS for job in jobs.latest(session, kind, 2)]
        for job in found:
            self._tell(job)

    def _tell(self, job: Job) -> None:
        line = _line(job)
        before, at = self._said.get(job.id or 0, ("", 0.0))
        same_stage = _without_numbers(line) == _without_numbers(before)
        if line != before and not (same_stage and time.monotonic() - at < _BETWEEN_LINES):
            self._said[job.id or 0] = (line, time.monotonic())
            self.say(f"  {line}", style="dim")


def _line(job: Job) -> str:
    doing = f"{job.stage or 'starting'}, {job.progress:.0%}" if job.state == "running" else job.state.value
    return f"{_KINDS[job.kind]}: {doing}{f' ({job.error})' if job.error else ''}"


def _without_numbers(line: str) -> str:
    return re.sub(r"[\d.,:]+", "#", line)
