"""A failure of the machine during a run, in one sentence with its remedy."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from riddles.errors import RunInterrupted
from storage import jobs
from storage.tables import Job

_DISK = {
    errno.ENOSPC: "The disk is full",
    errno.EDQUOT: "The disk quota is used up",
    errno.EROFS: "The disk is read-only",
}


@contextmanager
def explained(job: Job) -> Iterator[None]:
    """Let the block's memory and disk failures be RunInterrupted; everything else stays as it is."""
    try:
        yield
    except (OSError, MemoryError, RuntimeError) as error:
        reason = _reason(error)
        if not reason:
            raise
        raise RunInterrupted(f"{reason}, then {jobs.go_on(job)}.") from error


def _reason(error: Exception) -> str:
    """What is wrong and the remedy; empty for what is no failure of the machine."""
    if isinstance(error, OSError) and error.errno in _DISK:
        return f"{_DISK[error.errno]} ({error.filename or error.strerror}); make room"
    out_of_memory = isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError"
    if out_of_memory or "can't allocate memory" in str(error) or "No space left on device" in str(error):
        if "No space left" in str(error):
            return "The disk is full; make room"
        return "The memory did not suffice; close other programs or set a smaller batch in the recipe"
    return ""
