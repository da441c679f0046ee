"""Datasets: immutable folders of examples, named by the hash of their content, with lineage rows in the database.

A folder holds ``train.jsonl`` and ``held_out.jsonl`` (rows of one riddle: liked, disliked, rewritten, premade),
``preferences.jsonl`` (rows of two riddles, each with its split) and ``card.json``, written last.
"""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session

from riddles.errors import TrainingError
from storage import lineage
from training.data.examples import DISLIKED, HELD_OUT, TRAIN, Chosen, Example, Preference, balance

FILES = {TRAIN: "train.jsonl", HELD_OUT: "held_out.jsonl"}
PREFERENCES, CARD = "preferences.jsonl", "card.json"


def freeze(home: Path, chosen: Chosen) -> tuple[str, Path]:
    """Write the examples below ``home``/datasets once; returns the dataset's id (sha256) and its folder.

    The same examples in the same order are the same dataset. The card is written last: a folder without it does not
    count and is written again.
    """
    shown = (*chosen.examples, *chosen.disliked)
    lines = [_line(one) for one in shown]
    preferences = [_line(one) for one in chosen.preferences]
    identity = _identity(lines, preferences)
    folder = folder_of(home, identity)
    if not (folder / CARD).exists():
        folder.mkdir(parents=True, exist_ok=True)
        rows = {
            name: [line for line, one in zip(lines, shown, strict=True) if one.split == split]
            for split, name in FILES.items()
        }
        hashes = {name: _write(folder / name, kept) for name, kept in {**rows, PREFERENCES: preferences}.items()}
        _write(folder / CARD, [json.dumps({"sha256": identity, **card(chosen), "files": hashes}, indent=2)])
    return identity, folder


def folder_of(home: Path, identity: str) -> Path:
    """Where a dataset is."""
    return home / "datasets" / identity[:16]


def read(folder: Path) -> Chosen:
    """What a dataset's folder holds. Raises TrainingError if it is gone, cut short, or not what was frozen."""
    try:
        hashes = json.loads((folder / CARD).read_text(encoding="utf-8"))["files"]
        shown = [Example(**row) for name in FILES.values() for row in _rows(folder / name, hashes[name])]
        preferences = [Preference(**row) for row in _rows(folder / PREFERENCES, hashes[PREFERENCES])]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise TrainingError(
            f"The dataset in {folder} cannot be read ({error}); train again to make a new one."
        ) from error
    return Chosen(
        [one for one in shown if one.origin != DISLIKED], [one for one in shown if one.origin == DISLIKED], preferences
    )


def card(chosen: Chosen) -> dict[str, Any]:
    """What the dataset holds, in counts. ``balance``: labelled training examples of each class."""
    shown = (*chosen.examples, *chosen.disliked)
    rows: tuple[Example | Preference, ...] = (*shown, *chosen.preferences)
    counted = Counter(f"{one.split}/{one.origin}" for one in rows)
    riddles = {one.riddle_id for one in shown if one.riddle_id is not None}
    return {
        "rows": len(rows),
        "counts": dict(sorted(counted.items())),
        "balance": balance(chosen.examples, chosen.disliked),
        "riddles": sorted(riddles.union(*(one.riddle_ids for one in chosen.preferences))),
        "ratings": len({rating for one in rows for rating in one.rating_ids}),
        "votes": len({vote for one in chosen.preferences for vote in one.vote_ids}),
        "rewrites": len({one.rewrite_id for one in shown if one.rewrite_id is not None}),
        "stories": len({one.story for one in rows}),
    }


def register(session: Session, identity: str, folder: str, chosen: Chosen, now: datetime) -> None:
    """Store the dataset and the lineage of each row, unless it is known already.

    Raises TrainingError if it is stale.
    """
    lineage.register(session, lineage.Snapshot(identity, folder, card(chosen), list(_lineage(chosen))), now)


def _lineage(chosen: Chosen) -> Iterator[lineage.Row]:
    for one in (*chosen.examples, *chosen.disliked):
        yield lineage.Row(
            one.split, one.origin, one.riddle_id, one.rating_ids, one.pair, rewrite_id=one.rewrite_id
        )  # fmt: skip
    for two in chosen.preferences:
        better, worse = two.riddle_ids
        yield lineage.Row(two.split, two.origin, better, two.rating_ids, "", worse, two.vote_ids)


def _identity(lines: Sequence[str], preferences: Sequence[str]) -> str:
    """Of the rows."""
    text = "\n".join(lines) + ("\x1d" + "\n".join(preferences) if preferences else "")
    return hashlib.sha256(text.encode()).hexdigest()


def _line(row: Example | Preference) -> str:
    return json.dumps(asdict(row), sort_keys=True, ensure_ascii=False)


def _rows(path: Path, sha256: str) -> Iterator[dict[str, Any]]:
    """The rows of a file, lists as tuples. Raises ValueError if it is not what was frozen."""
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ValueError(f"{path.name} has changed")
    for line in content.decode().split("\n")[:-1]:
        row = json.loads(line)
        yield {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}


def _write(path: Path, lines: Sequence[str]) -> str:
    """Write the lines for good; returns the sha256 of the file."""
    content = "".join(f"{line}\n" for line in lines).encode()
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return hashlib.sha256(content).hexdigest()
