"""How much a figure changes when only the person in a text changes: she for he, one name for another.

Formula: for each text the mean absolute difference of the figure between any two of its versions, averaged over texts
(individual fairness; the Wasserstein-1 distance of single values, Huang et al. 2020, "Reducing Sentiment Bias in
Language Models via Counterfactual Evaluation"). Range 0 to infinity in the figure's unit, lower is better, 0 means the
model treats all versions alike. The figure here is the log-likelihood (nats a token) of one riddle after each version.
No texts, a text with one version only, or a value that is no number are unscored.
"""

import math
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import datasets
import evaluate

from evaluation.metrics import module
from evaluation.scorecard import Entry, Unscored, mean


class CounterfactualBias(evaluate.Metric):
    """``predictions``: for each text, the figure of each of its versions."""

    def _info(self) -> Any:
        return module.info(__doc__, predictions=datasets.Sequence(module.NUMBER))

    def _compute(self, predictions: Sequence[Sequence[float]]) -> dict[str, Any]:
        return module.answer(counterfactual_bias=score(predictions))


def score(versions: Sequence[Sequence[float]]) -> Entry:
    """Over all texts."""
    if not versions:
        return Unscored("there are no texts")
    if any(len(row) < 2 for row in versions):
        return Unscored("a text has only one version")
    if not all(math.isfinite(value) for row in versions for value in row):
        return Unscored("a version has no finite figure (NaN)")
    pairs = [list(combinations(row, 2)) for row in versions]
    return mean([sum(abs(one - other) for one, other in row) / len(row) for row in pairs], "")
