"""Lineage: which dataset rows come from which riddles and ratings, and which labelled riddles there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from riddles.errors import TrainingError
from storage.tables import Article, Dataset, Example, Person, Rating, Riddle


@dataclass(frozen=True)
class Row:
    """One example's origin: a riddle, or two, with ratings, votes or a rewrite; or a premade pair."""

    split: str
    origin: str
    riddle_id: int | None
    rating_ids: tuple[int, ...]
    pair: str
    rejected_id: int | None = None
    vote_ids: tuple[int, ...] = ()
    rewrite_id: int | None = None


@dataclass(frozen=True)
class Snapshot:
    """A frozen dataset: its hash, its folder relative to the data folder, its card, its rows in order."""

    id: str
    folder: str
    card: dict[str, Any]
    rows: Sequence[Row]


@dataclass(frozen=True)
class Rated:
    """A riddle with the fingerprint of its story and every rating of people who agreed to training."""

    riddle: Riddle
    story: str
    ratings: Sequence[Rating]


def register(session: Session, snapshot: Snapshot, now: datetime) -> None:
    """Store a dataset and its rows; a dataset that is known already stays as it is.

    Raises TrainingError for a stale one: what people withdrew is never trained on again.
    """
    refuse_stale(session, snapshot.id)
    if session.get(Dataset, snapshot.id) is not None:
        return
    counted = [sum(row.split == split for row in snapshot.rows) for split in ("train", "held_out")]
    session.add(Dataset(
        id=snapshot.id, folder=snapshot.folder, train_rows=counted[0], held_out_rows=counted[1],
        card=snapshot.card, created_at=now,
    ))  # fmt: skip
    session.flush()
    session.add_all(
        Example(
            dataset_id=snapshot.id, position=position, split=row.split, origin=row.origin,
            riddle_id=row.riddle_id, rejected_id=row.rejected_id, rating_ids=list(row.rating_ids),
            vote_ids=list(row.vote_ids), rewrite_id=row.rewrite_id, pair=row.pair,
        )
        for position, row in enumerate(snapshot.rows)
    )  # fmt: skip


def refuse_stale(session: Session, dataset_id: str) -> None:
    """Raise TrainingError if a dataset is stale: what people withdrew is never trained on again."""
    known = session.get(Dataset, dataset_id)
    if known is not None and known.stale_since is not None:
        raise TrainingError(
            f"Dataset {dataset_id[:12]} is stale since {known.stale_since:%Y-%m-%d}, because someone it was made from "
            "asked to be forgotten; rate some more riddles, so that a new one can be made."
        )


def not_agreed(session: Session, base: str, simulated: bool) -> int:
    """How many people rated riddles of one base and have not agreed that their ratings may be trained on."""
    query = (
        select(func.count(func.distinct(Rating.person_id)))
        .join(Person, col(Person.id) == col(Rating.person_id))
        .join(Riddle, col(Riddle.id) == col(Rating.riddle_id))
        .where(col(Person.consented_at).is_(None), Riddle.base == base)
    )
    return session.exec(query if simulated else query.where(col(Person.simulated).is_(False))).one()


def rated(session: Session, base: str, simulated: bool) -> list[Rated]:
    """Riddles of one base that people who agreed to training have rated, oldest first.

    ``simulated`` chooses whose ratings count, so that simulated and real people are never mixed: with it the
    simulator's people, teammates and the person trying it out; without it only people of a real workspace.
    """
    query = (
        select(Rating, Riddle, Article.fingerprint)
        .join(Person, col(Person.id) == col(Rating.person_id))
        .join(Riddle, col(Riddle.id) == col(Rating.riddle_id))
        .join(Article, col(Article.id) == col(Riddle.article_id))
        .where(
            col(Person.consented_at).is_not(None), Riddle.base == base, col(Riddle.hidden).is_(False),
        )
        .order_by(col(Riddle.id), col(Rating.id))
    )  # fmt: skip
    if not simulated:
        query = query.where(col(Person.simulated).is_(False))
    found: dict[int, tuple[Riddle, str, list[Rating]]] = {}
    for rating, riddle, story in session.exec(query):
        found.setdefault(rating.riddle_id, (riddle, story, []))[2].append(rating)
    return [Rated(riddle, story, ratings) for riddle, story, ratings in found.values()]
