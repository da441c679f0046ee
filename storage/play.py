"""What each person has done, counted from the rows: for their points, their streak and their history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from storage.tables import DuelVote, Guess, Post, Rating, Rewrite, Riddle


@dataclass(frozen=True)
class Played:
    """How many riddles a person guessed at, solved, rated and rewrote, and in how many duels they chose."""

    guessed: int = 0
    solved: int = 0
    rated: int = 0
    duelled: int = 0
    rewrote: int = 0


@dataclass(frozen=True)
class Day:
    """A local date with a riddle: whether the person guessed at one of that day's, and whether all are revealed."""

    local_date: date
    guessed: bool
    revealed: bool


@dataclass(frozen=True)
class Round:
    """A post that a person had to do with: their guesses, and their values by criterion."""

    post: Post
    riddle: Riddle
    number: int
    guesses: Sequence[Guess]
    values: dict[str, int | None]


def played(session: Session, person_id: int, since: datetime | None = None) -> Played:
    """What a person did since a moment, or ever. A guess is an attempt; looking at the answer is none."""
    attempts = Guess.person_id == person_id, col(Guess.gave_up).is_(False)
    return Played(
        _distinct(session, Guess.post_id, Guess.at, since, *attempts),
        _distinct(session, Guess.post_id, Guess.at, since, *attempts, col(Guess.right).is_(True)),
        _distinct(session, Rating.riddle_id, Rating.at, since, Rating.person_id == person_id),
        _distinct(
            session, DuelVote.duel_id, DuelVote.at, since,
            DuelVote.person_id == person_id, col(DuelVote.choice).is_not(None),
        ),
        _rewrote(session, person_id, since),
    )  # fmt: skip


def days(session: Session, person_id: int, limit: int = 400) -> list[Day]:
    """Dates with a daily riddle, in whichever channel, newest first."""
    mine = set(session.exec(select(Guess.post_id).where(Guess.person_id == person_id, col(Guess.gave_up).is_(False))))
    found: dict[date, list[Post]] = {}
    for post in session.exec(select(Post).order_by(col(Post.local_date).desc()).limit(limit)):
        found.setdefault(post.local_date, []).append(post)
    return [
        Day(day, any(post.id in mine for post in made), all(post.revealed_at is not None for post in made))
        for day, made in found.items()
    ]


def history(session: Session, person_id: int, limit: int = 5) -> list[Round]:
    """The last posts at which a person guessed or which they rated, newest first."""
    guessed = select(Guess.post_id).where(Guess.person_id == person_id)
    rated = select(Rating.riddle_id).where(Rating.person_id == person_id)
    query = (
        select(Post, Riddle)
        .join(Riddle, col(Riddle.id) == col(Post.riddle_id))
        .where(col(Post.id).in_(guessed) | col(Post.riddle_id).in_(rated))
        .order_by(col(Post.id).desc())
        .limit(limit)
    )
    return [_round(session, person_id, post, riddle) for post, riddle in session.exec(query)]


def channels(session: Session, person_id: int) -> set[str]:
    """The channels in which a person has played."""
    query = select(Post.channel).join(Guess, col(Guess.post_id) == col(Post.id)).where(Guess.person_id == person_id)
    return set(session.exec(query))


def has_guessed(session: Session, person_id: int, post_ids: Sequence[int]) -> bool:
    """Whether a person has guessed at any of these posts, or looked at its answer."""
    query = select(Guess.id).where(Guess.person_id == person_id, col(Guess.post_id).in_(post_ids))
    return session.exec(query).first() is not None


def _distinct(
    session: Session, column: int, at: datetime, since: datetime | None, *conditions: ColumnElement[bool] | bool
) -> int:
    query = select(func.count(func.distinct(column))).where(*conditions)
    return session.exec(query.where(col(at) >= since) if since else query).one()


def _rewrote(session: Session, person_id: int, since: datetime | None) -> int:
    made = session.exec(select(Rewrite).where(Rewrite.person_id == person_id))
    return sum(not row.screened_out and (since is None or row.at >= since) for row in made)


def _round(session: Session, person_id: int, post: Post, riddle: Riddle) -> Round:
    made = select(Guess).where(Guess.post_id == post.id, Guess.person_id == person_id).order_by(col(Guess.attempt))
    said = select(Rating).where(Rating.riddle_id == riddle.id, Rating.person_id == person_id)
    earlier = select(func.count()).where(col(Post.channel) == post.channel, col(Post.id) <= post.id)
    values = {row.criterion: row.value for row in session.exec(said)}
    return Round(post, riddle, session.exec(earlier).one(), list(session.exec(made)), values)
