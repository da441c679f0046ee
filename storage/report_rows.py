"""What the report reads across the whole history: ratings, repeated ratings, scorecards, stories of several writers."""

from collections import defaultdict

from sqlmodel import Session, col, select

from storage.tables import Article, Person, Post, Rating, Riddle, Scorecard


def ratings(session: Session, simulated: bool) -> list[Rating]:
    """Every value anybody gave, oldest first; simulated people's only if asked."""
    query = (
        select(Rating)
        .join(Person, col(Person.id) == col(Rating.person_id))
        .where(col(Rating.value).is_not(None))
        .order_by(col(Rating.id))
    )
    if not simulated:
        query = query.where(col(Person.simulated).is_(False))
    return list(session.exec(query))


def repeats(session: Session, simulated: bool) -> list[tuple[int, int]]:
    """The first and the second value that one person gave for one criterion of the same words on two days.

    The model may write the same verse for two stories; whoever rates both has repeated a rating without knowing.
    """
    query = (
        select(Rating, Riddle.text)
        .join(Riddle, col(Riddle.id) == col(Rating.riddle_id))
        .join(Person, col(Person.id) == col(Rating.person_id))
        .where(col(Rating.value).is_not(None))
        .order_by(col(Rating.at), col(Rating.id))
    )
    if not simulated:
        query = query.where(col(Person.simulated).is_(False))
    given: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    for rating, text in session.exec(query):
        if rating.value is not None:
            given[rating.person_id, rating.criterion, text].append(rating.value)
    return [(values[0], values[1]) for values in given.values() if len(values) > 1]


def channel(session: Session) -> str:
    """The channel of the newest post; empty if there is none."""
    return session.exec(select(Post.channel).order_by(col(Post.id).desc())).first() or ""


def scorecards(session: Session, limit: int = 200) -> list[Scorecard]:
    """Scorecards, newest first."""
    return list(session.exec(select(Scorecard).order_by(col(Scorecard.id).desc()).limit(limit)))


def shared_stories(session: Session, limit: int) -> list[tuple[Article, list[Riddle]]]:
    """The newest stories with fit riddles by at least two writers, and the first riddle of each writer."""
    query = (
        select(Riddle, Article)
        .join(Article, col(Article.id) == col(Riddle.article_id))
        .where(col(Riddle.hidden).is_(False))
        .order_by(col(Riddle.id))
    )
    found: dict[int, tuple[Article, dict[str, Riddle]]] = {}
    for riddle, article in session.exec(query):
        if not riddle.screened_out:
            found.setdefault(riddle.article_id, (article, {}))[1].setdefault(riddle.adapter_id or "", riddle)
    shared = [(article, list(by.values())) for article, by in found.values() if len(by) > 1]
    return shared[::-1][:limit]
