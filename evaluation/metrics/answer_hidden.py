"""The share of riddles whose verse and hints do not give the answer or an alias away, in any inflection.

Range 0 to 1, higher is better; anything below 1 means a riddle that would embarrass us without the screen. Formula:
riddles in which not all word stems (Snowball, English) of the answer or an alias occur / riddles. Source: this project.
"""

from collections.abc import Sequence
from typing import Any

import evaluate

from evaluation.exam import Attempt, riddles_of
from evaluation.metrics import module
from evaluation.scorecard import Entry, share
from riddles.riddle import gives_answer_away


class AnswerHidden(evaluate.Metric):
    """``predictions``: what a model wrote."""

    def _info(self) -> Any:
        return module.info(__doc__, predictions=module.TEXT)

    def _compute(self, predictions: Sequence[str]) -> dict[str, Any]:
        return module.answer(answer_hidden=score(module.attempts(predictions)))


def score(attempts: Sequence[Attempt]) -> Entry:
    """Of the well-formed attempts; unscored if none is."""
    return share([not gives_answer_away(riddle) for riddle in riddles_of(attempts)], "no attempt was well formed")
