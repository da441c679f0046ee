"""A run's dataset with everything the settings allow: each kind under its own origin, traced by `dataset show`."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from riddles.article import Article
from riddles.criteria import Criterion
from riddles.prompt import article_prompt
from riddles.riddle import Riddle, completion_of
from riddles.settings import Model, Settings, Training
from riddles.writers import Candidate
from storage import database, drafts, people, ratings, tables
from storage import datasets as stored
from storage.people import Pseudonyms
from training.data import augmented, datasets, mixing
from training.data.augmented import Augmented
from training.data.examples import AUGMENTED, GENERAL, HELD_OUT, LIKED, PREMADE, TRAIN
from training.runs import run
from training.runs.run import Desk
from training.tuning.recipe import Recipe

NOW = datetime(2026, 11, 20, tzinfo=UTC)
KEY = Pseudonyms(b"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
BY_OTHERS = Augmented(
    "A bridge opens", "It is open.", "https://news.example/1", "Herald", "I cross.\nAnswer: bridge", "I cross.",
    "bridge", "service", "strong-model", "Apache-2.0", 0.2, 1, "2026-11-20T00:00:00+00:00",
)  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A base that nobody loads, seven liked riddles and a disliked one, tasks, a stronger writer's riddles."""
    base = tmp_path / "base"
    base.mkdir()
    (tmp_path / "tasks.jsonl").write_text(
        "".join(f"{json.dumps({'prompt': f'Task {n}', 'completion': str(n)})}\n" for n in range(80))
    )
    augmented.keep(tmp_path, [replace(BY_OTHERS, link=f"https://news.example/{n}") for n in range(12)])
    opened = database.open_file(tmp_path / "riddlewire.db", create=True)
    with opened.writing() as session:
        for number in range(8):
            told = Article(f"Story {number}")
            verse = Riddle((f"Line {number}", f"So many lines of {number}"), "river")
            row = drafts.keep(
                session, drafts.remember_article(session, told, "", NOW),
                Candidate(article_prompt(told), completion_of(verse), verse, "", 0.1), ("tuned", str(base), ""), 1, (),
                NOW,
            )  # fmt: skip
            assert isinstance(row, tables.Riddle)
            for user in ("U1", "U2"):
                person = people.meet(session, KEY, ("T1", user), NOW)
                people.consent(session, person, True, NOW)
                ratings.record(session, row.id or 0, person.id or 0, Criterion.HELPFUL, 5 if number else 1, "1.0", NOW)
    allowed = Training(
        enabled_on_slack=True, minimum_raters=2, minimum_examples=4, augmented=True,
        general_data=str(tmp_path / "tasks.jsonl"),
    )  # fmt: skip
    yield Desk(opened, Settings(model=Model(base=str(base)), training=allowed), tmp_path, lambda: NOW)
    opened.close()


def test_a_dataset_holds_each_kind_under_its_own_origin_and_leads_back_to_it(desk: Desk) -> None:
    data = run.gather(desk, Recipe(replay=1.0, augmented=1.0, general=0.5))
    counts = datasets.card(data.chosen)["counts"]
    liked = counts[f"{TRAIN}/{LIKED}"]
    assert counts[f"{TRAIN}/{PREMADE}"] == counts[f"{TRAIN}/{AUGMENTED}"] == liked
    assert counts[f"{TRAIN}/{GENERAL}"] == round(liked * 0.5)
    assert counts[f"{HELD_OUT}/{GENERAL}"] > 0
    with desk.database.reading() as session:
        titles = {one.row.origin: one.title for one in stored.origins(session, data.dataset_id)}
    assert titles[AUGMENTED].endswith(" by service: A bridge opens")
    assert titles[GENERAL].startswith("tasks.jsonl, line ")
    frozen = datasets.read(desk.home / "datasets" / data.dataset_id[:16])
    assert set(frozen.examples) == set(data.chosen.examples)


def test_a_riddle_taken_out_of_the_file_is_not_in_the_next_dataset(desk: Desk) -> None:
    plan = Recipe(augmented=9.0)
    before = mixing.replay(desk.home, desk.settings, plan).augmented
    kept = augmented.read(desk.home)
    (desk.home / augmented.FILE).unlink()
    augmented.keep(desk.home, [one for one in kept if one.article.fingerprint != before[0].story])
    assert [one.story for one in mixing.replay(desk.home, desk.settings, plan).augmented] == [
        one.story for one in before[1:]
    ]
