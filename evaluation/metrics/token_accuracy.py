"""Next-token accuracy: how often the model's likeliest next token is the one that stands there. Range 0 to 1, higher
is better, comparable within one tokenizer only.

Formula: tokens of held-out completions that are the model's arg max, given everything before them / tokens (as TRL's
``mean_token_accuracy``). The interval resamples completions. Unscored as the loss is, or where nobody counted.
"""

from collections.abc import Sequence
from typing import Any

import evaluate

from evaluation import likelihood
from evaluation.likelihood import Likelihood
from evaluation.metrics import module
from evaluation.scorecard import Entry, Score, Unscored


class TokenAccuracy(evaluate.Metric):
    """``predictions``: each completion's tokens that were the likeliest; ``references``: its tokens."""

    def _info(self) -> Any:
        return module.info(__doc__, predictions=module.COUNT, references=module.COUNT)

    def _compute(self, predictions: Sequence[int], references: Sequence[int]) -> dict[str, Any]:
        told = [Likelihood(0.0, tokens, 0, hits) for hits, tokens in zip(predictions, references, strict=True)]
        return module.answer(token_accuracy=score(told))


def score(likelihoods: Sequence[Likelihood]) -> Entry:
    """Over all tokens; ``items`` are the completions' own shares."""
    lengths = [one.tokens for one in likelihoods]
    if fault := likelihood.fault(likelihoods, lengths):
        return Unscored(fault)
    hits = [one.hits for one in likelihoods if one.hits is not None]
    if len(hits) < len(lengths):
        return Unscored("nobody counted the likeliest tokens")
    shares = [hit / length for hit, length in zip(hits, lengths, strict=True)]
    value, low, high = likelihood.weighted(shares, lengths)
    return Score(value, len(shares), low, high, tuple(shares))
