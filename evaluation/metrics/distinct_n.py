"""Distinct-1, -2 and -3: how varied the words of all riddles together are. Range 0 to 1, higher is better.

Formula: different n-grams of words / n-grams, over all verses together (Li et al. 2016, "A Diversity-Promoting
Objective Function for Neural Conversation Models"). It falls as texts grow longer and more, so it compares exams of
equal size only. Unscored for fewer than two riddles, or where no verse has n words.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

import evaluate

from evaluation.exam import Attempt, riddles_of
from evaluation.metrics import module
from evaluation.scorecard import Entry, Score, Unscored, mean
from riddles.article import words

SIZES = (1, 2, 3)


class DistinctN(evaluate.Metric):
    """``predictions``: texts (of a riddle, its verse)."""

    def _info(self) -> Any:
        return module.info(__doc__, predictions=module.TEXT)

    def _compute(self, predictions: Sequence[str]) -> dict[str, Any]:
        return module.answer(**{f"distinct_{size}": of_texts(predictions, size) for size in SIZES})


def of_texts(texts: Sequence[str], size: int) -> Entry:
    """Distinct-``size`` of texts; each item is the share of a text's n-grams that no earlier text has."""
    if len(texts) < 2:
        return Unscored("fewer than two riddles to compare")
    seen: set[tuple[str, ...]] = set()
    new: list[int] = []
    counts: list[int] = []
    for text in texts:
        told = words(text)
        grams = [tuple(told[at : at + size]) for at in range(len(told) - size + 1)]
        if grams:
            new.append(len(set(grams) - seen))
            counts.append(len(grams))
            seen |= set(grams)
    if not counts:
        return Unscored(f"no riddle has {size} words in a row")
    spread = mean([share / count for share, count in zip(new, counts, strict=True)], "")
    assert isinstance(spread, Score)
    value = sum(new) / sum(counts)
    return Score(value, len(counts), min(spread.low, value), max(spread.high, value), spread.items)


def _of(size: int, attempts: Sequence[Attempt]) -> Entry:
    return of_texts([riddle.text for riddle in riddles_of(attempts)], size)


unigrams, bigrams, trigrams = (partial(_of, size) for size in SIZES)
