"""The share of attempts that keep the riddle contract (``riddles.riddle``). Range 0 to 1, higher is better.

Formula: attempts that parse / attempts. Source: this project's contract. Nothing attempted is unscored.
"""

from collections.abc import Sequence
from typing import Any

import evaluate

from evaluation.exam import Attempt
from evaluation.metrics import module
from evaluation.scorecard import Entry, share


class WellFormed(evaluate.Metric):
    """``predictions``: what a model wrote."""

    def _info(self) -> Any:
        return module.info(__doc__, predictions=module.TEXT)

    def _compute(self, predictions: Sequence[str]) -> dict[str, Any]:
        return module.answer(well_formed=score(module.attempts(predictions)))


def score(attempts: Sequence[Attempt]) -> Entry:
    """Of all attempts; unscored without any."""
    return share([attempt.riddle is not None for attempt in attempts], "the exam had no stories")
