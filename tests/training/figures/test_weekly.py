from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from riddles import article, riddle
from riddles.criteria import Criterion
from riddles.writers import Candidate
from storage import database, drafts, duels, guesses, people, posts, ratings
from storage.database import Database
from storage.people import Pseudonyms
from storage.tables import Adapter, AdapterState, Decision, Job, JobState, Riddle
from training.figures import weekly

NOW = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Database]:
    made = database.open_file(tmp_path / "riddlewire.db", create=True)
    yield made
    made.close()


def person(session: Session, user: str) -> int:
    key = Pseudonyms(b"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
    return people.meet(session, key, ("T1", user), NOW).id or 0


def posted(session: Session, title: str, when: datetime) -> tuple[int, int]:
    row = drafts.remember_article(session, article.Article(title), "", when)
    verse = riddle.Riddle((f"I am {title}",), "river")
    kept = drafts.keep(session, row, Candidate("p", "c", verse, "", 0.1), ("tuned", "embedded", ""), 1, (), when)
    assert isinstance(kept, Riddle)
    return posts.create(session, "C1", date(2026, 11, 20), kept, when).id or 0, kept.id or 0


def test_a_quiet_week_says_so_and_invents_nothing(opened: Database) -> None:
    with opened.reading() as session:
        found = weekly.figures(session, "C1", "embedded", NOW)
    assert (found["posts"], found["guessed"], found["top_riddle"], found["current"]) == (0, 0, None, None)
    assert found["criteria"]["honest"] == {"unscored": "too few ratings (n=0)"}


def test_the_week_counts_only_its_own_days_and_channel(opened: Database) -> None:
    with opened.writing() as session:
        posted(session, "old", NOW - timedelta(days=8))
        post_id, riddle_id = posted(session, "new", NOW - timedelta(days=1))
        for number in range(5):
            who = person(session, f"U{number}")
            guesses.record(session, post_id, who, "river", number < 2, NOW)
            ratings.record(session, riddle_id, who, Criterion.HELPFUL, 4 + number % 2, "1.0", NOW)
        found = weekly.figures(session, "C1", "embedded", NOW)
        elsewhere = weekly.figures(session, "C2", "embedded", NOW)
    assert (found["posts"], found["guessed"], found["solved"], found["raters"]) == (1, 5, 2, 5)
    assert found["criteria"]["helpful"]["value"] == 4.4
    assert found["criteria"]["helpful"]["n"] == 5
    assert found["top_riddle"] == {"text": "I am new", "answer": "river", "value": 4.4, "n": 5}
    assert elsewhere["posts"] == 0


def test_what_the_model_did_is_told_with_the_gates_words(opened: Database) -> None:
    with opened.writing() as session:
        good = Job(key="a", kind="train", state=JobState.FINISHED, requested_at=NOW, finished_at=NOW)
        bad = Job(key="b", kind="train", state=JobState.FAILED, requested_at=NOW, finished_at=NOW, error="Too few.")
        session.add_all([good, bad])
        session.flush()
        state = AdapterState.CURRENT
        session.add(Adapter(id="1-a", folder="f", manifest_sha256="0", base="embedded", state=state, created_at=NOW))
        session.flush()
        session.add(
            Decision(job_id=good.id, adapter_id="1-a", verdict="promote", reasons=["Closer."], promoted=True, at=NOW)
        )
        session.flush()
        changes = weekly.figures(session, "C1", "embedded", NOW)["changes"]
    assert changes == ["Retrain #1: promote; adapter 1-a writes now. Closer.", "Retrain #2 failed: Too few."]


@pytest.mark.parametrize(
    ("state", "verdict", "told"),
    [
        (AdapterState.CURRENT, "promote", "adapter 1-a writes now"),  # by the gate or by an admin
        (AdapterState.CANDIDATE, "promote", "adapter 1-a waits for an admin to promote it"),
        (AdapterState.RETIRED, "promote", "adapter 1-a wrote for a while"),
        (AdapterState.REJECTED, "keep", "the writer stays as it was"),
        (AdapterState.CANDIDATE, "not enough evidence", "the writer stays as it was"),
    ],
)
def test_what_became_of_a_candidate_is_told_as_it_is_now(
    opened: Database, state: AdapterState, verdict: str, told: str
) -> None:
    with opened.writing() as session:
        job = Job(key="a", kind="train", state=JobState.FINISHED, requested_at=NOW, finished_at=NOW)
        session.add_all(
            [job, Adapter(id="1-a", folder="f", manifest_sha256="0", base="embedded", state=state, created_at=NOW)]
        )
        session.flush()
        session.add(Decision(job_id=job.id, adapter_id="1-a", verdict=verdict, reasons=["So."], at=NOW))
        session.flush()
        assert weekly.figures(session, "C1", "embedded", NOW)["changes"] == [f"Retrain #1: {verdict}; {told}. So."]


def test_the_solve_rate_has_its_interval_and_its_change(opened: Database) -> None:
    with opened.writing() as session:
        for when, right in ((NOW - timedelta(days=8), 1), (NOW - timedelta(days=1), 4)):
            post_id, _riddle_id = posted(session, f"told {right}", when)
            for number in range(5):
                guesses.record(session, post_id, person(session, f"U{number}"), "river", number < right, when)
        found = weekly.figures(session, "C1", "embedded", NOW)["solve_rate"]
    assert (found["value"], found["n"], found["change"]) == (0.8, 5, 0.6)
    assert found["low"] < 0.8 < found["high"]


def test_too_few_people_guessing_are_said(opened: Database) -> None:
    with opened.writing() as session:
        post_id, _riddle_id = posted(session, "new", NOW - timedelta(days=1))
        guesses.record(session, post_id, person(session, "U1"), "river", True, NOW)
        found = weekly.figures(session, "C1", "embedded", NOW)
    assert found["solve_rate"] == {"unscored": "too few people guessed (n=1)"}
    assert found["duels"] == {"unscored": "no adapter writes yet"}


def test_people_who_agree_have_a_high_alpha_and_people_who_do_not_a_low_one(opened: Database) -> None:
    with opened.writing() as session:
        riddle_ids = [posted(session, f"story {number}", NOW - timedelta(days=2))[1] for number in range(6)]
        for number, riddle_id in enumerate(riddle_ids):
            for user in range(3):
                who = person(session, f"U{user}")
                ratings.record(session, riddle_id, who, Criterion.HELPFUL, 1 + 4 * (number % 2), "1.0", NOW)
                ratings.record(session, riddle_id, who, Criterion.HONEST, 1 + 2 * ((number + user) % 3), "1.0", NOW)
        found = weekly.figures(session, "C1", "embedded", NOW)["agreement"]
    assert (found["helpful"]["value"], found["helpful"]["n"], found["helpful"]["reading"]) == (1.0, 6, "reliable")
    assert found["honest"]["value"] < 0.2
    assert found["harmless"] == {"unscored": "no riddle was rated by two people"}


def test_the_current_adapter_s_closed_duels_are_counted_and_few_are_not(opened: Database) -> None:
    with opened.writing() as session:
        session.add(Adapter(
            id="1-a", folder="f", manifest_sha256="0", base="embedded", state=AdapterState.CURRENT, created_at=NOW,
        ))  # fmt: skip
        session.flush()
        few = won_duels(session, 4)
        before = weekly.figures(session, "C1", "embedded", NOW)["duels"]
        won_duels(session, 4, start=few)
        found = weekly.figures(session, "C1", "embedded", NOW)["duels"]
    assert before == {"unscored": "too few closed duels (n=4)"}
    assert (found["value"], found["n"], found["votes"]) == (1.0, 8, 8)


def won_duels(session: Session, count: int, start: int = 0) -> int:
    """Closed duels that the adapter's riddle wins against the base's."""
    for number in range(start, start + count):
        row = drafts.remember_article(session, article.Article(f"story {number}"), "", NOW)
        kept = [
            drafts.keep(
                session, row, Candidate("p", "c", riddle.Riddle((f"I am {number} {name}",), "river"), "", 0.1),
                ("tuned", "embedded", name), 1, (), NOW,
            )
            for name in ("1-a", "")
        ]  # fmt: skip
        duel = duels.create(session, kept[0].id or 0, kept[1].id or 0, duels.CANARY, NOW)
        duels.vote(session, duel.id or 0, person(session, "U1"), "first", "1.0", NOW)
        duels.close(session, duel.id or 0, NOW)
    return start + count


def test_the_history_has_eight_weeks_and_gaps_where_few_rated(opened: Database) -> None:
    with opened.writing() as session:
        _post_id, riddle_id = posted(session, "new", NOW - timedelta(days=1))
        for number in range(5):
            ratings.record(session, riddle_id, person(session, f"U{number}"), Criterion.HELPFUL, 4, "1.0", NOW)
        history = weekly.figures(session, "C1", "embedded", NOW)["history"]
    assert [week["ending"] for week in history][-2:] == ["2026-11-13", "2026-11-20"]
    assert len(history) == 8
    assert history[-1]["criteria"]["helpful"]["n"] == 5
    assert "unscored" in history[0]["criteria"]["helpful"]
