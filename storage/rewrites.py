"""Rewrites: a person's better version of a riddle. What may teach the model is told by ``storage.evidence``."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from riddles import riddle as verse
from storage import drafts
from storage.tables import Person, Rewrite, Riddle


def record(
    session: Session, riddle_id: int, person_id: int, told: tuple[str, bool], screened_out: Sequence[str], now: datetime
) -> Rewrite:
    """Store a person's version of a riddle in place of their last one.

    ``told``: the verse, and whether its author wants to be named with it. ``screened_out``: why it may not teach.
    """
    found = of_person(session, riddle_id, person_id) or Rewrite(
        riddle_id=riddle_id, person_id=person_id, text="", at=now
    )
    found.text, found.credited = told
    found.screened_out, found.at = list(screened_out), now
    session.add(found)
    session.flush()
    return found


def of_person(session: Session, riddle_id: int, person_id: int) -> Rewrite | None:
    """A person's version of a riddle."""
    return session.exec(select(Rewrite).where(Rewrite.riddle_id == riddle_id, Rewrite.person_id == person_id)).first()


def of_author(session: Session, person_id: int) -> list[Rewrite]:
    """Every version by a person, oldest first."""
    return list(session.exec(select(Rewrite).where(Rewrite.person_id == person_id).order_by(col(Rewrite.id))))


def credited(session: Session, riddle_id: int) -> list[tuple[Rewrite, Person]]:
    """Versions that passed the screen and whose authors want to be named, oldest first."""
    query = (
        select(Rewrite, Person)
        .join(Person, col(Person.id) == col(Rewrite.person_id))
        .where(Rewrite.riddle_id == riddle_id, col(Rewrite.credited).is_(True))
        .order_by(col(Rewrite.id))
    )
    return [(rewrite, person) for rewrite, person in session.exec(query) if not rewrite.screened_out]


def whole(text: str, riddle: Riddle) -> verse.Riddle:
    """A new verse with the answer, aliases and hints of the riddle it rewrites; blank lines and edges are dropped."""
    lines = tuple(line for raw in text.split("\n") if (line := " ".join(raw.split())))
    told = drafts.riddle_of(riddle)
    return verse.Riddle(lines, told.answer, told.aliases, told.hints)
