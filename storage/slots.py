"""Slots: the due moments of each channel's local calendar. A slot is claimed once, whoever ticks and however often."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from storage.tables import Slot, SlotState


def find(session: Session, kind: str, channel: str, local_date: date) -> Slot | None:
    """The slot, if anyone claimed it yet. Kinds: ``post`` (``post:2`` … for more editions), ``reveal``, ``weekly``."""
    query = select(Slot).where(Slot.kind == kind, Slot.channel == channel, Slot.local_date == local_date)
    return session.exec(query).first()


def claim(session: Session, kind: str, channel: str, local_date: date, now: datetime) -> Slot | None:
    """A new slot in the caller's transaction, or None if it was claimed before."""
    if find(session, kind, channel, local_date) is not None:
        return None
    slot = Slot(kind=kind, channel=channel, local_date=local_date, state=SlotState.CLAIMED, at=now)
    session.add(slot)
    session.flush()
    return slot


def dates(session: Session, kind: str, channel: str, start: date) -> set[date]:
    """The dates from ``start`` on whose slot was claimed: posted, being posted, or skipped."""
    query = select(col(Slot.local_date)).where(Slot.kind == kind, Slot.channel == channel, Slot.local_date >= start)
    return set(session.exec(query))


def close(session: Session, slot: Slot, state: SlotState, now: datetime, reason: str = "") -> None:
    """Say what became of a claimed slot: done, or skipped with its reason."""
    slot.state, slot.reason, slot.at = state, reason, now
    session.add(slot)


def open_slots(session: Session, kind: str = "") -> list[Slot]:
    """Claimed slots, oldest first; ``kind`` also matches its further editions."""
    query = select(Slot).where(Slot.state == SlotState.CLAIMED).order_by(col(Slot.id))
    return [slot for slot in session.exec(query) if not kind or slot.kind.split(":")[0] == kind]


def latest(session: Session, channel: str, limit: int = 20) -> list[Slot]:
    """The newest slots of a channel, whatever became of them, newest first."""
    return list(session.exec(select(Slot).where(Slot.channel == channel).order_by(col(Slot.id).desc()).limit(limit)))
