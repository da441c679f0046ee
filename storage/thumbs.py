"""Thumbs: one person's overall word on a riddle, up or down, in one click. The last action wins."""

from datetime import datetime
from decimal import Decimal

from sqlmodel import Session, select

from storage.tables import Thumb


def record(session: Session, riddle_id: int, person_id: int, up: bool | None, action_ts: str, now: datetime) -> Thumb:
    """Store a thumb, or take it back (None); an older action that arrives late changes nothing.

    ``action_ts`` is Slack's time of the click, seconds as a decimal string.
    """
    found = of_person(session, riddle_id, person_id)
    if found is None:
        found = Thumb(riddle_id=riddle_id, person_id=person_id, up=up, action_ts=action_ts, at=now)
    elif Decimal(action_ts) >= Decimal(found.action_ts):
        found.up, found.action_ts, found.at = up, action_ts, now
    session.add(found)
    session.flush()
    return found


def of_person(session: Session, riddle_id: int, person_id: int) -> Thumb | None:
    """What a person said of a riddle."""
    return session.exec(select(Thumb).where(Thumb.riddle_id == riddle_id, Thumb.person_id == person_id)).first()


def of_others(session: Session, riddle_id: int, person_id: int) -> tuple[int, int]:
    """How many thumbs of other people are up, and how many down."""
    query = select(Thumb).where(Thumb.riddle_id == riddle_id, Thumb.person_id != person_id)
    given = [row.up for row in session.exec(query)]
    return given.count(True), given.count(False)
