import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session, select

from riddles import riddle as verse
from riddles.article import Article
from riddles.errors import TrainingError
from riddles.writers import Candidate
from storage import database, drafts, tables
from storage.database import Database
from training.data import datasets
from training.data.examples import DISLIKED, DUEL, HELD_OUT, LIKED, PREMADE, TRAIN, Chosen, Example, Preference

NOW = datetime(2026, 11, 20, tzinfo=UTC)
CHOSEN = Chosen(
    [
        Example("p1", "c1", TRAIN, LIKED, "s1", None, (5, 6)),
        Example("p2", "c2", HELD_OUT, LIKED, "s2", None, (7,)),
        Example("p3", "c3\u2028still c3", TRAIN, PREMADE, "s3", pair="A title"),
    ],
    [Example("p1", "worse", TRAIN, DISLIKED, "s1", None, (8, 9))],
    [Preference("p1", "c1", "worse", TRAIN, DUEL, "s1", (1, 2), vote_ids=(3, 4))],
)


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
    assert datasets.freeze(tmp_path, replace(CHOSEN, preferences=[]))[0] != identity
    assert datasets.freeze(tmp_path, replace(CHOSEN, disliked=[]))[0] != identity


def test_the_files_hold_each_example_on_its_side(tmp_path: Path) -> None:
    _, folder = datasets.freeze(tmp_path, CHOSEN)
    train = [json.loads(line) for line in (folder / "train.jsonl").read_text().split("\n")[:-1]]
    assert [one["prompt"] for one in train] == ["p1", "p3", "p1"]
    assert json.loads((folder / "held_out.jsonl").read_text())["rating_ids"] == [7]
    assert json.loads((folder / "card.json").read_text())["counts"] == {
        "held_out/liked": 1, "train/disliked": 1, "train/duel": 1, "train/liked": 1, "train/premade": 1,
    }  # fmt: skip


def test_a_dataset_cut_short_by_a_crash_is_written_again(tmp_path: Path) -> None:
    _, folder = datasets.freeze(tmp_path, CHOSEN)
    (folder / "card.json").unlink()
    (folder / "train.jsonl").write_text("half a li")
    datasets.freeze(tmp_path, CHOSEN)
    assert len((folder / "train.jsonl").read_text().split("\n")[:-1]) == 3
    assert datasets.read(folder) == replace(
        CHOSEN, examples=sorted(CHOSEN.examples, key=lambda one: one.split != TRAIN)
    )


def test_a_dataset_that_somebody_has_changed_is_not_read(tmp_path: Path) -> None:
    _, folder = datasets.freeze(tmp_path, CHOSEN)
    path = folder / "preferences.jsonl"
    path.write_text(path.read_text().replace("worse", "better"))
    with pytest.raises(TrainingError, match=r"preferences\.jsonl has changed"):
        datasets.read(folder)
    with pytest.raises(TrainingError, match="cannot be read"):
        datasets.read(tmp_path / "nowhere")


def test_the_card_reports_the_balance_of_classes_and_what_it_rests_on(tmp_path: Path) -> None:
    found = datasets.card(CHOSEN)
    assert found["balance"] == {"liked": 1, "disliked": 1}
    assert (found["rows"], found["ratings"], found["votes"], found["rewrites"]) == (5, 5, 2, 0)
    assert (found["riddles"], found["stories"]) == ([1, 2], 3)


def test_every_row_can_be_traced_to_what_people_said_or_to_its_pair(opened: Database) -> None:
    with opened.writing() as session:
        made = [riddle(session) for _ in range(2)]
        chosen = replace(CHOSEN, preferences=[replace(CHOSEN.preferences[0], riddle_ids=(made[0], made[1]))])
        datasets.register(session, "abc", "datasets/abc", chosen, NOW)
    with opened.writing() as session:
        datasets.register(session, "abc", "datasets/abc", chosen, NOW)
        stored = rows(session)
    assert [(one.position, one.split, one.origin, one.rating_ids, one.pair) for one in stored] == [
        (0, "train", "liked", [5, 6], ""),
        (1, "held_out", "liked", [7], ""),
        (2, "train", "premade", [], "A title"),
        (3, "train", "disliked", [8, 9], ""),
        (4, "train", "duel", [], ""),
    ]
    assert (stored[4].riddle_id, stored[4].rejected_id, stored[4].vote_ids) == (made[0], made[1], [3, 4])


def test_a_stale_dataset_is_never_used_again(opened: Database) -> None:
    only = Chosen(CHOSEN.examples)
    with opened.writing() as session:
        datasets.register(session, "abc", "datasets/abc", only, NOW)
        session.get_one(tables.Dataset, "abc").stale_since = NOW
    with opened.writing() as session, pytest.raises(TrainingError, match="stale since 2026-11-20"):
        datasets.register(session, "abc", "datasets/abc", only, NOW)


def riddle(session: Session) -> int:
    article = drafts.remember_article(session, Article("A title"), "", NOW)
    candidate = Candidate("p", "c", verse.Riddle(("A line",), "river"), "", 0.1)
    row = drafts.keep(session, article, candidate, ("tuned", "embedded", ""), 1, (), NOW)
    assert isinstance(row, tables.Riddle)
    return row.id or 0
