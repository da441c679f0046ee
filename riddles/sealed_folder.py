"""A sealed folder: a manifest with the sha256 of every file, written last.

A folder without its manifest does not exist for us: a crash leaves garbage that looks like garbage. Loading verifies
every byte first, because safetensors notices truncation but not one flipped bit, and a zero-filled adapter behaves
exactly like the base model.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from riddles.errors import AdapterRefused

MANIFEST = "manifest.json"
_ALLOWED = {
    ".json",
    ".jsonl",
    ".md",
    ".toml",
    ".safetensors",
    ".txt",
}  # nothing that runs or unpickles


def seal(folder: Path, facts: Mapping[str, Any]) -> str:
    """Write the manifest over every file in ``folder`` and sync it to disk; returns the manifest's sha256."""
    files = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        _refuse_unsafe(path, folder)
        files[path.relative_to(folder).as_posix()] = {
            "sha256": _sha256(path),
            "bytes": path.stat().st_size,
        }
        _sync(path)
    manifest = folder / MANIFEST
    manifest.write_text(json.dumps({**facts, "files": files}, indent=2, sort_keys=True), encoding="utf-8")
    _sync(manifest)
    _sync(folder)
    return _sha256(manifest)


def verify(folder: Path, manifest_sha256: str) -> dict[str, Any]:
    """The manifest's facts, if the folder holds exactly what was sealed.

    Raises AdapterRefused for a relative path (a library would take it for a hub name), a missing or different
    manifest, and any missing, added, changed or linked file.
    """
    if not folder.is_absolute():
        raise AdapterRefused(f"The adapter path {folder} is relative; give the absolute path.")
    manifest = folder / MANIFEST
    if not manifest.is_file():
        raise AdapterRefused(f"The adapter {folder} has no {MANIFEST}, so it was never sealed; promote another one.")
    if _sha256(manifest) != manifest_sha256:
        raise AdapterRefused(
            f"The {MANIFEST} of {folder} is not the one that was registered; roll back to another adapter."
        )
    facts: dict[str, Any] = json.loads(manifest.read_text(encoding="utf-8"))
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()} - {MANIFEST}
    if found != set(facts["files"]):
        changed = ", ".join(sorted(found ^ set(facts["files"])))
        raise AdapterRefused(
            f"The adapter {folder} gained or lost files since it was sealed ({changed}); roll back to another adapter."
        )
    for name, sealed in facts["files"].items():
        _refuse_unsafe(folder / name, folder)
        if _sha256(folder / name) != sealed["sha256"]:
            raise AdapterRefused(
                f"The file {name} of the adapter {folder} changed since it was sealed; roll back to another adapter."
            )
    return facts


def _refuse_unsafe(path: Path, folder: Path) -> None:
    if path.is_symlink() or not path.resolve().is_relative_to(folder.resolve()):
        raise AdapterRefused(f"{path} is a link; an adapter holds regular files only.")
    if path.suffix not in _ALLOWED:
        raise AdapterRefused(
            f"{path.name} has no place in an adapter; only {', '.join(sorted(_ALLOWED))} files are allowed."
        )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
