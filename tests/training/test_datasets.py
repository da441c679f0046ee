import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session, select

from storage import database, tables
from storage.database import Database
from training import datasets
from training.examples import HELD_OUT, LIKED, PREMADE, TRAIN, Example

NOW = datetime(2026, 11, 20, tzinfo=UTC)
CHOSEN = [
    Example("p1", "c1", TRAIN, LIKED, "s1", None, (5, 6)),
    Example("p2", "c2", HELD_OUT, LIKED, "s2", None, (7,)),
    Example("p3", "c3", TRAIN, PREMADE, "s3", pair="A title"),
]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Database]:
    made = database.open_file(tmp_path / "riddlewire.db", create=True)
    yield made
    made.close()


def rows(session: Session) -> list[tables.Example]:
    return list(session.exec(select(tables.Example)))


def test_the_same_examples_are_the_same_dataset_and_one_change_is_another(tmp_path: Path) -> None:
    identity, folder = datasets.freeze(tmp_path, CHOSEN)
    assert datasets.freeze(tmp_path, CHOSEN) == (identity, folder)
    assert datasets.freeze(tmp_path, CHOSEN[:2])[0] != identity


def test_the_files_hold_each_example_on_its_side(tmp_path: Path) -> None:
    _, folder = datasets.freeze(tmp_path, CHOSEN)
    train = [json.loads(line) for line in (folder / "train.jsonl").read_text().splitlines()]
    assert [one["prompt"] for one in train] == ["p1", "p3"]
    assert json.loads((folder / "held_out.jsonl").read_text())["rating_ids"] == [7]
    assert json.loads((folder / "card.json").read_text())["counts"] == {
        "held_out/liked": 1, "train/liked": 1, "train/premade": 1,
    }  # fmt: skip


def test_a_dataset_cut_short_by_a_crash_is_written_again(tmp_path: Path) -> None:
    _, folder = datasets.freeze(tmp_path, CHOSEN)
    (folder / "card.json").unlink()
    (folder / "train.jsonl").write_text("half a li")
    datasets.freeze(tmp_path, CHOSEN)
    assert len((folder / "train.jsonl").read_text().splitlines()) == 2


def test_every_row_can_be_traced_to_its_ratings_or_its_pair(opened: Database) -> None:
    with opened.writing() as session:
        datasets.register(session, "abc", "datasets/abc", CHOSEN, NOW)
    with opened.writing() as session:
        datasets.register(session, "abc", "datasets/abc", CHOSEN, NOW)
        stored = rows(session)
    assert [(one.position, one.split, one.rating_ids, one.pair) for one in stored] == [
        (0, "train", [5, 6], ""),
        (1, "held_out", [7], ""),
        (2, "train", [], "A title"),
    ]
