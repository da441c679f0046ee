"""A run's folder where two machines reach it: a path, or any fsspec address (s3://, gs://, memory://, …)."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from riddles.errors import RunInterrupted, SettingsError, TrainingError
from training.runs.run_folder import RunFolder


def is_address(where: str) -> bool:
    """Whether this is an fsspec address rather than a path."""
    return "://" in where


def put(folder: RunFolder, where: str) -> None:
    """Copy a run's folder there, new: what was there is removed. Raises SettingsError or TrainingError."""
    remove(where)
    _copy(folder.path, where)


def publish(folder: Path, where: str) -> None:
    """Copy a folder to a place where nothing is yet; nothing there is ever overwritten. Raises as ``put``."""
    files, path = _opened(where)
    with _reaching(where):
        if files.exists(path):
            raise TrainingError(f"There is something at {where} already; give the address of a new folder.")
    _copy(folder, where)


def remove(where: str) -> None:
    """Remove the folder there, if there is one. Raises as ``put``."""
    files, path = _opened(where)
    with _reaching(where):
        if files.exists(path):
            files.rm(path, recursive=True)


def _copy(folder: Path, where: str) -> None:
    files, path = _opened(where)
    with _reaching(where):
        files.makedirs(path, exist_ok=True)
        files.put(f"{folder}/", f"{path}/", recursive=True)


def get(where: str, folder: RunFolder) -> bool:
    """Copy the folder back; False if there is none. Raises as ``put``."""
    files, path = _opened(where)
    with _reaching(where):
        if not files.exists(path):
            return False
        folder.path.mkdir(parents=True, exist_ok=True)
        files.get(f"{path}/", f"{folder.path}/", recursive=True)
    return True


def read(where: str, name: str) -> dict[str, Any]:
    """What a JSON file of the folder there says; empty while there is none."""
    files, path = _opened(where)
    try:
        found: dict[str, Any] = json.loads(files.cat_file(f"{path}/{name}"))
    except (OSError, ValueError):
        return {}
    return found


def send(folder: RunFolder, name: str, where: str) -> None:
    """Copy one file of the folder there. Raises as ``put``."""
    files, path = _opened(where)
    with _reaching(where):
        files.put_file(str(folder.path / name), f"{path}/{name}")


@contextmanager
def _reaching(where: str) -> Iterator[None]:
    """Let the block's failures be RunInterrupted: the network, a full disk, a missing permission may all pass."""
    try:
        yield
    except OSError as error:
        raise RunInterrupted(f"The folder {where} cannot be used ({error}); check that it can be written.") from error


def _opened(where: str) -> tuple[Any, str]:
    import fsspec

    address = where if is_address(where) else Path(where).expanduser().absolute().as_uri()
    try:
        files, path = fsspec.core.url_to_fs(address)
    except ImportError as error:
        raise SettingsError(f"{where} needs a library for its kind of address: {error}.") from error
    except (OSError, ValueError) as error:
        raise SettingsError(f"The address {where} cannot be used ({error}); correct it.") from error
    return files, str(path)
