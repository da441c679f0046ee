"""A run's folder where two machines reach it: a path, or any fsspec address (s3://, gs://, memory://, …)."""

import json
from pathlib import Path
from typing import Any

from riddles.errors import SettingsError, TrainingError
from training.run_folder import RunFolder


def is_address(where: str) -> bool:
    """Whether this is an fsspec address rather than a path."""
    return "://" in where


def put(folder: RunFolder, where: str) -> None:
    """Copy a run's folder there, new. Raises SettingsError or TrainingError."""
    put_folder(folder.path, where)


def put_folder(folder: Path, where: str) -> None:
    """As ``put``, for any folder."""
    files, path = _opened(where)
    if files.exists(path):
        files.rm(path, recursive=True)
    files.makedirs(path, exist_ok=True)
    files.put(f"{folder}/", f"{path}/", recursive=True)


def get(where: str, folder: RunFolder, name: str = "") -> bool:
    """Copy the whole folder, or the one file ``name`` of it, back; False if there is none. Raises as ``put``."""
    files, path = _opened(where)
    source = f"{path}/{name}" if name else path
    if not files.exists(source):
        return False
    if name:
        files.get_file(source, str(folder.path / name))
    else:
        folder.path.mkdir(parents=True, exist_ok=True)
        files.get(f"{path}/", f"{folder.path}/", recursive=True)
    return True


def told(where: str) -> dict[str, Any]:
    """What the progress file there says; empty while there is none."""
    files, path = _opened(where)
    try:
        found: dict[str, Any] = json.loads(files.cat_file(f"{path}/progress.json"))
    except (OSError, ValueError):
        return {}
    return found


def send(folder: RunFolder, name: str, where: str) -> None:
    """Copy one file of the folder there. Raises as ``put``."""
    files, path = _opened(where)
    files.put_file(str(folder.path / name), f"{path}/{name}")


def _opened(where: str) -> tuple[Any, str]:
    import fsspec

    address = where if is_address(where) else Path(where).expanduser().absolute().as_uri()
    try:
        files, path = fsspec.core.url_to_fs(address)
    except ImportError as error:
        raise SettingsError(f"{where} needs a library for its kind of address: {error}.") from error
    except (OSError, ValueError) as error:
        raise TrainingError(f"The shared folder {where} cannot be opened ({error}); check training.shared.") from error
    return files, str(path)
