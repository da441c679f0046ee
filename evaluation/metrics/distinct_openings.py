"""The share of attempts whose first line no other riddle of the exam has. Range 0 to 1, higher is better.

It falls when a fine-tune makes the model begin everything alike (mode collapse). Formula: attempts with a first line of
their own, case ignored / attempts. Source: this project. Unscored for fewer than two riddles.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import evaluate

from evaluation.exam import Attempt
from evaluation.metrics import module
from evaluation.scorecard import Entry, Unscored, share

_TOO_FEW = "fewer than two riddles to compare"


class DistinctOpenings(evaluate.Metric):
    """``predictions``: what a model wrote."""

    def _info(self) -> Any:
        return module.info(__doc__, predictions=module.TEXT)

    def _compute(self, predictions: Sequence[str]) -> dict[str, Any]:
        return module.answer(distinct_openings=score(module.attempts(predictions)))


def score(attempts: Sequence[Attempt]) -> Entry:
    """Of all attempts, so that two exams always pair; what is not well formed is not distinct either."""
    firsts = [attempt.riddle.lines[0].lower() if attempt.riddle else "" for attempt in attempts]
    counted = Counter(filter(None, firsts))
    if counted.total() < 2:
        return Unscored(_TOO_FEW)
    return share([counted[first] == 1 for first in firsts], _TOO_FEW)
