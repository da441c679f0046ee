"""Checkpoints of a fine-tuning: only those that were written whole count."""

import os
import shutil
from pathlib import Path

_WHOLE = "whole"  # a file in it, written when everything else is on disk


def seal(checkpoint: Path) -> None:
    """A checkpoint is written: sync it, and mark it as whole."""
    for path in (*(found for found in checkpoint.rglob("*") if found.is_file()), checkpoint):
        _sync(path)
    (checkpoint / _WHOLE).touch()
    _sync(checkpoint)


def newest(folder: Path) -> Path | None:
    """The latest whole checkpoint; what a kill left unfinished is removed."""
    found = sorted(folder.glob("checkpoint-*"), key=_step)
    for path in found:
        if not (path / _WHOLE).exists():
            shutil.rmtree(path)
    return next((path for path in reversed(found) if path.exists()), None)


def _step(checkpoint: Path) -> int:
    return int(checkpoint.name.rpartition("-")[2])


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
