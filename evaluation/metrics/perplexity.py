"""Perplexity of held-out completions. Range 1 to infinity, lower is better, comparable within one tokenizer only.

Formula: exp(−sum of token log-probabilities / tokens) (Jelinek et al. 1977); a uniform guess among k tokens scores k.
The interval resamples completions. Unscored as the loss is.
"""

import math
from collections.abc import Sequence
from typing import Any

import evaluate

from evaluation.likelihood import Likelihood
from evaluation.metrics import loss, module
from evaluation.scorecard import Entry, Score, Unscored


class Perplexity(evaluate.Metric):
    """``predictions``: the sum of each completion's token log-probabilities; ``references``: its tokens."""

    def _info(self) -> Any:
        return module.info(__doc__, predictions=module.NUMBER, references=module.COUNT)

    def _compute(self, predictions: Sequence[float], references: Sequence[int]) -> dict[str, Any]:
        told = [Likelihood(total, tokens, 0) for total, tokens in zip(predictions, references, strict=True)]
        return module.answer(perplexity=score(told))


def score(likelihoods: Sequence[Likelihood]) -> Entry:
    """Over all tokens of all completions; ``items`` are the completions' mean losses (nats a token)."""
    found = loss.score(likelihoods)
    if isinstance(found, Unscored):
        return found
    return Score(math.exp(found.value), found.n, math.exp(found.low), math.exp(found.high), found.items)
