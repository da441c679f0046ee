"""The daily look after a verdict, on a real database: what it decides, stores, moves and tells."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from evaluation import gate
from riddles import article, riddle
from riddles.criteria import Criterion
from riddles.settings import Gate, Settings
from riddles.writers import Candidate
from storage import adapters, canary, database, drafts, duels, jobs, people, ratings, reports
from storage.database import Database
from storage.people import Pseudonyms
from storage.tables import Adapter, AdapterState, Decision, Riddle
from training.champion import aftercare

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
AUTO = Settings(gate=Gate(approval="auto"))
KEYS = Pseudonyms(b"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Database]:
    made = database.open_file(tmp_path / "riddlewire.db", create=True)
    with made.writing() as session:
        for number, name in enumerate(("1-old", "2-new")):
            made_at = NOW - timedelta(days=30 - number)
            adapters.register(
                session, Adapter(id=name, folder=name, manifest_sha256="0", base="embedded", created_at=made_at)
            )
        adapters.promote(session, "1-old", NOW - timedelta(days=20))
    yield made
    made.close()


def person(session: Session, number: int, simulated: bool = False) -> int:
    return people.meet(session, KEYS, ("T1", f"U{number}"), NOW, simulated).id or 0


def written(session: Session, story: str, adapter: str, when: datetime = NOW) -> int:
    row = drafts.remember_article(session, article.Article(story), "", when)
    verse = riddle.Riddle((f"I am {story} by {adapter or 'the base'}",), "river")
    kept = drafts.keep(session, row, Candidate("p", "c", verse, "", 0.1), ("tuned", "embedded", adapter), 1, (), when)
    assert isinstance(kept, Riddle)
    return kept.id or 0


def fought(session: Session, stories: int, won: int, voters: int = 3, **more: Any) -> None:
    """Duels of 2-new against 1-old a week ago, of which 2-new wins so many with every vote."""
    when = NOW - timedelta(days=8)
    for number in range(stories):
        first, second = (written(session, f"story {number}", name, when) for name in ("1-old", "2-new"))
        made = duels.create(session, first, second, duels.CANARY, when)
        for voter in range(voters):
            choice = duels.SECOND if number < won else duels.FIRST
            duels.vote(session, made.id or 0, person(session, voter, **more), choice, "1.0", when)


def undecided(session: Session, verdict: str = "not enough evidence", doubts: tuple[str, ...] = ()) -> None:
    session.add(Decision(
        adapter_id="2-new", verdict=verdict, figures={"doubts": list(doubts)}, at=NOW - timedelta(days=9)
    ))  # fmt: skip


def look(opened: Database, chosen: Settings = AUTO, simulated: bool = False, now: datetime = NOW) -> dict[str, Any]:
    with opened.writing() as session:
        job = jobs.request(session, f"watch:{now}", "watch", now)
        return aftercare.look(session, chosen, job.id or 0, simulated, now)


def states(opened: Database) -> dict[str, AdapterState]:
    with opened.reading() as session:
        return {one.id: one.state for one in adapters.newest(session)}


def stored(opened: Database) -> Decision:
    with opened.reading() as session:
        return canary.decisions(session)[0]


def test_with_nobody_to_look_at_nothing_happens(opened: Database) -> None:
    with opened.writing() as session:
        session.add(Decision(adapter_id="1-old", kind="watch", verdict="stands", at=NOW - timedelta(days=13)))
    assert look(opened) == {"closed": 0, "told": []}


def test_votes_promote_a_candidate_whose_exam_decided_nothing(opened: Database) -> None:
    with opened.writing() as session:
        undecided(session)
        fought(session, 14, 14)
    found = look(opened)
    assert found["closed"] == 14
    assert "promoted, it writes from now on" in found["told"][-1]
    assert "n=42 blind votes in 14 duels" in found["told"][-1]
    assert states(opened) == {"1-old": AdapterState.RETIRED, "2-new": AdapterState.CURRENT}
    row = stored(opened)
    assert (row.kind, row.verdict, row.primary, row.promoted) == ("votes", "promote", gate.VOTES, True)
    assert row.figures["preference"]["duels"] == 14


def test_where_an_admin_approves_votes_only_speak_for_it_and_are_told_once(opened: Database) -> None:
    with opened.writing() as session:
        undecided(session)
        fought(session, 14, 14)
    assert "riddlewire promote 2-new" in look(opened, Settings())["told"][-1]
    assert states(opened)["2-new"] == AdapterState.CANDIDATE
    assert look(opened, Settings(), now=NOW + timedelta(days=1))["told"] == []


def test_votes_against_it_reject_a_candidate_even_where_the_proxy_was_for_it(opened: Database) -> None:
    with opened.writing() as session:
        undecided(session, "promote")
        fought(session, 12, 0)
    assert "not promoted, the current writer stays" in look(opened)["told"][-1]
    assert states(opened)["2-new"] == AdapterState.REJECTED


def test_doubts_of_the_exam_are_not_voted_away(opened: Database) -> None:
    with opened.writing() as session:
        undecided(session, doubts=("Its subject_right may be worse.",))
        fought(session, 14, 14)
    assert "may be worse" in look(opened)["told"][-1]
    assert states(opened)["2-new"] == AdapterState.CANDIDATE


def test_few_duels_open_duels_and_simulated_people_decide_nothing(opened: Database) -> None:
    with opened.writing() as session:
        undecided(session)
        fought(session, 14, 14, simulated=True)
    assert not any("2-new" in sentence for sentence in look(opened)["told"])
    assert states(opened)["2-new"] == AdapterState.CANDIDATE
    assert "promoted" in look(opened, simulated=True)["told"][-1]


def test_an_undecided_vote_is_told_once_a_week(opened: Database) -> None:
    with opened.writing() as session:
        undecided(session)
        fought(session, 12, 6)
    assert "do not clearly prefer it yet" in look(opened)["told"][-1]
    assert look(opened, now=NOW + timedelta(days=1))["told"] == []
    assert look(opened, now=NOW + timedelta(days=8))["told"]


def test_an_upheld_report_rejects_a_candidate(opened: Database) -> None:
    with opened.writing() as session:
        undecided(session)
        bad = written(session, "bad", "2-new")
        reports.file(session, bad, person(session, 1), "cruel", NOW)
        reports.decide(session, bad, None, True, NOW)
    assert "upheld a report about its riddle" in look(opened)["told"][-1]
    assert states(opened)["2-new"] == AdapterState.REJECTED


def test_a_candidate_examined_before_the_current_writer_was_promoted_is_no_candidate(opened: Database) -> None:
    with opened.writing() as session:
        undecided(session)
        session.flush()
        adapters.promote(session, "1-old", NOW)
        session.get_one(Adapter, "1-old").promoted_at = NOW
        fought(session, 14, 14)
    look(opened)
    assert states(opened)["2-new"] == AdapterState.CANDIDATE


def promoted(session: Session, days_ago: int) -> None:
    adapters.promote(session, "2-new", NOW - timedelta(days=days_ago))


def test_a_promoted_writer_that_people_find_harmful_is_rolled_back_for_good(opened: Database) -> None:
    with opened.writing() as session:
        promoted(session, 2)
        for story in range(2):
            bad = written(session, f"bad {story}", "2-new")
            for voter in range(3):
                ratings.record(session, bad, person(session, voter), Criterion.HARMLESS, 1, "1.0", NOW)
    (told,) = look(opened)["told"]
    assert told.startswith("Adapter 2-new was rolled back; adapter 1-old writes again.")
    assert states(opened) == {"1-old": AdapterState.CURRENT, "2-new": AdapterState.REJECTED}
    assert (stored(opened).kind, stored(opened).verdict) == ("watch", "roll back")


def test_votes_for_the_writer_before_it_roll_back_too(opened: Database) -> None:
    with opened.writing() as session:
        promoted(session, 5)
        fought(session, 7, 0)
    assert "prefer the writer before it" in look(opened)["told"][0]
    assert states(opened)["1-old"] == AdapterState.CURRENT


def test_a_quiet_window_goes_on_and_at_its_end_the_writer_stands(opened: Database) -> None:
    with opened.writing() as session:
        promoted(session, 2)
    assert look(opened)["told"] == []
    (told,) = look(opened, now=NOW + timedelta(days=5))["told"]
    assert "Adapter 2-new stands after its first 7 days: 0 riddles with 0 ratings" in told
    assert look(opened, now=NOW + timedelta(days=6))["told"] == []
    assert states(opened)["2-new"] == AdapterState.CURRENT


def test_a_window_of_no_days_watches_nothing(opened: Database) -> None:
    with opened.writing() as session:
        promoted(session, 2)
        fought(session, 7, 0)
    assert look(opened, Settings(gate=Gate(watch_days=0)))["told"] == []
