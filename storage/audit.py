"""The audit: what was commanded, by whom, and what became of it. Rows are only added."""

from datetime import datetime

from sqlmodel import Session, col, select

from storage.tables import Audit


def note(session: Session, person_id: int | None, command: str, outcome: str, now: datetime) -> None:
    """Add one row; ``person_id`` None means the command line or the clock."""
    session.add(Audit(at=now, person_id=person_id, command=command, outcome=outcome))


def latest(session: Session, limit: int = 20) -> list[Audit]:
    """The newest rows, newest first."""
    return list(session.exec(select(Audit).order_by(col(Audit.id).desc()).limit(limit)))
