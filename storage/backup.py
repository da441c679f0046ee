"""Backups of the SQLite database: a checked, consistent copy while the bot runs; and putting one back.

The key of people's pseudonyms (``people.key``) is not in the copy: keep it apart from the backups, since together they
name people. Adapters and datasets are files of the data folder and are not in it either; copy those folders beside.
"""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import DatabaseError
from sqlmodel import select

from riddles.errors import StorageError
from storage import database, forgetting
from storage.people import Pseudonyms
from storage.tables import Person

_TABLES = ("person", "riddle", "post", "guess", "rating", "dataset", "adapter")
_BESIDE = ("-wal", "-shm", "-journal")


@dataclass(frozen=True)
class Copy:
    """A checked backup file: its size in bytes, its sha256, and how many rows its main tables have."""

    path: Path
    size: int
    sha256: str
    rows: Mapping[str, int]


@dataclass(frozen=True)
class Restored:
    """A database put back. ``kept`` is where the one before lies, if there was one; ``forgotten`` counts people."""

    path: Path
    kept: Path | None
    forgotten: int


def write(source: Path, target: Path, now: datetime) -> Copy:
    """Copy the database at ``source`` into a new file; a folder as ``target`` gets one named by the time.

    May be called while others read and write. Raises StorageError if there is no database, the target is there
    already, or the copy cannot be written or does not pass its check.
    """
    if not source.is_file():
        raise StorageError(f"There is no database at {source}; nothing was copied.")
    path = target / f"riddlewire-{now.astimezone(UTC):%Y%m%d-%H%M%S}.db" if target.is_dir() else target
    if path.exists():
        raise StorageError(f"The file {path} is there already; choose another name, nothing was overwritten.")
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        _copy(source, path)
        _sync(path)
        return check(path)
    except (OSError, sqlite3.Error, StorageError) as error:
        path.unlink(missing_ok=True)
        raise StorageError(f"The backup {path} was not made ({error}); make room there or choose a folder.") from error


def check(path: Path) -> Copy:
    """What is in a backup, after SQLite's full integrity check. Raises StorageError if it is damaged or not ours."""
    if not path.is_file():
        raise StorageError(f"There is no backup at {path}; give the path of a file that `riddlewire backup` wrote.")
    try:
        with _connected(f"{path.absolute().as_uri()}?mode=ro&immutable=1") as copy:
            found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
            rows = {name: copy.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in _TABLES}
    except sqlite3.Error as error:
        raise StorageError(f"The file {path} is no usable backup ({error}); choose another one.") from error
    if found != "ok":
        raise StorageError(f"The backup {path} is damaged ({found}); choose another one.")
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Copy(path, path.stat().st_size, digest, rows)


def restore(backup: Path, target: Path, pseudonyms: Pseudonyms, now: datetime) -> Restored:
    """Put a backup in the place of the database at ``target``, which must be in nobody's use.

    It is checked, brought to the newest schema, and made to forget everyone the data folder knows as forgotten, all
    before it takes the old one's place; the old one is kept beside it. Raises StorageError, with nothing changed, if
    the backup is damaged, newer than this program, or was sealed with another people.key.
    """
    check(backup)
    fresh = target.with_name(f"{target.name}.restoring")
    _remove(fresh)
    try:
        shutil.copyfile(backup, fresh)
        fresh.chmod(0o600)
        count = _forget_again(fresh, target, pseudonyms, now)
        _sync(fresh)
    except (OSError, StorageError) as error:
        _remove(fresh)
        raise StorageError(f"The backup {backup} was not put back: {error}") from error
    kept = _set_aside(target, now)
    fresh.replace(target)
    _sync(target.parent)
    return Restored(target, kept, count)


def _forget_again(fresh: Path, target: Path, pseudonyms: Pseudonyms, now: datetime) -> int:
    tombstones = [*forgetting.in_file(target.parent).items(), *_tombstones(target)]
    opened = database.open_url(f"sqlite:///{fresh}")
    try:
        with opened.writing() as session:
            for person in session.exec(select(Person).limit(1)):
                pseudonyms.unseal(person)
            return forgetting.reapply(session, forgetting.latest(tombstones), now)
    finally:
        opened.close()


def _tombstones(target: Path) -> list[tuple[str, datetime]]:
    """Those of the database to be replaced; none if it is damaged, as it may well be: the file has them too."""
    if not target.exists():
        return []
    try:
        current = database.open_url(f"sqlite:///{target}")
    except StorageError:
        return []
    try:
        with current.reading() as session:
            return list(forgetting.in_database(session).items())
    except DatabaseError:
        return []
    finally:
        current.close()


def _set_aside(target: Path, now: datetime) -> Path | None:
    """The old database under another name, with what SQLite keeps beside it: a journal must not meet another file."""
    if not target.exists():
        return None
    kept = target.with_name(f"{target.stem}.before-{now.astimezone(UTC):%Y%m%d-%H%M%S}{target.suffix}")
    for ending in _BESIDE:
        beside = target.with_name(target.name + ending)
        if beside.exists():
            beside.replace(kept.with_name(kept.name + ending))
    target.replace(kept)
    return kept


def _copy(source: Path, path: Path) -> None:
    """SQLite's own backup, in one step, so that the copy is of one moment however busy the database is."""
    with _connected(f"{source.absolute().as_uri()}?mode=ro") as origin, _connected(str(path)) as copy:
        origin.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


def _connected(address: str) -> closing[sqlite3.Connection]:
    """A connection that is closed at the end of its block; sqlite3's own block only commits."""
    return closing(sqlite3.connect(address, uri=address.startswith("file:"), timeout=30))


def _remove(path: Path) -> None:
    for ending in ("", *_BESIDE):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
