"""The inbox: what Slack delivers twice has its effect once."""

from datetime import datetime

from sqlmodel import Session

from storage.tables import Receipt


def first_time(session: Session, key: str, kind: str, now: datetime) -> bool:
    """Note a delivery in the caller's transaction; False if it was noted before (do nothing then)."""
    if session.get(Receipt, key) is not None:
        return False
    session.add(Receipt(key=key, kind=kind, received_at=now))
    session.flush()
    return True


def is_known(session: Session, key: str) -> bool:
    """Whether a delivery was noted."""
    return session.get(Receipt, key) is not None
