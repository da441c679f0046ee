"""Reports: a riddle that somebody finds wrong is hidden at once, until an admin has looked at it."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from riddles.errors import StorageError
from storage.tables import Report, Riddle


class Visibility(StrEnum):
    """How a riddle stands with the people who look after it."""

    SHOWN = "shown"
    UNDER_REVIEW = "under review"  # hidden, because a report waits for an admin
    WITHDRAWN = "withdrawn"  # hidden for good, by an admin


def file(session: Session, riddle_id: int, person_id: int, reason: str, now: datetime) -> bool:
    """Note a person's report and hide the riddle; False if they reported it before.

    A riddle that an admin has looked at and shown again is not hidden a second time: the report is only noted.
    """
    if session.exec(select(Report).where(Report.riddle_id == riddle_id, Report.person_id == person_id)).first():
        return False
    riddle = _riddle(session, riddle_id)
    if not was_cleared(session, riddle_id):
        riddle.hidden = True
        session.add(riddle)
    session.add(Report(riddle_id=riddle_id, person_id=person_id, reason=reason, at=now))
    session.flush()
    return True


def waiting(session: Session, riddle_id: int) -> list[Report]:
    """Reports on a riddle that no admin has decided, oldest first."""
    query = select(Report).where(Report.riddle_id == riddle_id, col(Report.resolved_at).is_(None))
    return list(session.exec(query.order_by(col(Report.id))))


def decide(session: Session, riddle_id: int, by: int | None, upheld: bool, now: datetime) -> bool:
    """An admin's decision on every report that waits: upheld hides the riddle for good, else it is shown again.

    ``by``: the admin's person id. False, and nothing changed, if the riddle is not under review.
    Raises StorageError if there is no such riddle.
    """
    riddle = _riddle(session, riddle_id)
    pending = waiting(session, riddle_id)
    if not pending and not riddle.hidden:
        return False
    for report in pending:
        report.resolved_at, report.resolved_by, report.upheld = now, by, upheld
        session.add(report)
    riddle.hidden = upheld
    session.add(riddle)
    session.flush()
    return True


def was_cleared(session: Session, riddle_id: int) -> bool:
    """Whether an admin has looked at reports on this riddle and shown it again."""
    query = select(Report).where(Report.riddle_id == riddle_id, col(Report.upheld).is_(False))
    return session.exec(query).first() is not None


def visibility(session: Session, riddle: Riddle) -> Visibility:
    """Whether people see the riddle."""
    if not riddle.hidden:
        return Visibility.SHOWN
    assert riddle.id is not None, "a stored row has an id"
    return Visibility.UNDER_REVIEW if waiting(session, riddle.id) else Visibility.WITHDRAWN


def _riddle(session: Session, riddle_id: int) -> Riddle:
    riddle = session.get(Riddle, riddle_id)
    if riddle is None:
        raise StorageError(f"There is no riddle {riddle_id}; it may belong to another database.")
    return riddle
