"""General tasks from the operator's own files: replay that keeps a large base's other skills, and their measure.

Read are .jsonl files with one task a line, in the columns people publish such data with:

    {"prompt", "completion"}                      TRL                {"instruction", "input", "output"}     Alpaca
    {"instruction", "context", "response"}        Dolly              {"question", "answer"}                 others

None are shipped: they belong to others. One task in eight is held out by the hash of its text, at most ``MEASURED`` of
them; they are what the exam's forgetting is measured on.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from evaluation import general
from riddles.errors import SettingsError
from training.data.examples import GENERAL, HELD_OUT, PREMADE_SHARE, TRAIN, Example, split_of

MEASURED = 48  # held-out tasks: as many as the bundle of our own
MAX_CHARACTERS = 2400  # of task and answer each: longer ones are left out, a cut answer teaches to stop in the middle
_MOST = 20_000  # tasks that are read at all
_ASKS, _GIVES = ("instruction", "prompt", "question"), ("input", "context")
_ANSWERS = ("output", "response", "completion", "answer")


def examples(where: Path) -> list[Example]:
    """The tasks of a file, or of every .jsonl file of a folder, as examples, each of them once.

    Raises SettingsError if there are none, or a line is no task.
    """
    found = {one.prompt: one for path in _files(where) for one in _tasks(path)}
    if not found:
        raise SettingsError(f"{where} has no general tasks; put .jsonl files into it, or empty training.general_data.")
    told = list(found.values())[:_MOST]
    held_out = sorted((one for one in told if one.split == HELD_OUT), key=lambda one: _hash(one.prompt))[:MEASURED]
    return [one for one in told if one.split == TRAIN] + held_out


def _files(where: Path) -> list[Path]:
    try:
        return sorted(where.glob("*.jsonl")) if where.is_dir() else [where.resolve(strict=True)]
    except OSError as error:
        raise SettingsError(
            f"The general data {where} cannot be read ({error.strerror}); correct training.general_data."
        ) from error


def _tasks(path: Path) -> Iterator[Example]:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The general data {path} cannot be read ({error}); correct that file.") from error
    for number, line in enumerate(lines, 1):
        if line.strip() and (told := _task(line, f"{path.name}, line {number}")):
            yield told


def _task(line: str, where: str) -> Example | None:
    """One task; None for one that is too long."""
    try:
        row = json.loads(line)
    except ValueError as error:
        raise SettingsError(f"{where} is not JSON ({error}); correct it or take it out.") from error
    asked, given, answer = (_first(row, names) for names in (_ASKS, _GIVES, _ANSWERS))
    if not asked or not answer:
        raise SettingsError(
            f"{where} is no task: it needs one of {', '.join(_ASKS)} and one of {', '.join(_ANSWERS)}, as texts."
        )
    if max(len(asked) + len(given), len(answer)) > MAX_CHARACTERS:
        return None
    prompt = general.prompt(asked, given)
    return Example(prompt, answer, split_of(prompt, PREMADE_SHARE), GENERAL, _hash(prompt), pair=where)


def _first(row: Any, names: tuple[str, ...]) -> str:
    values = (row.get(name) for name in names) if isinstance(row, Mapping) else ()
    return next((value.strip() for value in values if isinstance(value, str) and value.strip()), "")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
