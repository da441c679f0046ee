"""Texts that say almost the same: the search for repeats in the corpus."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from rapidfuzz import fuzz

from riddles.article import words

_RUN = 4  # texts are compared only if they share a run of so many words: 30 million pairs become some thousands
_ALIKE = 80.0  # rapidfuzz ratio from 0 to 100
_COMMON = 40  # a run in more texts than this is a turn of phrase
Judge = Callable[[str, str], bool]


def alike(one: str, other: str) -> bool:
    """Whether two texts are the same, or nearly so, apart from case and punctuation."""
    return fuzz.ratio(" ".join(words(one)), " ".join(words(other)), score_cutoff=_ALIKE) > 0


def repeats(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Index pairs of texts that are alike, each pair once, the earlier text first.

    Texts under four words must be equal. Not covered: the same thought in other words.
    """
    sharing: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for run in _runs(words(text)):
            sharing[run].append(number)
    candidates = {pair for found in sharing.values() if len(found) <= _COMMON for pair in combinations(found, 2)}
    for first, second in sorted(candidates):
        if alike(texts[first], texts[second]):
            yield first, second


def _runs(told: list[str]) -> set[tuple[str, ...]]:
    return {tuple(told[at : at + _RUN]) for at in range(max(1, len(told) - _RUN + 1))}
