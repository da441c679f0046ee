"""The share of attempts whose riddle is about the story's subject. Range 0 to 1, higher is better.

An attempt counts as right if its answer or one of its aliases is one of the answers a person accepts for the story.
Formula: right attempts / attempts. Source: this project.
"""

from collections.abc import Sequence
from typing import Any

import evaluate

from evaluation.exam import Attempt
from evaluation.metrics import module
from evaluation.scorecard import Entry, share
from riddles.riddle import is_right


class SubjectRight(evaluate.Metric):
    """``predictions``: what a model wrote; ``references``: for each, the answers that are accepted."""

    def _info(self) -> Any:
        return module.info(__doc__, predictions=module.TEXT, references=module.TEXTS)

    def _compute(self, predictions: Sequence[str], references: Sequence[Sequence[str]]) -> dict[str, Any]:
        told = module.attempts(predictions)
        return module.answer(subject_right=_share(list(zip(told, references, strict=True))))


def score(attempts: Sequence[Attempt]) -> Entry:
    """Of all attempts: what is not well formed is not right either. Unscored without any."""
    return _share([(attempt, attempt.story.subjects) for attempt in attempts])


def _share(asked: Sequence[tuple[Attempt, Sequence[str]]]) -> Entry:
    return share([_is_about(attempt, subjects) for attempt, subjects in asked], "the exam had no stories")


def _is_about(attempt: Attempt, subjects: Sequence[str]) -> bool:
    riddle = attempt.riddle
    return riddle is not None and any(is_right(subject, riddle) for subject in subjects)
