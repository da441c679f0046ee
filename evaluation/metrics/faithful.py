"""Whether a riddle claims only numbers and names that its story has. Range 0 to 1, higher is better.

Formula: ``faithful_numbers`` is riddles without a number (digits; spelled numbers of two words or more) that headline,
text and date lack / riddles; ``faithful_names`` the same for capitalised names inside a line. What the clue bank says
of the answer needs no proof. On 43 true human summaries the rule flagged 2 % by numbers and 16 % by names, on summaries
with one changed number 96 %: numbers are a hard check, names a soft one. Source: this project; the screen's rule.
A story without any text leaves its riddles unscored.
"""

from collections.abc import Sequence
from typing import Any

import evaluate

from evaluation.exam import Attempt
from evaluation.metrics import module
from evaluation.scorecard import Entry, Unscored, share
from riddles import screen

_NUMBER, _NAME = "unfaithful: the story has no", "unfaithful: the story does not name"
_NO_RIDDLES = "no attempt was well formed"


class Faithful(evaluate.Metric):
    """``predictions``: what a model wrote; ``references``: headline, new line, text of each story."""

    def _info(self) -> Any:
        return module.info(__doc__, predictions=module.TEXT, references=module.TEXT)

    def _compute(self, predictions: Sequence[str], references: Sequence[str]) -> dict[str, Any]:
        told = module.attempts(predictions, references)
        return module.answer(faithful_numbers=numbers(told), faithful_names=names(told))


def numbers(attempts: Sequence[Attempt]) -> Entry:
    """Of the well-formed attempts; unscored if none is, or if a story is empty."""
    return _without(_NUMBER, attempts)


def names(attempts: Sequence[Attempt]) -> Entry:
    """Of the well-formed attempts; unscored if none is, or if a story is empty."""
    return _without(_NAME, attempts)


def _without(fault: str, attempts: Sequence[Attempt]) -> Entry:
    told = [(attempt.riddle, attempt.story.article) for attempt in attempts if attempt.riddle is not None]
    if any(not f"{article.title}{article.text}".strip() for _, article in told):
        return Unscored("a story is empty, so nothing can be faithful to it")
    return share(
        [
            not any(reason.startswith(fault) for reason in screen.screen(riddle, article, ()))
            for riddle, article in told
        ],
        _NO_RIDDLES,
    )
