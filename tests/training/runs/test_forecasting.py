from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from riddles import article, riddle, settings
from riddles.criteria import Criterion
from riddles.writers import Candidate
from storage import database, drafts, people, ratings
from storage.people import Pseudonyms
from storage.tables import Job, JobState
from training.runs import forecasting, run

NOW = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
KEY = Pseudonyms(b"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[run.Desk]:
    chosen = settings.parse(
        {"training": {"minimum_examples": 3, "minimum_raters": 2, "price_per_hour": 6.0}}, "the test"
    )
    opened = database.open_file(tmp_path / "riddlewire.db", create=True)
    yield run.Desk(opened, chosen, tmp_path, lambda: NOW, simulated=True)
    opened.close()


def rate(desk: run.Desk, riddles: int) -> None:
    """Two people like every riddle but the first, which they call useless."""
    with desk.database.writing() as session:
        for number in range(riddles):
            row = drafts.remember_article(session, article.Article(f"story {number}"), "", NOW)
            words = f"I am number {number} of word{number} and tale{number}"
            told = Candidate("p", words, riddle.Riddle((words,), "river"), "", 0.1)
            kept = drafts.keep(session, row, told, ("tuned", "embedded", ""), 1, (), NOW)
            for user in ("U1", "U2"):
                who = people.meet(session, KEY, ("T1", user), NOW, simulated=True)
                people.consent(session, who, True, NOW)
                for criterion in Criterion:
                    value = 1 if criterion == Criterion.HELPFUL and not number else 5
                    ratings.record(session, kept.id or 0, who.id or 0, criterion, value, "1.0", NOW)


def test_too_few_ratings_are_an_obstacle_with_its_sentence(desk: run.Desk) -> None:
    told = forecasting.forecast(desk)
    assert (told["ready"], told["liked"], told["needed"]) == (False, 0, 3)
    assert "Only 0 riddles are liked" in told["obstacle"]
    assert (told["minutes"], told["cost"]) == (None, None)


def test_data_classes_and_replay_are_told_and_nothing_is_stored(desk: run.Desk) -> None:
    rate(desk, 8)
    told = forecasting.forecast(desk)
    assert (told["ready"], told["liked"], told["disliked"]) == (True, 7, 1)
    assert told["rows"]["train/liked"] == told["training_rows"] - told["rows"].get("train/premade", 0)
    assert told["training_rows"] > 0
    assert told["replay"] == "0 hand-written for each liked one"
    assert told["estimated_from"] == "no run has finished here yet"
    assert not (desk.home / "datasets").exists()


def test_a_forecast_in_words_says_whether_and_from_what(desk: run.Desk) -> None:
    first, *_others = forecasting.sentences(forecasting.forecast(desk))
    assert first.startswith("A run would not start: Only 0 riddles are liked")
    rate(desk, 8)
    told = forecasting.sentences(forecasting.forecast(desk) | {"quarantined": 2, "minutes": 4.5, "cost": 0.45})
    assert told[0] == "A run would start now."
    assert "7 riddles are liked, 1 disliked" in told[1]
    assert told[3] == "People whose ratings do not count: 2 say the same of everything."
    assert told[-1].startswith("About 4.5 minutes, about 0.45 at training.price_per_hour, judged by")
    assert "None" not in " ".join(told)


def test_people_who_have_not_agreed_are_counted_so_that_nobody_wonders_where_ratings_went(desk: run.Desk) -> None:
    rate(desk, 8)
    assert forecasting.forecast(desk)["not_agreed"] == 0
    with desk.database.writing() as session:
        people.consent(session, people.meet(session, KEY, ("T1", "U2"), NOW), False, NOW)
    told = forecasting.forecast(desk)
    assert (told["ready"], told["liked"], told["not_agreed"]) == (False, 0, 1)
    assert "as soon as training.minimum_raters people like it" in told["obstacle"]


def test_minutes_and_cost_come_from_runs_that_finished_here(desk: run.Desk) -> None:
    rate(desk, 8)
    with desk.database.writing() as session:
        session.add(Job(
            key="a", kind="train", state=JobState.FINISHED, requested_at=NOW, started_at=NOW,
            finished_at=NOW + timedelta(minutes=10), result={"train/liked": 10, "train/premade": 10},
        ))  # fmt: skip
    told = forecasting.forecast(desk)
    assert told["minutes"] == pytest.approx(told["training_rows"] * 0.5, abs=0.06)
    assert told["cost"] == pytest.approx(told["minutes"] / 10, abs=0.01)


def test_a_real_workspace_without_leave_is_an_obstacle(desk: run.Desk) -> None:
    real = run.Desk(desk.database, desk.settings, desk.home, desk.clock, simulated=False)
    assert "training.enabled_on_slack" in forecasting.forecast(real)["obstacle"]
