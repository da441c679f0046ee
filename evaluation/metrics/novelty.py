"""How much of a riddle stands in no text it may have learnt by heart. Range 0 to 1; neither end is good by itself.

Formula: word 4-grams of the verse that no reference text has / word 4-grams, mean over riddles (novel n-grams, See et
al. 2017, "Get To The Point"). On the exam the references are our own clue bank and hand-written pairs: the embedded
model, which puts lines of the bank together, scores near 0. A verse of fewer than four words is left out; without
verses or without references the metric is unscored.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import evaluate

from evaluation.exam import Attempt, riddles_of
from evaluation.metrics import module
from evaluation.scorecard import Entry, Unscored, mean
from riddles.article import words
from riddles.corpus import bank, stories

SIZE = 4
_Gram = tuple[str, ...]


class Novelty(evaluate.Metric):
    """``predictions``: texts; ``references``: what the model may have learnt (the same for all: any row counts)."""

    def _info(self) -> Any:
        return module.info(__doc__, predictions=module.TEXT, references=module.TEXTS)

    def _compute(self, predictions: Sequence[str], references: Sequence[Sequence[str]]) -> dict[str, Any]:
        known = frozenset(gram for row in references for text in row for gram in _grams(text))
        return module.answer(novelty=of_texts(predictions, known))


def score(attempts: Sequence[Attempt]) -> Entry:
    """Of the verses of the well-formed attempts, against our own corpus."""
    return of_texts([riddle.text for riddle in riddles_of(attempts)], _corpus())


def of_texts(texts: Sequence[str], known: frozenset[_Gram]) -> Entry:
    """Of all texts with at least four words."""
    if not known:
        return Unscored("there is nothing to compare with")
    told = [grams for text in texts if (grams := list(_grams(text)))]
    return mean([sum(gram not in known for gram in grams) / len(grams) for grams in told], "no riddle has four words")


@cache
def _corpus() -> frozenset[_Gram]:
    return frozenset(gram for text in _corpus_texts() for gram in _grams(text))


def _corpus_texts() -> Iterable[str]:
    for pair in stories.pairs():
        yield pair.riddle.text
    for entry in bank.read().values():
        for couplet in entry.couplets:
            yield "\n".join(couplet)
        yield from (*entry.plain, *entry.questions)


def _grams(text: str) -> Iterable[_Gram]:
    # line by line: a verse made of known lines is not new because of where they meet
    for line in text.split("\n"):
        told = words(line)
        for at in range(len(told) - SIZE + 1):
            yield tuple(told[at : at + SIZE])
