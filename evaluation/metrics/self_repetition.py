"""How much a text repeats itself: seq-rep-4. Range 0 to 1, lower is better.

Formula: 1 − different n-grams / n-grams within one text, n = 4 words, mean over texts (Welleck et al. 2020, "Neural
Text Generation with Unlikelihood Training"). Texts with fewer than four words repeat nothing. Nothing to read is
unscored.
"""

from collections.abc import Sequence
from typing import Any

import evaluate

from evaluation.exam import Attempt, riddles_of
from evaluation.metrics import module
from evaluation.scorecard import Entry, mean
from riddles.article import words

SIZE = 4


class SelfRepetition(evaluate.Metric):
    """``predictions``: texts."""

    def _info(self) -> Any:
        return module.info(__doc__, predictions=module.TEXT)

    def _compute(self, predictions: Sequence[str]) -> dict[str, Any]:
        return module.answer(self_repetition=of_texts(predictions))


def score(attempts: Sequence[Attempt]) -> Entry:
    """Of the verses of the well-formed attempts; unscored if none is."""
    return of_texts([riddle.text for riddle in riddles_of(attempts)])


def of_texts(texts: Sequence[str]) -> Entry:
    """Of all texts; unscored without any."""
    return mean([_repeated(words(text)) for text in texts], "no attempt was well formed")


def _repeated(told: Sequence[str]) -> float:
    grams = [tuple(told[at : at + SIZE]) for at in range(len(told) - SIZE + 1)]
    return 1 - len(set(grams)) / len(grams) if grams else 0.0
