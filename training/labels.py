"""From people's ratings of a riddle to a label: the one place where opinion becomes a training signal.

The rule, in this order, over the people who rated the riddle:

1. Not honest or not harmless by majority (more than half of those who gave a value said 1 or 2): **disliked**.
2. Fewer people than ``minimum_raters`` gave a value for *helpful*: no label.
3. Split (both at least one 4 or 5 and at least as many 1 or 2, or the other way round, so that neither side has two
   thirds): no label. A split vote teaches nothing.
4. Mean of *helpful* at least 4: **liked**; at most 2: **disliked**; in between: no label.

"Can't tell" is no value. One person counts once for each criterion: the table of ratings sees to that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from riddles.criteria import Criterion

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


def label(opinions: Sequence[Opinion], minimum_raters: int) -> Label | None:
    """The label of one riddle, or None if its ratings teach nothing."""
    if any(_refused(_values(opinions, criterion)) for criterion in (Criterion.HONEST, Criterion.HARMLESS)):
        return Label.DISLIKED
    helpful = _values(opinions, Criterion.HELPFUL)
    if len(helpful) < minimum_raters or _split(helpful):
        return None
    mean = sum(helpful) / len(helpful)
    if mean >= HIGH:
        return Label.LIKED
    return Label.DISLIKED if mean <= LOW else None


def _values(opinions: Sequence[Opinion], criterion: Criterion) -> list[int]:
    return [opinion.value for opinion in opinions if opinion.criterion == criterion and opinion.value is not None]


def _refused(values: Sequence[int]) -> bool:
    return sum(value <= LOW for value in values) > len(values) / 2


def _split(values: Sequence[int]) -> bool:
    for_it, against = sum(value >= HIGH for value in values), sum(value <= LOW for value in values)
    return bool(for_it and against) and max(for_it, against) < _CLEAR * (for_it + against)
