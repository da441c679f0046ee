"""Bits per character of held-out completions. Range 0 to infinity, lower is better, comparable across tokenizers.

Formula: −sum of token log-probabilities / (ln 2 × characters) (Graves 2013). The interval resamples completions.
Unscored as the loss is.
"""

import math
from collections.abc import Sequence
from typing import Any

import evaluate

from evaluation import likelihood
from evaluation.likelihood import Likelihood
from evaluation.metrics import module
from evaluation.scorecard import Entry, Score, Unscored


class BitsPerCharacter(evaluate.Metric):
    """``predictions``: the sum of each completion's token log-probabilities; ``references``: its characters."""

    def _info(self) -> Any:
        return module.info(__doc__, predictions=module.NUMBER, references=module.COUNT)

    def _compute(self, predictions: Sequence[float], references: Sequence[int]) -> dict[str, Any]:
        told = [Likelihood(total, 0, letters) for total, letters in zip(predictions, references, strict=True)]
        return module.answer(bits_per_character=score(told))


def score(likelihoods: Sequence[Likelihood]) -> Entry:
    """Over all characters of all completions; ``items`` are the completions' own values."""
    lengths = [one.characters for one in likelihoods]
    if fault := likelihood.fault(likelihoods, lengths):
        return Unscored(fault)
    bits = [-one.total / (math.log(2) * one.characters) for one in likelihoods]
    value, low, high = likelihood.weighted(bits, lengths)
    return Score(value, len(bits), low, high, tuple(bits))
