"""Drafted riddles: what was tried for which article, what may be posted, what waits for ratings."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from riddles import article as stories
from riddles import riddle as verse
from riddles.errors import StorageError
from riddles.writers import Candidate
from storage.tables import Article, Post, Rating, Rejection, Riddle


def remember_article(session: Session, told: stories.Article, refused: str, now: datetime) -> Article:
    """The row of an article, new or seen before; ``refused`` (why it may have no riddle) is kept up to date."""
    row = session.exec(select(Article).where(Article.fingerprint == told.fingerprint)).first()
    if row is None:
        row = Article(
            fingerprint=told.fingerprint, title=told.title, text=told.text, link=told.link,
            source=told.source, published=told.published, seen_at=now,
        )  # fmt: skip
    row.refused = refused
    session.add(row)
    session.flush()
    return row


def article_of(row: Article) -> stories.Article:
    """The article as the other rooms know it."""
    return stories.Article(row.title, row.text, row.link, row.source, row.published)


def riddle_of(row: Riddle) -> verse.Riddle:
    """The riddle as the other rooms know it."""
    return verse.Riddle(tuple(row.text.split("\n")), row.answer, tuple(row.aliases), tuple(row.hints))


def told(session: Session, riddle_id: int) -> tuple[Riddle, Article]:
    """A riddle with its article, posted or not. Raises StorageError if there is no such riddle."""
    riddle = session.get(Riddle, riddle_id)
    if riddle is None:
        raise StorageError(f"There is no riddle {riddle_id}; it may belong to another database.")
    article = session.get(Article, riddle.article_id)
    assert article is not None, "a riddle's article is a foreign key"
    return riddle, article


def written_about(session: Session, since: datetime) -> list[stories.Article]:
    """Articles seen since then that already have a riddle: they are not news to us any more."""
    query = select(Article).where(Article.seen_at >= since, col(Article.id).in_(select(Riddle.article_id)))
    return [article_of(row) for row in session.exec(query)]


def keep(
    session: Session,
    article: Article,
    candidate: Candidate,
    author: tuple[str, str, str],
    seed: int,
    screened_out: Sequence[str],
    now: datetime,
) -> Riddle | Rejection:
    """Store a candidate: a riddle if it kept the contract, else a rejection. ``author``: writer, base, adapter id."""
    writer, base, adapter = author
    assert article.id is not None
    row: Riddle | Rejection
    if candidate.riddle is None:
        row = Rejection(
            article_id=article.id, adapter_id=adapter or None, writer=writer,
            completion=candidate.completion, reason=candidate.fault, created_at=now,
        )  # fmt: skip
    else:
        told = candidate.riddle
        row = Riddle(
            article_id=article.id, text=told.text, answer=told.answer, aliases=list(told.aliases),
            hints=list(told.hints), writer=writer, base=base, adapter_id=adapter or None,
            prompt=candidate.prompt, completion=candidate.completion, seed=seed,
            seconds=candidate.seconds, screened_out=list(screened_out), created_at=now,
        )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def ready(session: Session, channel: str, since: datetime, adapter: str | None) -> list[Riddle]:
    """Riddles by the current writer that passed the screen, drafted since then, whose story the channel has not had.

    ``adapter`` is the current adapter's id, None for the base. Oldest first: a draft stores its best riddle first.
    """
    had = select(Riddle.article_id).join(Post, col(Post.riddle_id) == col(Riddle.id)).where(Post.channel == channel)
    query = (
        select(Riddle)
        .where(
            Riddle.created_at >= since, Riddle.adapter_id == adapter, col(Riddle.hidden).is_(False),
            col(Riddle.article_id).not_in(had),
        )
        .order_by(col(Riddle.id))
    )  # fmt: skip
    return [row for row in session.exec(query) if not row.screened_out]


def posted_lately(session: Session, channel: str, limit: int = 30) -> list[verse.Riddle]:
    """The last riddles of a channel, newest first: a new one must not repeat them."""
    query = (
        select(Riddle)
        .join(Post, col(Post.riddle_id) == col(Riddle.id))
        .where(Post.channel == channel)
        .order_by(col(Post.id).desc())
        .limit(limit)
    )
    return [riddle_of(row) for row in session.exec(query)]


def verses(session: Session) -> list[str]:
    """The verse of every riddle that was ever drafted, oldest first."""
    return list(session.exec(select(Riddle.text).order_by(col(Riddle.id))))


def to_rate(session: Session, person_id: int, now: datetime, days: int = 14) -> Riddle | None:
    """An unposted riddle this person has not rated: the one with most ratings so far, then the newest.

    One riddle a day gives a model too little to learn from; these are rated privately, answer shown, by whoever likes
    to. Finishing what others began reaches the minimum of raters soonest.
    """
    mine = select(Rating.riddle_id).where(Rating.person_id == person_id)
    votes = func.count(func.distinct(Rating.person_id))
    query = (
        select(Riddle)
        .join(Rating, col(Rating.riddle_id) == col(Riddle.id), isouter=True)
        .where(
            Riddle.created_at >= now - timedelta(days=days), col(Riddle.hidden).is_(False),
            col(Riddle.id).not_in(mine), col(Riddle.id).not_in(select(Post.riddle_id)),
        )
        .group_by(col(Riddle.id))
        .order_by(votes.desc(), col(Riddle.id).desc())
    )  # fmt: skip
    return next((row for row in session.exec(query) if not row.screened_out), None)


def waiting_to_rate(session: Session, person_id: int, now: datetime, days: int = 14) -> int:
    """How many unposted riddles this person could still rate."""
    mine = select(Rating.riddle_id).where(Rating.person_id == person_id)
    query = select(Riddle).where(
        Riddle.created_at >= now - timedelta(days=days), col(Riddle.hidden).is_(False),
        col(Riddle.id).not_in(mine), col(Riddle.id).not_in(select(Post.riddle_id)),
    )  # fmt: skip
    return sum(not row.screened_out for row in session.exec(query))
