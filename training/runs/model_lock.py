"""One run at a time on a machine: a file that whoever trains keeps locked, so that two do not share a GPU.

The kernel frees the lock when its holder dies, however it dies.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_LOOK_SECONDS = 2.0


@contextmanager
def held(path: str, home: Path, waits: Callable[[], object], look_seconds: float = _LOOK_SECONDS) -> Iterator[None]:
    """Hold the lock at ``path`` (empty: in ``home``) for the block.

    While another holds it ``waits`` is called again and again; what it raises ends the waiting.
    """
    where = Path(path).expanduser() if path else home / "training.lock"
    where.parent.mkdir(parents=True, exist_ok=True)
    with where.open("a") as file:
        while not _is_locked(file.fileno()):
            waits()
            time.sleep(look_seconds)
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def _is_locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
