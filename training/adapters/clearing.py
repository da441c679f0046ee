"""Garbage collection: which folders in the data folder nothing refers to any more, and their removal.

Never touched: the current adapter, candidates (an admin may still promote them), the retired ones that a rollback could
need, whatever an open job names, and runs that can still be resumed. The decision is a pure function of the registry.
"""

import shutil
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from storage import adapters, jobs
from storage.tables import Adapter, AdapterState, Job, JobState

RESUMABLE = timedelta(days=14)  # an interrupted run is kept so long
_OPEN = (JobState.REQUESTED, JobState.RUNNING)


@dataclass(frozen=True)
class Rubbish:
    """A folder that may go, and why."""

    folder: Path
    reason: str

    @property
    def megabytes(self) -> float:
        """Its size in millions of bytes."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file()) / 1e6


def rubbish(session: Session, home: Path, keep: int, now: datetime) -> list[Rubbish]:
    """What may go; the ``keep`` adapters retired last stay."""
    registered = adapters.newest(session, limit=1_000_000)
    working = [job.id for job in jobs.latest(session, "train", 1_000_000) if _is_wanted(job, now)]
    dropped = {home / row.folder: why for row, why in unneeded(registered, keep)}
    found = [Rubbish(folder, why) for folder, why in dropped.items() if folder.is_dir()]
    return [*found, *_unknown(home, {home / row.folder for row in registered}, working)]


def unneeded(registered: Sequence[Adapter], keep: int) -> Iterator[tuple[Adapter, str]]:
    """The adapters whose files nothing needs, each with the reason."""
    retired = sorted(
        (row for row in registered if row.state == AdapterState.RETIRED and row.promoted_at is not None),
        key=lambda row: row.promoted_at or row.created_at, reverse=True,
    )  # fmt: skip
    for row in registered:
        if row.state == AdapterState.REJECTED:
            yield row, "rejected"
        elif row.state == AdapterState.RETIRED and row.stale_since is not None:
            yield row, "retired, and trained on what someone withdrew"
        elif row in retired[keep:]:
            yield row, f"retired, and not among the last {keep}"


def remove(found: Sequence[Rubbish]) -> None:
    """Remove the folders. A crash in between leaves folders without a manifest, which are rubbish the next time."""
    for one in found:
        (one.folder / "manifest.json").unlink(missing_ok=True)
        shutil.rmtree(one.folder)


def _is_wanted(job: Job, now: datetime) -> bool:
    """Whether a run's own folders stay: it is open, or was cut short so lately that it may be resumed."""
    lately = job.finished_at is not None and now - job.finished_at < RESUMABLE
    return job.state in _OPEN or (job.state in (JobState.FAILED, JobState.CANCELLED) and lately)


def _unknown(home: Path, registered: Collection[Path], working: Collection[int | None]) -> Iterator[Rubbish]:
    """Folders that no row speaks of: what a crash left between two steps."""
    for folder in sorted((home / "adapters").glob("*")):
        number = folder.name.removeprefix(".staging-").partition("-")[0].partition(".")[0]
        if folder.is_dir() and folder not in registered and not _names(number, working):
            yield Rubbish(folder, "left by a run that was cut short")
    for folder in sorted((home / "runs").glob("*")):
        if folder.is_dir() and not _names(folder.name, working):
            yield Rubbish(folder, "of a run that has ended")


def _names(number: str, working: Collection[int | None]) -> bool:
    return number.isdecimal() and int(number) in working
