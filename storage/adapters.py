"""The registry of adapters. Promotion moves one pointer; rollback moves it back."""

from datetime import datetime

from sqlmodel import Session, col, select

from riddles.errors import StorageError
from storage.tables import Adapter, AdapterState, Decision, Scorecard


def current(session: Session, base: str) -> Adapter | None:
    """The adapter that writes now on this base; None means the base writes alone."""
    query = select(Adapter).where(Adapter.state == AdapterState.CURRENT, Adapter.base == base)
    return session.exec(query).first()


def get(session: Session, adapter_id: str) -> Adapter:
    """The adapter's row. Raises StorageError if there is none."""
    row = session.get(Adapter, adapter_id)
    if row is None:
        raise StorageError(f"There is no adapter {adapter_id!r}; `riddlewire adapters` lists them.")
    return row


def newest(session: Session, limit: int = 50) -> list[Adapter]:
    """Adapters, newest first."""
    return list(session.exec(select(Adapter).order_by(col(Adapter.created_at).desc()).limit(limit)))


def register(session: Session, adapter: Adapter) -> None:
    """Add a sealed candidate."""
    session.add(adapter)
    session.flush()


def promote(session: Session, adapter_id: str, now: datetime) -> Adapter:
    """Make an adapter current and retire the one before, in the caller's transaction.

    Promoting the current one changes nothing. Raises StorageError if there is no such adapter.
    """
    chosen = get(session, adapter_id)
    if chosen.state == AdapterState.CURRENT:
        return chosen
    retire_current(session, now)
    chosen.state, chosen.promoted_at, chosen.retired_at = AdapterState.CURRENT, now, None
    session.add(chosen)
    session.flush()
    return chosen


def retire_current(session: Session, now: datetime) -> None:
    """Retire whatever is current: the base writes alone then."""
    for before in session.exec(select(Adapter).where(Adapter.state == AdapterState.CURRENT)):
        before.state, before.retired_at = AdapterState.RETIRED, now
        session.add(before)
    session.flush()


def rollback(session: Session, now: datetime) -> Adapter | None:
    """Go back to the adapter retired last, or to the base alone (None) if there was none before.

    Raises StorageError if nothing is current: there is nothing to roll back.
    """
    failing = session.exec(select(Adapter).where(Adapter.state == AdapterState.CURRENT)).first()
    if failing is None:
        raise StorageError("There is no current adapter to roll back; the base model is writing alone.")
    target = before(session, failing)
    retire_current(session, now)
    if target is not None:  # it keeps the date of its promotion, so that a second rollback goes further back
        target.state, target.retired_at = AdapterState.CURRENT, None
        session.add(target)
        session.flush()
    return target


def before(session: Session, adapter: Adapter) -> Adapter | None:
    """The adapter that wrote before this one on its base; None if the base did."""
    query = (
        select(Adapter)
        .where(
            Adapter.state == AdapterState.RETIRED,
            Adapter.base == adapter.base,
            col(Adapter.promoted_at) < adapter.promoted_at,
        )
        .order_by(col(Adapter.promoted_at).desc())
    )
    return session.exec(query).first()


def decide(session: Session, decision: Decision, promoted: bool, person_id: int | None, now: datetime) -> None:
    """Note an admin's word on a candidate; moving the pointer, or rejecting, is the caller's."""
    decision.promoted, decision.decided_by, decision.decided_at = promoted, person_id, now
    session.add(decision)


def reject(session: Session, adapter_id: str) -> None:
    """A candidate that the gate kept out."""
    row = get(session, adapter_id)
    if row.state == AdapterState.CANDIDATE:
        row.state = AdapterState.REJECTED
        session.add(row)


def decision_of(session: Session, job_id: int) -> Decision | None:
    """What the gate said at the end of a run."""
    return session.exec(select(Decision).where(Decision.job_id == job_id)).first()


def of_job(session: Session, job_id: int) -> list[Adapter]:
    """The adapters that a run has sealed: one, and further ones of attempts with other data."""
    return list(session.exec(select(Adapter).where(Adapter.job_id == job_id).order_by(col(Adapter.created_at))))


def forget_scorecards(session: Session, job_id: int) -> None:
    """Remove the scorecards of an exam that is taken again."""
    for card in scorecards_of(session, job_id):
        session.delete(card)


def scorecards_of(session: Session, job_id: int) -> list[Scorecard]:
    """The scorecards a run was judged by."""
    return list(session.exec(select(Scorecard).where(Scorecard.job_id == job_id).order_by(col(Scorecard.id))))
