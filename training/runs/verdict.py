"""The end of a run: the gate's verdict becomes a decision row, and the pointer moves if it may."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from evaluation import gate
from evaluation.gate import Decision, Evidence, Verdict
from evaluation.scorecard import Scorecard
from riddles.settings import Gate
from storage import adapters, jobs, tables
from storage.tables import Job
from training.data.examples import HeldOutRiddle
from training.runs import examination
from training.runs.examination import BASE, CANDIDATE, CURRENT


@dataclass(frozen=True)
class Examined:
    """An examined candidate: its adapter id, the id of the current adapter it was compared with (empty for none), the
    held-out riddles of its dataset that people judged, and the scorecards by role.
    """

    adapter: str
    current: str
    judged: Sequence[HeldOutRiddle]
    cards: Mapping[str, Scorecard]


def verdict(examined: Examined, minimum: int) -> Decision:
    """What the gate says; ``minimum`` is the number of held-out stories that a promotion needs."""
    cards = examined.cards
    before = CURRENT if CURRENT in cards else BASE
    return gate.decide(Evidence(
        candidate=cards[CANDIDATE], rivals={role: card for role, card in cards.items() if role != CANDIDATE},
        gains=examination.gains(cards, before, examined.judged), minimum=minimum,
    ))  # fmt: skip


def conclude(session: Session, job: Job, examined: Examined, settings: Gate, now: datetime) -> dict[str, object]:
    """Store the decision and act on it in the caller's transaction; returns the facts of it.

    Only the program that still holds the job may: one that was given up while it slept changes nothing any more
    (StorageError). Nothing is promoted over a writer that it was not compared with.
    """
    jobs.held(session, job)
    adapter = adapters.get(session, examined.adapter)
    decision = verdict(examined, settings.minimum_evidence)
    reasons = list(decision.reasons)
    promoted = decision.verdict == Verdict.PROMOTE and settings.approval == "auto"
    writing = adapters.current(session, adapter.base)
    if promoted and (writing.id if writing else "") != examined.current:
        promoted = False
        reasons.append("The current writer changed during the run, so an admin has to decide.")
    row = tables.Decision(
        job_id=job.id, adapter_id=adapter.id, verdict=decision.verdict.value, reasons=reasons,
        promoted=promoted, primary=decision.primary, figures=dict(decision.figures), at=now,
    )  # fmt: skip
    session.add(row)
    if promoted:
        adapters.promote(session, adapter.id, now)
    elif decision.verdict == Verdict.KEEP:
        adapters.reject(session, adapter.id)
    return facts(row)


def facts(row: tables.Decision) -> dict[str, object]:
    """A decision as a run tells it."""
    return {"verdict": row.verdict, "reasons": row.reasons, "adapter": row.adapter_id, "promoted": row.promoted}
