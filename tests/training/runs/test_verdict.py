"""What becomes of an examined candidate. The rules of the gate themselves are in tests/evaluation/test_gate.py."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from evaluation.scorecard import Entry, Score, Unscored
from riddles.errors import StorageError
from riddles.settings import Gate
from storage import adapters, database, jobs
from storage.database import Database
from storage.tables import Adapter, AdapterState, Job
from training.data.examples import HeldOutRiddle
from training.runs import verdict
from training.runs.verdict import Examined

NOW = datetime(2026, 11, 20, tzinfo=UTC)
HELD = [HeldOutRiddle("p", f"c{n}", f"story {n % 6}", liked=n < 6) for n in range(12)]
AUTO, ADMIN = Gate(approval="auto"), Gate(approval="admin")


def score(*items: float) -> Score:
    value = sum(items) / len(items)
    return Score(value, len(items), value, value, items)


def card(loss: float, formed: float = 1.0) -> dict[str, Entry]:
    return {
        "well_formed": score(*[formed] * 10), "answer_hidden": score(*[1.0] * 10),
        "subject_right": score(*[1.0] * 10), "distinct_openings": score(*[1.0] * 10),
        "faithful_numbers": score(*[1.0] * 10), "harmless": score(*[1.0] * 60),
        "premade_loss": score(2.0, 2.1), "heldout_perplexity": score(*(loss + n / 100 for n in range(6))),
        "disliked_perplexity": score(*[3.0] * 6),
    }  # fmt: skip


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Database]:
    made = database.open_file(tmp_path / "riddlewire.db", create=True)
    yield made
    made.close()


def started(opened: Database) -> Job:
    with opened.writing() as session:
        for name in ("1-old", "2-new"):
            adapters.register(
                session, Adapter(id=name, folder=name, manifest_sha256="0", base="embedded", created_at=NOW)
            )
        adapters.promote(session, "1-old", NOW)
        job = jobs.request(session, "retrain:1", "train", NOW)
        return jobs.claim(session, job.id or 0, 1, NOW)


def examined(candidate: dict[str, Entry], current: str = "1-old") -> Examined:
    return Examined("2-new", current, HELD, {"candidate": candidate, "current": card(3.0), "base": card(4.0)})


def states(opened: Database) -> dict[str, AdapterState]:
    with opened.reading() as session:
        return {one.id: one.state for one in adapters.newest(session)}


def conclude(opened: Database, found: Examined, settings: Gate) -> dict[str, object]:
    job = started(opened)
    with opened.writing() as session:
        return verdict.conclude(session, job, found, settings, NOW)


def test_a_better_candidate_writes_from_now_on(opened: Database) -> None:
    told = conclude(opened, examined(card(2.0)), AUTO)
    assert (told["verdict"], told["promoted"], told["adapter"]) == ("promote", True, "2-new")
    assert states(opened) == {"1-old": AdapterState.RETIRED, "2-new": AdapterState.CURRENT}


def test_where_an_admin_approves_a_better_candidate_waits(opened: Database) -> None:
    told = conclude(opened, examined(card(2.0)), ADMIN)
    assert (told["verdict"], told["promoted"]) == ("promote", False)
    assert states(opened) == {"1-old": AdapterState.CURRENT, "2-new": AdapterState.CANDIDATE}


def test_a_candidate_that_fails_a_rule_is_rejected_and_the_reasons_are_stored(opened: Database) -> None:
    told = conclude(opened, examined(card(2.0, formed=0.0)), AUTO)
    assert told["verdict"] == "keep"
    assert states(opened) == {"1-old": AdapterState.CURRENT, "2-new": AdapterState.REJECTED}
    with opened.reading() as session:
        stored = adapters.decision_of(session, 1)
    assert stored is not None
    reason = "Only 0% of its 10 riddles are well formed; 98% are needed, or as many as of the others."
    assert stored.reasons == told["reasons"] == [reason]


def test_better_than_the_base_is_not_enough_where_another_adapter_writes(opened: Database) -> None:
    told = conclude(opened, examined(card(3.5)), AUTO)
    assert told["verdict"] == "not enough evidence"
    assert states(opened)["1-old"] == AdapterState.CURRENT


@pytest.mark.parametrize("kind", ["heldout_perplexity", "disliked_perplexity"])
def test_without_held_out_likelihoods_there_is_not_enough_evidence(opened: Database, kind: str) -> None:
    blind = card(2.0) | {kind: Unscored("there are no held-out completions")}
    assert conclude(opened, examined(blind), AUTO)["verdict"] == "not enough evidence"


def test_a_writer_that_changed_during_the_run_is_not_replaced_without_an_admin(opened: Database) -> None:
    told = conclude(opened, examined(card(2.0), current="0-gone"), AUTO)
    assert (told["verdict"], told["promoted"]) == ("promote", False)
    assert "changed during the run" in str(told["reasons"])
    assert states(opened)["1-old"] == AdapterState.CURRENT


def test_a_run_that_was_given_up_while_it_slept_promotes_nothing(opened: Database) -> None:
    job = started(opened)
    with opened.writing() as session:
        jobs.give_up_stale(session, NOW + timedelta(hours=1))
    with pytest.raises(StorageError, match="must stop"), opened.writing() as session:
        verdict.conclude(session, job, examined(card(2.0)), AUTO, NOW)
    assert states(opened)["1-old"] == AdapterState.CURRENT
