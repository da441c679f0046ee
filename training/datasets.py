"""Datasets: immutable folders of examples, named by the hash of their content, with lineage rows in the database."""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session

from storage import lineage
from training.examples import HELD_OUT, TRAIN, Example

FILES = {TRAIN: "train.jsonl", HELD_OUT: "held_out.jsonl"}


def freeze(home: Path, chosen: Sequence[Example]) -> tuple[str, Path]:
    """Write the examples below ``home``/datasets once; returns the dataset's id (sha256) and its folder.

    The same examples in the same order are the same dataset. The card is written last: a folder without it does not
    count and is written again.
    """
    lines = [json.dumps(asdict(one), sort_keys=True, ensure_ascii=False) for one in chosen]
    identity = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    folder = home / "datasets" / identity[:16]
    if not (folder / "card.json").exists():
        folder.mkdir(parents=True, exist_ok=True)
        for split, name in FILES.items():
            kept = [line for line, one in zip(lines, chosen, strict=True) if one.split == split]
            _write(folder / name, "".join(f"{line}\n" for line in kept))
        _write(folder / "card.json", json.dumps({"sha256": identity, **card(chosen)}, indent=2) + "\n")
    return identity, folder


def card(chosen: Sequence[Example]) -> dict[str, Any]:
    """What the dataset holds, in counts."""
    counted = Counter(f"{one.split}/{one.origin}" for one in chosen)
    return {
        "rows": len(chosen),
        "counts": dict(sorted(counted.items())),
        "riddles": sorted({one.riddle_id for one in chosen if one.riddle_id is not None}),
        "ratings": len({rating for one in chosen for rating in one.rating_ids}),
        "stories": len({one.story for one in chosen}),
    }


def register(session: Session, identity: str, folder: str, chosen: Sequence[Example], now: datetime) -> None:
    """Store the dataset and the lineage of each row, unless it is known already."""
    rows = [lineage.Row(one.split, one.origin, one.riddle_id, one.rating_ids, one.pair) for one in chosen]
    lineage.register(session, lineage.Snapshot(identity, folder, card(chosen), rows), now)


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
