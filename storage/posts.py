"""Posts: one riddle in one channel on one local date, and how people fared with it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from riddles.errors import StorageError
from storage.tables import Article, Guess, Post, Riddle


@dataclass(frozen=True)
class Told:
    """A post with what it is about. ``number`` counts the channel's posts from 1."""

    post: Post
    riddle: Riddle
    article: Article
    number: int


@dataclass(frozen=True)
class Tally:
    """How many people guessed at a post and how many of them were right in the end."""

    guessed: int
    solved: int


def create(session: Session, channel: str, local_date: date, riddle: Riddle, now: datetime) -> Post:
    """The next edition of that channel and date."""
    assert riddle.id is not None
    edition = len(on_date(session, channel, local_date)) + 1
    post = Post(channel=channel, local_date=local_date, edition=edition, riddle_id=riddle.id, created_at=now)
    session.add(post)
    session.flush()
    return post


def on_date(session: Session, channel: str, local_date: date) -> list[Post]:
    """The posts of a channel and date, first edition first."""
    query = select(Post).where(Post.channel == channel, Post.local_date == local_date)
    return list(session.exec(query.order_by(col(Post.edition))))


def unrevealed(session: Session, channel: str, until: date) -> list[Post]:
    """Posts of a channel up to and including a date whose answer the channel has not seen."""
    query = select(Post).where(Post.channel == channel, Post.local_date <= until, col(Post.revealed_at).is_(None))
    return list(session.exec(query.order_by(col(Post.id))))


def of_riddle(session: Session, riddle_id: int) -> list[Post]:
    """Every post of a riddle, oldest first."""
    return list(session.exec(select(Post).where(Post.riddle_id == riddle_id).order_by(col(Post.id))))


def reveal(session: Session, post: Post, now: datetime) -> None:
    """The channel sees the answer from now on; the first time counts."""
    if post.revealed_at is None:
        post.revealed_at = now
        session.add(post)


def told(session: Session, post_id: int) -> Told:
    """A post with its riddle and article. Raises StorageError if there is no such post."""
    post = session.get(Post, post_id)
    if post is None:
        raise StorageError(f"There is no post {post_id}; it may belong to another database.")
    riddle = session.get(Riddle, post.riddle_id)
    assert riddle is not None, "a post's riddle is a foreign key"
    article = session.get(Article, riddle.article_id)
    assert article is not None, "a riddle's article is a foreign key"
    earlier = select(func.count()).where(col(Post.channel) == post.channel, col(Post.id) <= post_id)
    return Told(post, riddle, article, session.exec(earlier).one())


def tally(session: Session, post_id: int) -> Tally:
    """Counted from the guesses, so that nothing delivered twice counts twice."""
    people = func.count(func.distinct(Guess.person_id))
    guessed = session.exec(select(people).where(Guess.post_id == post_id)).one()
    solved = session.exec(select(people).where(Guess.post_id == post_id, col(Guess.right).is_(True))).one()
    return Tally(guessed, solved)


def since(session: Session, channel: str, moment: datetime) -> list[Post]:
    """The posts of a channel since a moment, oldest first."""
    query = select(Post).where(Post.channel == channel, Post.created_at >= moment)
    return list(session.exec(query.order_by(col(Post.id))))
