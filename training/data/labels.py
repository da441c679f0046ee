"""From people's ratings of a riddle to a label: the one place where opinion becomes a training signal.

The rule, in this order, over the people who rated the riddle and are not quarantined (``consensus``):

1. Not honest or not harmless by majority (more than half of those who gave a value said 1 or 2): **disliked**. Here
   everyone counts the same: a warning is not outweighed.
2. Fewer people than ``minimum_raters`` whose votes have weight gave a value for *helpful*: no label.
3. Split (some said 4 or 5 and some 1 or 2, and neither side has two thirds of their weight): no label. A split vote
   teaches nothing.
4. Weighted mean of *helpful*, without people's leanings, at least 4: **liked**; at most 2: **disliked**; in between: no
   label.

"Can't tell" is no value. One person counts once for each criterion: the table of ratings sees to that. A duel is
decided by the same people: see ``winner``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from riddles.criteria import Criterion
from training.data.consensus import Consensus, Vote

LOW, HIGH = 2, 4  # at most LOW is a no, at least HIGH a yes
_CLEAR = 2 / 3  # of those who took a side


class Label(StrEnum):
    """What a riddle teaches."""

    LIKED = "liked"
    DISLIKED = "disliked"


@dataclass(frozen=True)
class Opinion:
    """One person's value (1 to 5) for one criterion of a riddle, None for "can't tell"; ``rating`` is its row's id."""

    rating: int
    person: int
    criterion: Criterion
    value: int | None


@dataclass(frozen=True)
class Choice:
    """One person's choice in a duel: first, second, tie, or both_bad; ``vote`` is its row's id."""

    vote: int
    person: int
    choice: str


EVERYONE = Consensus()  # all people count the same


def label(opinions: Sequence[Opinion], minimum_raters: int, consensus: Consensus = EVERYONE) -> Label | None:
    """The label of one riddle, or None if its ratings teach nothing."""
    heard = [one for one in opinions if not consensus.of(one.person).quarantined]
    if any(_refused(_values(heard, criterion)) for criterion in (Criterion.HONEST, Criterion.HARMLESS)):
        return Label.DISLIKED
    votes = [one for one in votes_of(0, heard) if consensus.of(one.person).weight > 0]
    if len(votes) < minimum_raters or _split(votes, consensus):
        return None
    mean = helpfulness(votes, consensus)
    if mean >= HIGH:
        return Label.LIKED
    return Label.DISLIKED if mean <= LOW else None


def votes_of(riddle: int, opinions: Sequence[Opinion]) -> list[Vote]:
    """Who gave which value for *helpful*."""
    return [
        Vote(riddle, one.person, one.value)
        for one in opinions
        if one.criterion == Criterion.HELPFUL and one.value is not None
    ]


def helpfulness(votes: Sequence[Vote], consensus: Consensus = EVERYONE) -> float:
    """The weighted mean of at least one vote of weight, without leanings, within 1 and 5."""
    total = sum(consensus.of(one.person).weight for one in votes)
    summed = sum(
        consensus.of(one.person).weight * min(5.0, max(1.0, one.value - consensus.of(one.person).leaning))
        for one in votes
    )
    return summed / total


def winner(choices: Sequence[Choice], minimum_raters: int, consensus: Consensus = EVERYONE) -> str | None:
    """ "first" or "second" if it has two thirds of the weight of a duel's votes (ties count half to each), else None.

    Whoever finds both bad is counted as a voter for neither: a pair of bad riddles teaches no preference.
    """
    weighed = [(one.choice, consensus.of(one.person).weight) for one in choices]
    counted = [(choice, weight) for choice, weight in weighed if weight > 0]
    if len(counted) < minimum_raters:
        return None
    total = sum(weight for _choice, weight in counted)
    for side in ("first", "second"):
        share = sum(weight * {side: 1.0, "tie": 0.5}.get(choice, 0.0) for choice, weight in counted)
        if share >= _CLEAR * total:
            return side
    return None


def _values(opinions: Sequence[Opinion], criterion: Criterion) -> list[int]:
    return [opinion.value for opinion in opinions if opinion.criterion == criterion and opinion.value is not None]


def _refused(values: Sequence[int]) -> bool:
    return sum(value <= LOW for value in values) > len(values) / 2


def _split(votes: Sequence[Vote], consensus: Consensus) -> bool:
    for_it = sum(consensus.of(one.person).weight for one in votes if one.value >= HIGH)
    against = sum(consensus.of(one.person).weight for one in votes if one.value <= LOW)
    return bool(for_it and against) and max(for_it, against) < _CLEAR * (for_it + against)
