"""Mean loss of completions: training loss on what a model learnt, validation loss on what it never saw.

Formula: −sum of token log-probabilities / tokens, in nats a token (cross-entropy; Goodfellow et al. 2016, §6.2).
Range 0 to infinity, lower is better; comparable within one tokenizer only. The interval resamples completions. Missing
completions, an empty one, or one without a finite likelihood (NaN) leave it unscored.
"""

from collections.abc import Sequence
from typing import Any

import evaluate

from evaluation import likelihood
from evaluation.likelihood import Likelihood
from evaluation.metrics import module
from evaluation.scorecard import Entry, Score, Unscored


class Loss(evaluate.Metric):
    """``predictions``: the sum of each completion's token log-probabilities; ``references``: its tokens."""

    def _info(self) -> Any:
        return module.info(__doc__, predictions=module.NUMBER, references=module.COUNT)

    def _compute(self, predictions: Sequence[float], references: Sequence[int]) -> dict[str, Any]:
        told = [Likelihood(total, tokens, 0) for total, tokens in zip(predictions, references, strict=True)]
        return module.answer(loss=score(told))


def score(likelihoods: Sequence[Likelihood]) -> Entry:
    """Over all tokens; ``items`` are the completions' own mean losses."""
    lengths = [one.tokens for one in likelihoods]
    if fault := likelihood.fault(likelihoods, lengths):
        return Unscored(fault)
    losses = [-one.total / one.tokens for one in likelihoods]
    value, low, high = likelihood.weighted(losses, lengths)
    return Score(value, len(losses), low, high, tuple(losses))
