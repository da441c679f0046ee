"""The share of attempts whose riddle is about the story's subject. Range 0 to 1, higher is better.

An attempt counts as right if its answer or one of its aliases is one of the answers a person accepts for the story.
"""

from collections.abc import Sequence

from evaluation.exam import Attempt
from evaluation.scorecard import Entry, share
from riddles.riddle import is_right


def score(attempts: Sequence[Attempt]) -> Entry:
    """Of all attempts: what is not well formed is not right either. Unscored without any."""
    return share([_is_about(attempt) for attempt in attempts], "the exam had no stories")


def _is_about(attempt: Attempt) -> bool:
    riddle = attempt.riddle
    return riddle is not None and any(is_right(subject, riddle) for subject in attempt.story.subjects)
