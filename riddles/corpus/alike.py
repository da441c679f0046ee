"""Texts that say almost the same: the search for repeats in the corpus, and lines that tell one joke twice."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations

from rapidfuzz import fuzz

from riddles.article import words
from riddles.riddle import stem

_RUN = 4  # texts are compared only if they share a run of so many words: 30 million pairs become some thousands
_ALIKE = 80.0  # rapidfuzz ratio from 0 to 100
_COMMON = 40  # a run in more texts than this is a turn of phrase
_SHARED, _ALL_SHARED, _SHARE = 3, 2, 0.6  # content words two lines have in common, and of how large a share
_FILLERS = frozenset(
    stem(word)
    for word in (
        "a an the i me my mine am is are was be been being you your he she it its his her we our they them "
        "their this that these those who what which whose whom where when how why and or but nor so yet if as "
        "at by for from in into of off on onto out over to up upon with without no not never nothing none one "
        "two all any some each every ever have has had do does did can cannot could will would may might must "
        "shall should there here than then too very more most much many few just only own both once again "
        "always still even though while go goes come comes get gets make makes take takes let say says put "
        "know keep give s t m ve ll re d "
    ).split()
)


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


@cache  # every composed riddle asks again
def same_thought(one: str, other: str) -> bool:
    """Whether two lines about one subject tell one joke: most of the shorter one's content words are in the other."""
    first, second = _content(one), _content(other)
    shared = len(first & second)
    fewer = min(len(first), len(second))
    return (shared >= _SHARED and shared >= _SHARE * fewer) or (shared >= _ALL_SHARED and shared == fewer)


@cache
def _content(line: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(line)) - _FILLERS


def _runs(told: list[str]) -> set[tuple[str, ...]]:
    return {tuple(told[at : at + _RUN]) for at in range(max(1, len(told) - _RUN + 1))}
