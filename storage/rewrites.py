"""Rewrites: a person's better version of a riddle. One that passed the screen is a demonstration for training."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from riddles import riddle as verse
from storage import drafts
from storage.tables import Article, Person, Rewrite, Riddle


@dataclass(frozen=True)
class Demonstration:
    """A rewrite that may teach, with what it rewrites; ``better`` is it as a whole riddle."""

    rewrite: Rewrite
    riddle: Riddle
    article: Article
    better: verse.Riddle


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


def teachable(session: Session, base: str, simulated: bool) -> list[Demonstration]:
    """Versions that passed the screen, of riddles of one base, by people who agreed to training; oldest first.

    ``simulated`` chooses whose count, as in ``lineage.rated``: without it only people of a real workspace.
    """
    query = (
        select(Rewrite, Riddle, Article)
        .join(Person, col(Person.id) == col(Rewrite.person_id))
        .join(Riddle, col(Riddle.id) == col(Rewrite.riddle_id))
        .join(Article, col(Article.id) == col(Riddle.article_id))
        .where(col(Person.consented_at).is_not(None), Riddle.base == base, col(Riddle.hidden).is_(False))
        .order_by(col(Rewrite.id))
    )
    if not simulated:
        query = query.where(col(Person.simulated).is_(False))
    return [
        Demonstration(rewrite, riddle, article, whole(rewrite.text, riddle))
        for rewrite, riddle, article in session.exec(query)
        if not rewrite.screened_out
    ]


def whole(text: str, riddle: Riddle) -> verse.Riddle:
    """A new verse with the answer, aliases and hints of the riddle it rewrites; blank lines and edges are dropped."""
    lines = tuple(line for raw in text.split("\n") if (line := " ".join(raw.split())))
    told = drafts.riddle_of(riddle)
    return verse.Riddle(lines, told.answer, told.aliases, told.hints)
