"""Datasets as rows: which there are, what each row goes back to, and what a rating or a riddle has reached."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from riddles.errors import StorageError
from storage.tables import Adapter, Article, Dataset, DuelVote, Example, Post, Rating, Rewrite, Riddle

_SHORTEST = 4  # characters of an id


@dataclass(frozen=True)
class Origin:
    """What a dataset's row goes back to: the riddle's story, who wrote it, and where it was posted."""

    row: Example
    title: str = ""
    answer: str = ""
    adapter: str = ""  # empty: the base alone, or no riddle
    posts: tuple[str, ...] = ()  # "2026-11-20 in C0123"


@dataclass(frozen=True)
class Sources:
    """Ids of what people said."""

    ratings: Collection[int] = ()
    votes: Collection[int] = ()
    rewrites: Collection[int] = ()
    riddles: Collection[int] = ()


@dataclass(frozen=True)
class Reached:
    """Where something went: rows by dataset (newest first), runs and adapters by id."""

    datasets: Sequence[tuple[Dataset, Sequence[Example]]] = ()
    adapters: Sequence[Adapter] = ()
    runs: Sequence[int] = field(default_factory=tuple)


def newest(session: Session, limit: int = 100) -> list[Dataset]:
    """Datasets, newest first."""
    return list(session.exec(select(Dataset).order_by(col(Dataset.created_at).desc(), col(Dataset.id)).limit(limit)))


def find(session: Session, start: str) -> Dataset:
    """The dataset whose id starts so. Raises StorageError for none, several, or too short a start."""
    found = list(session.exec(select(Dataset).where(col(Dataset.id).startswith(start)).limit(2)))
    if len(start) < _SHORTEST or len(found) != 1:
        many = "several datasets start" if len(found) > 1 or len(start) < _SHORTEST else "no dataset starts"
        raise StorageError(
            f"With {start!r} {many}; give at least {_SHORTEST} characters of an id from `riddlewire dataset list`."
        )
    return found[0]


def adapters_of(session: Session, dataset_id: str) -> list[Adapter]:
    """The adapters trained on a dataset, oldest first."""
    return list(session.exec(select(Adapter).where(Adapter.dataset_id == dataset_id).order_by(col(Adapter.created_at))))


def origins(session: Session, dataset_id: str) -> list[Origin]:
    """Every row of a dataset with what it goes back to, in the order of rows."""
    query = (
        select(Example, Riddle, Article.title)
        .join(Riddle, col(Riddle.id) == col(Example.riddle_id), isouter=True)
        .join(Article, col(Article.id) == col(Riddle.article_id), isouter=True)
        .where(Example.dataset_id == dataset_id)
        .order_by(col(Example.position))
    )
    found = list(session.exec(query))
    posted = _posts(session, [riddle.id or 0 for _row, riddle, _title in found if riddle is not None])
    return [
        Origin(row, row.pair)
        if riddle is None
        else Origin(row, title or "", riddle.answer, riddle.adapter_id or "", tuple(posted.get(riddle.id or 0, ())))
        for row, riddle, title in found
    ]


def said_by(session: Session, persons: Collection[int]) -> Sources:
    """Ids of everything these persons said that could be in a dataset."""
    mine = (select(table.id).where(col(table.person_id).in_(persons)) for table in (Rating, DuelVote, Rewrite))
    ratings, votes, rewrites = ([one or 0 for one in session.exec(query)] for query in mine)
    return Sources(ratings, votes, rewrites)


def reached(session: Session, sources: Sources) -> Reached:
    """The datasets whose rows rest on any of the sources, with those rows; the adapters and runs made from them."""
    ratings, votes, rewrites, riddles = (
        set(some) for some in (sources.ratings, sources.votes, sources.rewrites, sources.riddles)
    )
    rows: dict[str, list[Example]] = {}
    for row in session.exec(select(Example).order_by(col(Example.position))):
        if (
            ratings.intersection(row.rating_ids)
            or votes.intersection(row.vote_ids)
            or row.rewrite_id in rewrites
            or {row.riddle_id, row.rejected_id} & riddles
        ):
            rows.setdefault(row.dataset_id, []).append(row)
    datasets = [(one, rows[one.id]) for one in newest(session, limit=10_000) if one.id in rows]
    adapters = [adapter for one, _rows in datasets for adapter in adapters_of(session, one.id)]
    runs = sorted({adapter.job_id for adapter in adapters if adapter.job_id is not None})
    return Reached(datasets, adapters, runs)


def _posts(session: Session, riddles: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for post in session.exec(select(Post).where(col(Post.riddle_id).in_(riddles)).order_by(col(Post.id))):
        found.setdefault(post.riddle_id, []).append(f"{post.local_date} in {post.channel}")
    return found
