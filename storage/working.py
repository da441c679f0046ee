"""The frame of a child program: claim the job, keep its heart beating, and always leave the row in a final state."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from riddles.errors import RiddlewireError, RunInterrupted, StorageError
from storage import jobs
from storage.database import Database
from storage.tables import Job

Clock = Callable[[], datetime]


class Cancelled(RiddlewireError):
    """The job was asked to stop, and stopped."""


class Work:
    """A claimed job in progress. Set ``result`` to the facts that its announcement needs."""

    def __init__(self, database: Database, job: Job, clock: Clock) -> None:
        self.job = job
        self.result: dict[str, Any] = {}
        self.tell: Callable[[str, float], object] | None = None  # who else wants to hear each report
        self.wall: timedelta | None = None  # the longest it may take
        self._database = database
        self._clock = clock
        self._said = ("starting", 0.0)
        self._lock = threading.Lock()

    def report(self, stage: str, progress: float) -> None:
        """Say where the job is (a few words, 0 to 1) and beat.

        Raises Cancelled if it was asked to stop, RunInterrupted if it takes longer than ``wall``.
        """
        with self._lock:
            self._said = (stage, progress)
        if self.tell is not None:
            self.tell(stage, progress)
        if self.beat():
            raise Cancelled(f"Job {self.job.id} was cancelled while {stage}.")
        started = self.job.started_at
        if self.wall is not None and started is not None and self._clock() - started > self.wall:
            raise RunInterrupted(
                f"It ran longer than {self.wall / timedelta(minutes=1):g} minutes (training.max_minutes) and stopped "
                f"while {stage}; allow more, then {jobs.go_on(self.job)}."
            )

    def beat(self) -> bool:
        """Renew the heartbeat with what was said last; True if the job was asked to stop."""
        with self._lock:
            stage, progress = self._said
        with self._database.writing() as session:
            return jobs.report(session, self.job, self._clock(), stage, progress)


def now() -> datetime:
    """The clock of real programs."""
    return datetime.now(UTC)


@contextmanager
def working_on(database: Database, job_id: int, clock: Clock = now, resumed: str = "") -> Iterator[Work]:
    """Claim a requested job for the block and end it as finished, cancelled, or failed with the error's sentence.

    With ``resumed``, a kind, claim a job of that kind that was cut short instead.

    Errors leave the block unchanged after the row is written. A thread beats meanwhile, so that a long step without
    a report is not taken for a dead program.
    """
    with database.writing() as session:
        if resumed:
            jobs.reopen(session, job_id, resumed)
        work = Work(database, jobs.claim(session, job_id, os.getpid(), clock()), clock)
    done = threading.Event()
    heart = threading.Thread(target=_beat_until, args=(work, done), name=f"heartbeat-{job_id}", daemon=True)
    heart.start()
    try:
        yield work
    except Cancelled:
        _stop(done, heart)
        with database.writing() as session:
            jobs.cancelled(session, work.job, clock())
        raise
    except BaseException as error:
        _stop(done, heart)
        with database.writing() as session:
            jobs.fail(session, job_id, clock(), _sentence(error, work.job))
        raise
    _stop(done, heart)
    with database.writing() as session:
        jobs.finish(session, work.job, clock(), work.result)


def _beat_until(work: Work, done: threading.Event) -> None:
    while not done.wait(jobs.HEARTBEAT.total_seconds()):
        try:
            work.beat()
        except StorageError:  # given up elsewhere: the next report of the program itself says so
            return


def _stop(done: threading.Event, heart: threading.Thread) -> None:
    done.set()
    heart.join(timeout=5)


def _sentence(error: BaseException, job: Job) -> str:
    if isinstance(error, RiddlewireError):
        return str(error)
    if isinstance(error, KeyboardInterrupt | SystemExit):
        return f"The program was stopped from outside; {jobs.go_on(job)}."
    return f"An unexpected {type(error).__name__} ended the program ({error}); its log has the traceback."
