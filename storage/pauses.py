"""Pauses: channels whose daily riddles an admin has stopped for a while."""

from datetime import datetime

from sqlmodel import Session

from storage.tables import Pause


def find(session: Session, channel: str) -> Pause | None:
    """The channel's pause, if it has one."""
    return session.get(Pause, channel)


def pause(session: Session, channel: str, person_id: int | None, now: datetime) -> bool:
    """Pause a channel; False if it is paused already."""
    if find(session, channel) is not None:
        return False
    session.add(Pause(channel=channel, since=now, by=person_id))
    session.flush()
    return True


def resume(session: Session, channel: str) -> bool:
    """End a channel's pause; False if it has none."""
    found = find(session, channel)
    if found is None:
        return False
    session.delete(found)
    session.flush()
    return True
