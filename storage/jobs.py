"""Jobs: the row that is born before a child program and tells what became of it.

A job is claimed by one process at a time. Every claim raises ``fence``; whoever writes as the job's owner must still
hold the fence it was given, so a paused program that wakes up after being given up can no longer publish anything.
"""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlmodel import Session, col, select

from riddles.errors import StorageError
from storage.tables import Job, JobState

STALE_AFTER = timedelta(seconds=30)  # three missed heartbeats
HEARTBEAT = timedelta(seconds=10)
TRAIN = "train"
CUT_SHORT = "cut short"  # stands among a job's stages for the time until it was resumed
_EARLY = 0.05  # of the work: before that its pace says nothing
_OPEN = (JobState.REQUESTED, JobState.RUNNING)


def request(
    session: Session,
    key: str,
    kind: str,
    now: datetime,
    parameters: dict[str, Any] | None = None,
    requested_by: int | None = None,
) -> Job:
    """The job with this key: a new one, or the one that was requested under it before."""
    found = session.exec(select(Job).where(Job.key == key)).first()
    if found is not None:
        return found
    job = Job(key=key, kind=kind, parameters=parameters or {}, requested_by=requested_by, requested_at=now)
    session.add(job)
    session.flush()
    return job


def reopen(session: Session, job_id: int, kind: str) -> Job:
    """Let an interrupted job of a kind wait again, as the same job.

    Raises StorageError unless it failed or was cancelled.
    """
    job = get(session, job_id)
    if job.kind != kind:
        raise StorageError(f"Job {job_id} is a {job.kind}, no {kind}; `riddlewire runs` lists the runs.")
    if job.state not in (JobState.FAILED, JobState.CANCELLED):
        raise StorageError(f"Job {job_id} is {job.state}; only a failed or cancelled one can be resumed.")
    if job.stages and job.heartbeat_at is not None:  # what follows its last sign of life is no part of its last stage
        job.stages = [*job.stages, {"stage": CUT_SHORT, "at": job.heartbeat_at.isoformat(timespec="milliseconds")}]
    job.state, job.error, job.cancel_asked = JobState.REQUESTED, "", False
    job.finished_at = job.expected_at = None
    session.add(job)
    return job


def claim(session: Session, job_id: int, pid: int, now: datetime) -> Job:
    """Take a requested job for this process. Raises StorageError if it is not waiting."""
    job = get(session, job_id)
    if job.state != JobState.REQUESTED:
        raise StorageError(f"Job {job_id} is {job.state}, not requested; request a new one.")
    job.state, job.pid, job.fence = JobState.RUNNING, pid, job.fence + 1
    job.started_at = job.heartbeat_at = now
    session.add(job)
    return job


def report(session: Session, job: Job, now: datetime, stage: str, progress: float) -> bool:
    """Heartbeat with stage (a few words) and progress (0 to 1); returns whether the owner was asked to cancel.

    What stands before a comma names the stage: the row keeps when each began, and when the job should be done.
    """
    row = held(session, job)
    name = stage.partition(",")[0]
    if not row.stages or row.stages[-1]["stage"] != name:
        row.stages = [*row.stages, {"stage": name, "at": now.isoformat(timespec="milliseconds")}]
    row.heartbeat_at, row.stage, row.progress = now, stage, min(1.0, max(0.0, progress))
    row.expected_at = _expected(row.started_at, now, row.progress)
    session.add(row)
    return row.cancel_asked


def stage_seconds(job: Job) -> list[tuple[str, float]]:
    """How long each stage of a job took so far, in seconds, in order."""
    begun = [datetime.fromisoformat(one["at"]) for one in job.stages]
    last = job.finished_at or job.heartbeat_at
    if last is not None:
        begun.append(last)
    spans = zip(job.stages, pairwise(begun), strict=False)  # the last one has no end while nothing was heard of it
    return [(one["stage"], (end - start).total_seconds()) for one, (start, end) in spans]


def finish(session: Session, job: Job, now: datetime, result: dict[str, Any]) -> None:
    """The owner's last word: done, with facts for whoever announces it."""
    row = held(session, job)
    row.result, row.progress, row.stage = result, 1.0, "finished"
    _end(session, row, JobState.FINISHED, now)


def fail(session: Session, job_id: int, now: datetime, error: str) -> None:
    """End an open job as failed with one sentence; a job that has already ended stays as it is."""
    job = get(session, job_id)
    if job.state in _OPEN:
        job.error = error
        _end(session, job, JobState.FAILED, now)


def cancel(session: Session, job_id: int, now: datetime) -> Job:
    """Cancel a waiting job at once; ask a running one to stop at its next report."""
    job = get(session, job_id)
    if job.state == JobState.REQUESTED:
        _end(session, job, JobState.CANCELLED, now)
    elif job.state == JobState.RUNNING:
        job.cancel_asked = True
        session.add(job)
    return job


def cancelled(session: Session, job: Job, now: datetime) -> None:
    """The owner stopped as asked."""
    _end(session, held(session, job), JobState.CANCELLED, now)


def give_up_stale(session: Session, now: datetime) -> list[Job]:
    """Fail every running job without a heartbeat for ``STALE_AFTER``; returns them."""
    limit = now - STALE_AFTER
    stale = session.exec(select(Job).where(Job.state == JobState.RUNNING, col(Job.heartbeat_at) < limit)).all()
    for job in stale:
        last = f"{job.heartbeat_at:%H:%M:%S} UTC"
        where = f"while {job.stage or 'starting'}"
        job.error = f"The program (process {job.pid}) stopped answering at {last} {where}; {go_on(job)}."
        job.fence += 1
        _end(session, job, JobState.FAILED, now)
    return list(stale)


def go_on(job: Job) -> str:
    """The remedy for a job that was cut short."""
    return f"`riddlewire resume {job.id}` goes on with it" if job.kind == TRAIN else "request it again"


def get(session: Session, job_id: int) -> Job:
    """The job's row. Raises StorageError if there is none."""
    job = session.get(Job, job_id, populate_existing=True)
    if job is None:
        raise StorageError(f"There is no job {job_id}; `riddlewire runs` lists them.")
    return job


def held(session: Session, job: Job) -> Job:
    """The row of a running job whose fence this owner still holds. Raises StorageError otherwise."""
    assert job.id is not None
    row = get(session, job.id)
    if row.state != JobState.RUNNING or row.fence != job.fence:
        raise StorageError(f"Job {job.id} was given up or ended elsewhere ({row.state}); this program must stop.")
    return row


def waiting(session: Session, kind: str | None = None) -> list[Job]:
    """Requested jobs, oldest first."""
    return _in_state(session, kind, JobState.REQUESTED)


def running(session: Session, kind: str | None = None) -> list[Job]:
    """Running jobs, oldest first."""
    return _in_state(session, kind, JobState.RUNNING)


def latest(session: Session, kind: str, limit: int = 20) -> list[Job]:
    """The newest jobs of a kind, newest first."""
    return list(session.exec(select(Job).where(Job.kind == kind).order_by(col(Job.id).desc()).limit(limit)))


def _in_state(session: Session, kind: str | None, state: JobState) -> list[Job]:
    query = select(Job).where(Job.state == state).order_by(col(Job.id))
    return list(session.exec(query if kind is None else query.where(Job.kind == kind)))


def _expected(started: datetime | None, now: datetime, progress: float) -> datetime | None:
    if started is None or progress < _EARLY:
        return None
    return now + (now - started) * (1 - progress) / progress


def _end(session: Session, job: Job, state: JobState, now: datetime) -> None:
    job.state, job.finished_at = state, now
    session.add(job)
