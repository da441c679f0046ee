"""The share of attempts that keep the riddle contract (``riddles.riddle``). Range 0 to 1, higher is better."""

from collections.abc import Sequence

from evaluation.exam import Attempt
from evaluation.scorecard import Entry, share


def score(attempts: Sequence[Attempt]) -> Entry:
    """Of all attempts; unscored without any."""
    return share([attempt.riddle is not None for attempt in attempts], "the exam had no stories")
