"""Child programs: every requested job becomes one process of its own, watched, bounded, and ended with the bot.

Jobs that load a model run one at a time, because two do not fit into a small machine; drafts go first: a channel
waits for them. Jobs that only count run beside. The row says what became of the work; the exit status is believed only
where the row says nothing. Not covered: a draft that becomes due while a run is under way waits for its end.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import psutil

from bot.children.child_environment import Environment
from riddles.settings import redacted
from storage import jobs
from storage.database import Database
from storage.tables import Job, JobState

PROGRAM = (sys.executable, "-m", "riddlewire")
BY_HAND = ":by-hand:"  # in the key of a job whose program somebody runs in a terminal
# lanes: one child in each, the kinds in order of urgency
_WITH_MODEL, _COUNTING = ("draft", "canary", "train"), ("weekly", "forecast", "raters", "watch")
_LANES = (_WITH_MODEL, _COUNTING)
_WRAPPER = Path(__file__).with_name("child.py")
_OPEN = (JobState.REQUESTED, JobState.RUNNING)
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limits:
    """How long a child may take, and how much it steps back for others.

    ``memory``: bytes that its processes may keep in memory together, 0 for any; ``grace``: seconds to obey a cancel;
    ``last_words``: seconds to end after a signal; ``nice``: as the command's.
    """

    wall: timedelta
    memory: int = 0
    grace: float = 30.0
    last_words: float = 3.0
    nice: int = 10


@dataclass
class Running:
    """A started child. ``unwanted_since`` is the monotonic time from which it should have ended by itself."""

    job_id: int
    lane: tuple[str, ...]
    process: subprocess.Popen[bytes]
    log: Path
    started: datetime
    unwanted_since: float | None = None


class Children:
    """The launcher. Call ``tend`` at every tick and ``stop`` at the end."""

    def __init__(
        self, database: Database, home: Path, limits: Limits, environment: Environment,
        program: Sequence[str] = PROGRAM,
    ) -> None:  # fmt: skip
        self._database = database
        self._home = home
        self._limits = limits
        self._environment = environment
        self._program = program
        self._running: dict[tuple[str, ...], Running] = {}
        self._stopped = False
        self._turn = threading.Lock()  # the clock's thread tends, the main thread stops

    @property
    def is_idle(self) -> bool:
        """Whether no child is running."""
        return not self._running

    def tend(self, now: datetime) -> None:
        """Give up what is silent, end what must end, note what has ended, launch what waits."""
        with self._turn:
            self._give_up_stale(now)
            for child in list(self._running.values()):
                self._watch(child, now)
            for lane in _LANES:
                if lane not in self._running and not self._stopped:
                    self._launch_next(lane, now)

    def stop(self, now: datetime) -> None:
        """End the running child, if any, and its row; nothing is launched any more."""
        with self._turn:
            self._stopped = True
            for child in list(self._running.values()):
                _end(child.process, self._limits.last_words)
                self._note_end(child, now, "The bot stopped while this ran; {remedy}.")

    def _give_up_stale(self, now: datetime) -> None:
        with self._database.writing() as session:
            stale = jobs.give_up_stale(session, now)
        for job in stale:
            _LOG.warning("Job %s (%s) was given up: %s", job.id, job.kind, job.error)

    def _watch(self, child: Running, now: datetime) -> None:
        if child.process.poll() is not None:
            self._note_end(child, now)
            return
        with self._database.reading() as session:
            row = jobs.get(session, child.job_id)
        if now - child.started > self._limits.wall:
            minutes = self._limits.wall / timedelta(minutes=1)
            self._kill(
                child,
                now,
                f"It ran longer than {minutes:g} minutes (training.max_minutes) and was stopped; {{remedy}}.",
            )
        elif self._limits.memory and (used := _resident(child.process.pid)) > self._limits.memory:
            told = f"It used {used / 1e9:.1f} GB of memory, more than training.max_memory_gb allows, and was stopped"
            self._kill(child, now, f"{told}; allow more or train with a smaller batch, then {{remedy}}.")
        elif row.cancel_asked or row.state not in _OPEN:
            child.unwanted_since = child.unwanted_since or time.monotonic()
            if time.monotonic() - child.unwanted_since > self._limits.grace:
                self._kill(child, now, "It did not stop when asked, so it was killed.")

    def _kill(self, child: Running, now: datetime, reason: str) -> None:
        _LOG.warning("Job %s is killed.", child.job_id)
        self._end_row(child, now, reason)  # before its last words, which would be that somebody stopped it
        _end(child.process, self._limits.last_words)
        self._note_end(child, now)

    def _note_end(self, child: Running, now: datetime, reason: str = "") -> None:
        """The child has ended; a row that is still open learns why."""
        code = child.process.returncode
        del self._running[child.lane]
        row = self._end_row(child, now, reason or _ended(code, child.log))
        if code and row.state == JobState.FINISHED:
            _LOG.warning("Job %s finished, but its program ended with %s; see %s.", row.id, code, child.log)
        _LOG.info("Job %s (%s) is %s. %s", row.id, row.kind, row.state, row.error)

    def _end_row(self, child: Running, now: datetime, reason: str) -> Job:
        """End a row that is still open: cancelled if that was asked, else failed. Returns it as it is now.

        ``{remedy}`` in the reason becomes what to do about it.
        """
        with self._database.writing() as session:
            row = jobs.get(session, child.job_id)
            if row.state == JobState.RUNNING and row.cancel_asked:
                jobs.cancelled(session, row, now)
            elif row.state in _OPEN:
                jobs.fail(session, child.job_id, now, reason.replace("{remedy}", jobs.go_on(row)))
        return row

    def _launch_next(self, lane: tuple[str, ...], now: datetime) -> None:
        with self._database.writing() as session:
            is_free = not any(job.kind in lane for job in jobs.running(session))
            job = next_job(lane, jobs.waiting(session)) if is_free else None
            if job is None or job.id is None:
                return
            log = self._home / "logs" / f"job-{job.id}.log"
            job.log = log.relative_to(self._home).as_posix()
            session.add(job)
        log.parent.mkdir(parents=True, exist_ok=True)
        try:
            process = self._launch(job, log)
        except OSError as error:
            with self._database.writing() as session:
                jobs.fail(session, job.id, now, f"Its program could not be started ({error}); see `riddlewire doctor`.")
            return
        self._running[lane] = Running(job.id, lane, process, log, now)
        _LOG.info("Job %s (%s) is started as process %s.", job.id, job.kind, process.pid)

    def _launch(self, job: Job, log: Path) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-S", str(_WRAPPER), str(os.getpid()), str(self._limits.nice)]
        with log.open("ab") as said:
            return subprocess.Popen(
                [*command, *self._program, job.kind, "--job", str(job.id)], stdin=subprocess.DEVNULL, stdout=said,
                stderr=said, env=self._environment.of(job.kind), start_new_session=True,
            )  # fmt: skip


def next_job(lane: tuple[str, ...], waiting: Sequence[Job]) -> Job | None:
    """The lane's most urgent kind, then the oldest. Jobs done by hand are left to whoever does them."""
    ours = [job for job in waiting if job.kind in lane and BY_HAND not in job.key]
    return min(ours, key=lambda job: (lane.index(job.kind), job.id or 0), default=None)


def _ended(code: int, log: Path) -> str:
    if code == -signal.SIGKILL:
        return (
            "Its program was killed by signal 9, most often because the machine's memory was full; make room, "
            f"then {{remedy}}. Its log {log.name} ends with: {_last_line(log)}"
        )
    how = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
    return f"Its program {how} before it was done; its log {log.name} ends with: {_last_line(log)}"


def _resident(pid: int) -> int:
    """Bytes a process and its descendants keep in memory; 0 if it has just ended."""
    try:
        process = psutil.Process(pid)
        return sum(one.memory_info().rss for one in (process, *process.children(recursive=True)))
    except psutil.Error:
        return 0


def _last_line(log: Path) -> str:
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    except OSError:
        return "(no log)"
    return redacted(lines[-1].strip())[:300] if lines else "(nothing was written)"


def _end(process: subprocess.Popen[bytes], patience: float) -> None:
    """Ask the child's whole group to stop, then make it; what it started itself ends too."""
    for sign in (signal.SIGINT, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)
