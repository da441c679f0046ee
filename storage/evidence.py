"""What people's duels and rewrites say about riddles of one base: only of people who agreed to training.

``simulated`` chooses whose word counts, as in ``lineage.rated``. Hidden riddles teach nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from storage.tables import Article, Duel, DuelVote, Person, Rewrite, Riddle

TEACHING = "teaching"  # votes of other duels are evidence about adapters: training on it would spoil it


@dataclass(frozen=True)
class Duelled:
    """A teaching duel with its two riddles, the fingerprint of their story, and every vote that is not taken back."""

    duel_id: int
    first: Riddle
    second: Riddle
    story: str
    votes: Sequence[DuelVote]


@dataclass(frozen=True)
class Rewritten:
    """A person's rewrite that may teach, with the riddle it improves and the fingerprint of the story."""

    rewrite: Rewrite
    riddle: Riddle
    story: str


def duelled(session: Session, base: str, simulated: bool) -> list[Duelled]:
    """Teaching duels with at least one vote, oldest first."""
    first: Any = aliased(Riddle)
    second: Any = aliased(Riddle)
    columns: Any = (DuelVote, Duel, first, second, Article.fingerprint)
    query: Any = (
        select(*columns)
        .join(Person, col(Person.id) == col(DuelVote.person_id))
        .join(Duel, col(Duel.id) == col(DuelVote.duel_id))
        .join(first, first.id == col(Duel.first_id))
        .join(second, second.id == col(Duel.second_id))
        .join(Article, col(Article.id) == col(Duel.article_id))
        .where(
            col(Person.consented_at).is_not(None), Duel.purpose == TEACHING, col(DuelVote.choice).is_not(None),
            first.base == base, second.base == base, first.hidden.is_(False), second.hidden.is_(False),
        )
        .order_by(col(Duel.id), col(DuelVote.id))
    )  # fmt: skip
    if not simulated:
        query = query.where(col(Person.simulated).is_(False))
    found: dict[int, tuple[Riddle, Riddle, str, list[DuelVote]]] = {}
    for vote, duel, one, other, story in session.exec(query):
        found.setdefault(duel.id, (one, other, story, []))[3].append(vote)
    return [Duelled(duel, one, other, story, votes) for duel, (one, other, story, votes) in found.items()]


def rewritten(session: Session, base: str, simulated: bool) -> list[Rewritten]:
    """Rewrites that passed the screen, oldest first."""
    query = (
        select(Rewrite, Riddle, Article.fingerprint)
        .join(Person, col(Person.id) == col(Rewrite.person_id))
        .join(Riddle, col(Riddle.id) == col(Rewrite.riddle_id))
        .join(Article, col(Article.id) == col(Riddle.article_id))
        .where(col(Person.consented_at).is_not(None), Riddle.base == base, col(Riddle.hidden).is_(False))
        .order_by(col(Rewrite.id))
    )
    if not simulated:
        query = query.where(col(Person.simulated).is_(False))
    return [
        Rewritten(rewrite, riddle, story) for rewrite, riddle, story in session.exec(query) if not rewrite.screened_out
    ]
