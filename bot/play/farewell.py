"""Forgetting a person, with what the channel still shows of them: their rewrites in threads are taken back first."""

from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from bot.play import rewriting
from storage import forgetting, rewrites
from storage.forgetting import Farewell
from storage.tables import Person


def say(session: Session, person: Person, now: datetime, home: Path) -> Farewell:
    """Forget the person; ``home`` is the data folder, whose list of the forgotten outlives every backup."""
    assert person.id is not None, "a stored row has an id"
    for version in rewrites.of_author(session, person.id):
        version.credited = False
        session.add(version)
        session.flush()
        rewriting.show(session, version.riddle_id, person.id, now)
    return forgetting.forget(session, person, now, home)
