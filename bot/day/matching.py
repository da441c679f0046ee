"""Which riddles meet in a teaching duel: of one writer on one article, the best and the one that is least like it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.collaborators import Collaborators
from riddles.article import words
from storage import duels
from storage.tables import Riddle

_FRESH = timedelta(days=3)


def match(desk: Collaborators, now: datetime) -> None:
    """Make a duel for every article that has none yet and has two riddles to choose from."""
    with desk.database.reading() as session:
        pairs = [pair_of(group) for group in duels.pairless(session, now - _FRESH)]
    for first, second in pairs:
        assert first.id is not None, "a stored row has an id"
        assert second.id is not None, "a stored row has an id"
        with desk.database.writing() as session:
            duels.create(session, first.id, second.id, duels.TEACHING, now)


def pair_of(group: Sequence[Riddle]) -> tuple[Riddle, Riddle]:
    """The best riddle, which comes first, and the other one that shares the fewest of its words: a vote says most."""
    best, *others = group
    return best, min(others, key=lambda other: likeness(best.text, other.text))


def likeness(one: str, other: str) -> float:
    """The share of words that two texts have in common (Jaccard index), 0 to 1; of two empty texts 1."""
    mine, theirs = set(words(one)), set(words(other))
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 1.0
