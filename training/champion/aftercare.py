"""The daily look at what people say of a promoted writer and of a candidate: back, on, or promoted.

Storage gathers, ``evaluation.watch`` and ``evaluation.gate`` decide, this file acts: decisions are rows, and what was
decided is told in sentences for the channel. Simulated people's votes never count with real ones.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from evaluation import gate, preference, watch
from evaluation.gate import Verdict
from evaluation.human import Vote
from evaluation.preference import Choice, Duel, Preference
from evaluation.watch import Call, Seen
from riddles.criteria import Criterion
from riddles.settings import Settings
from storage import adapters, canary, duels
from storage.canary import Watched
from storage.tables import Adapter, AdapterState, Decision

DECIDED_AGAIN = timedelta(days=7)  # a candidate that stays undecided is told of once a week


def look(session: Session, settings: Settings, job_id: int, simulated: bool, now: datetime) -> dict[str, Any]:
    """Look once, and act, in the caller's transaction; returns ``closed`` duels and ``told`` sentences."""
    closed = canary.close_ripe(session, now, timedelta(days=settings.gate.duel_days))
    told = [
        *_watch(session, settings, job_id, simulated, now),
        *_revisit(session, settings, job_id, simulated, now),
    ]
    return {"closed": closed, "told": told}


def _watch(session: Session, settings: Settings, job_id: int, simulated: bool, now: datetime) -> list[str]:
    found = canary.watched(session, settings.model.base)
    if found is None or not settings.gate.watch_days:
        return []
    seen = watch.judge(_seen(session, found, settings, simulated, now))
    if seen.call == Call.WATCH_ON:
        return []
    session.add(Decision(
        job_id=job_id, adapter_id=found.adapter.id, kind=canary.WATCH, verdict=seen.call.value,
        reasons=list(seen.reasons), figures=seen.figures, at=now,
    ))  # fmt: skip
    canary.close_all(session, found.adapter.id, now)
    if seen.call == Call.STANDS:
        return [f"Adapter {found.adapter.id} stands after its first {settings.gate.watch_days} days: {seen.reasons[0]}"]
    before = adapters.rollback(session, now)
    found.adapter.state = AdapterState.REJECTED  # so that no later rollback leads back to it
    session.add(found.adapter)
    writes = f"adapter {before.id}" if before else "the base model alone"
    return [f"Adapter {found.adapter.id} was rolled back; {writes} writes again. {' '.join(seen.reasons)}"]


def _seen(session: Session, found: Watched, settings: Settings, simulated: bool, now: datetime) -> Seen:
    before = found.before.id if found.before else canary.BASE
    return Seen(
        votes=votes_of(session, found.adapter.id, found.since, simulated),
        upheld=len(canary.upheld(session, found.adapter.id)),
        preference=preference.between(duels_of(session, simulated), found.adapter.id, before),
        over=now >= found.since + timedelta(days=settings.gate.watch_days),
    )


def _revisit(session: Session, settings: Settings, job_id: int, simulated: bool, now: datetime) -> list[str]:
    found = canary.candidate(session, settings.model.base)
    if found is None:
        return []
    adapter, first = found
    voted = _preference(session, settings.model.base, adapter, simulated)
    decision = gate.revisit(
        Verdict(first.verdict), first.figures.get("doubts", []), voted, _critical(session, adapter.id, simulated)
    )
    decided = decision.verdict == Verdict.KEEP or (
        decision.verdict == Verdict.PROMOTE and decision.primary == gate.VOTES
    )
    if _is_known(session, adapter.id, decision, decided, now):
        return []
    promoted = decided and decision.verdict == Verdict.PROMOTE and settings.gate.approval == "auto"
    session.add(Decision(
        job_id=job_id, adapter_id=adapter.id, kind=canary.VOTES, verdict=decision.verdict.value,
        primary=decision.primary, reasons=list(decision.reasons), figures=dict(decision.figures), promoted=promoted,
        at=now,
    ))  # fmt: skip
    if decided:
        canary.close_all(session, adapter.id, now)
    if promoted:
        adapters.promote(session, adapter.id, now)
    elif decision.verdict == Verdict.KEEP:
        adapters.reject(session, adapter.id)
    return [f"Adapter {adapter.id}: {_became(decision.verdict, promoted, adapter.id)}. {' '.join(decision.reasons)}"]


def _became(verdict: Verdict, promoted: bool, adapter: str) -> str:
    if promoted:
        return "promoted, it writes from now on"
    waits = f"people's votes speak for it; an admin promotes it with `riddlewire promote {adapter}`"
    return {Verdict.PROMOTE: waits, Verdict.KEEP: "not promoted, the current writer stays"}.get(verdict, verdict.value)


def _is_known(session: Session, adapter: str, decision: gate.Decision, decided: bool, now: datetime) -> bool:
    """Whether the channel has heard this: the same verdict, and undecided ones at most once a week."""
    last = canary.last_decision(session, adapter)
    if last is None or (decided and (last.verdict, last.primary) != (decision.verdict.value, decision.primary)):
        return False
    return decided or decision.primary != gate.VOTES or now - last.at < DECIDED_AGAIN


def _preference(session: Session, base: str, adapter: Adapter, simulated: bool) -> Preference | None:
    writing = adapters.current(session, base)
    return preference.between(duels_of(session, simulated), adapter.id, writing.id if writing else canary.BASE)


def _critical(session: Session, adapter: str, simulated: bool) -> list[str]:
    """A sentence for each critical failure that people found in riddles of an adapter."""
    upheld = [f"An admin upheld a report about its riddle {riddle}." for riddle in canary.upheld(session, adapter)]
    refused = watch.refused_riddles(votes_of(session, adapter, None, simulated))
    return [*upheld, *(f"Most raters called its riddle {riddle} dishonest or harmful." for riddle in refused)]


def duels_of(session: Session, simulated: bool, purpose: str = duels.CANARY) -> list[Duel]:
    """Voted duels as the statistics read them; authors are adapter ids, ``base`` for the base alone."""
    found = []
    for one in duels.voted(session, purpose):
        choices = tuple(Choice(ballot.choice) for ballot in one.ballots if simulated or not ballot.simulated)
        if choices:
            found.append(Duel(
                one.first.adapter_id or canary.BASE, one.second.adapter_id or canary.BASE, one.duel.article_id,
                choices, one.duel.closed_at is not None, (one.first.text, one.second.text),
            ))  # fmt: skip
    return found


def votes_of(session: Session, adapter: str, since: datetime | None, simulated: bool) -> Sequence[Vote]:
    """Ratings of an adapter's riddles since a moment (None: all)."""
    rows = canary.ratings_of(session, adapter, since, simulated)
    return [Vote(row.riddle_id, Criterion(row.criterion), row.value) for row in rows if row.value is not None]
