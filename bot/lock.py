"""One bot per data folder: a lock the kernel frees when its holder dies, however it dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from riddles.errors import AlreadyRunning, StorageError

NAME = "riddlewire.lock"


@contextmanager
def held(home: Path, now: datetime) -> Iterator[None]:
    """Hold the data folder for the block. Raises AlreadyRunning, naming the holder; StorageError without a folder."""
    if not home.is_dir():
        raise StorageError(f"There is no data folder {home}; run `riddlewire init` to make it.")
    path = home / NAME
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunning(_holder(path, now)) from error
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()} {now.isoformat()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)


def is_held(home: Path) -> bool:
    """Whether a bot runs in the data folder now."""
    try:
        handle = os.open(home / NAME, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _holder(path: Path, now: datetime) -> str:
    pid, _, since = path.read_text(encoding="utf-8").strip().partition(" ")
    try:
        age = f", for {_spoken((now - datetime.fromisoformat(since)).total_seconds())}"
    except (ValueError, TypeError):
        age = ""
    return f"Riddlewire runs already in {path.parent} (process {pid or 'unknown'}{age}); stop that one first."


def _spoken(seconds: float) -> str:
    if seconds < 120:
        return f"{max(0, seconds):.0f} seconds"
    return f"{seconds / 60:.0f} minutes" if seconds < 7200 else f"{seconds / 3600:.0f} hours"
