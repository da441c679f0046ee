"""Canary duels: which adapter challenges the current writer just now, and on which stories they have not met yet.

A candidate whose exam decided nothing challenges the current writer; in the days after a promotion the writer before it
does. A challenger's riddles are never posted: people meet them in blind duels (``storage.duels``) only.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from storage import adapters, duels
from storage.tables import Adapter, AdapterState, Decision, Duel, Person, Rating, Report, Riddle

GATE, VOTES, WATCH = "gate", "votes", "watch"  # kinds of decisions
STANDS = "stands"  # the verdict that ends a watch window
BASE = "base"  # how the base alone is called where an adapter's id stands
_UNDECIDED = ("promote", "not enough evidence")


@dataclass(frozen=True)
class Watched:
    """A promoted adapter in its watch window, the writer before it (None: the base alone), and since when it writes."""

    adapter: Adapter
    before: Adapter | None
    since: datetime


def candidate(session: Session, base: str) -> tuple[Adapter, Decision] | None:
    """The newest candidate that its exam left undecided, with that decision; None if there is none.

    One that was examined before the current writer was promoted is none: they were never compared.
    """
    query = (
        select(Adapter, Decision)
        .join(Decision, col(Decision.adapter_id) == col(Adapter.id))
        .where(
            Adapter.state == AdapterState.CANDIDATE, Adapter.base == base, Decision.kind == GATE,
            col(Decision.verdict).in_(_UNDECIDED), col(Adapter.stale_since).is_(None),
        )
        .order_by(col(Decision.id).desc())
    )  # fmt: skip
    found = session.exec(query).first()
    writing = adapters.current(session, base)
    if found is None or (writing and writing.promoted_at and writing.promoted_at > found[1].at):
        return None
    return found[0], found[1]


def watched(session: Session, base: str) -> Watched | None:
    """The current adapter while its window is open: until a watch has said that it stands."""
    adapter = adapters.current(session, base)
    if adapter is None or adapter.promoted_at is None:
        return None
    ended = select(Decision).where(
        Decision.adapter_id == adapter.id, Decision.kind == WATCH, Decision.verdict == STANDS
    )  # fmt: skip
    if session.exec(ended).first() is not None:
        return None
    query = (
        select(Adapter)
        .where(Adapter.state == AdapterState.RETIRED, col(Adapter.created_at) < adapter.created_at)
        .order_by(col(Adapter.promoted_at).desc())
    )
    return Watched(adapter, session.exec(query).first(), adapter.promoted_at)


def challenger(session: Session, base: str) -> tuple[Adapter | None] | None:
    """Who challenges the current writer: a one-tuple of an adapter, or of None for the base alone; None for nobody."""
    if found := candidate(session, base):
        return (found[0],)
    if seen := watched(session, base):
        return (seen.before,)
    return None


def unmet(session: Session, current: str | None, since: datetime) -> list[Riddle]:
    """The current writer's best fit riddle on each story drafted since then that has no canary duel yet."""
    met = select(Duel.article_id).where(Duel.purpose == duels.CANARY)
    query = (
        select(Riddle)
        .where(
            Riddle.created_at >= since, Riddle.adapter_id == current, col(Riddle.hidden).is_(False),
            col(Riddle.article_id).not_in(met),
        )
        .order_by(col(Riddle.id))
    )  # fmt: skip
    best: dict[int, Riddle] = {}
    for riddle in session.exec(query):
        if not riddle.screened_out:
            best.setdefault(riddle.article_id, riddle)
    return list(best.values())


def close_ripe(session: Session, now: datetime, open_for: timedelta) -> int:
    """Close canary duels offered for longer than that, so that their votes count; how many."""
    ripe = [one for one in duels.open_duels(session, duels.CANARY) if one.created_at <= now - open_for]
    for one in ripe:
        duels.close(session, one.id or 0, now)
    return len(ripe)


def close_all(session: Session, adapter_id: str, now: datetime) -> None:
    """Close every open canary duel in which an adapter wrote a riddle: it is decided."""
    for one in duels.open_duels(session, duels.CANARY):
        sides = [session.get(Riddle, one.first_id), session.get(Riddle, one.second_id)]
        if adapter_id in [side.adapter_id for side in sides if side is not None]:
            duels.close(session, one.id or 0, now)


def decisions(session: Session, limit: int = 100) -> list[Decision]:
    """Decisions of every kind, newest first."""
    return list(session.exec(select(Decision).order_by(col(Decision.id).desc()).limit(limit)))


def last_decision(session: Session, adapter_id: str) -> Decision | None:
    """The newest decision about an adapter, of whatever kind."""
    query = select(Decision).where(Decision.adapter_id == adapter_id).order_by(col(Decision.id).desc())
    return session.exec(query).first()


def ratings_of(session: Session, adapter_id: str, since: datetime | None, simulated: bool) -> list[Rating]:
    """Values that people gave riddles of an adapter since a moment (None: ever); simulated people's only if asked."""
    query = (
        select(Rating)
        .join(Riddle, col(Riddle.id) == col(Rating.riddle_id))
        .join(Person, col(Person.id) == col(Rating.person_id))
        .where(Riddle.adapter_id == adapter_id, col(Rating.value).is_not(None))
        .order_by(col(Rating.id))
    )
    if since is not None:
        query = query.where(Rating.at >= since)
    if not simulated:
        query = query.where(col(Person.simulated).is_(False))
    return list(session.exec(query))


def upheld(session: Session, adapter_id: str) -> list[int]:
    """Riddles of an adapter about which an admin upheld a report."""
    query = (
        select(Report.riddle_id)
        .join(Riddle, col(Riddle.id) == col(Report.riddle_id))
        .where(Riddle.adapter_id == adapter_id, col(Report.upheld).is_(True))
    )
    return list(dict.fromkeys(session.exec(query)))
