"""The share of riddles whose verse and hints do not give the answer or an alias away, in any inflection.

Range 0 to 1, higher is better; anything below 1 means a riddle that would embarrass us without the screen.
"""

from collections.abc import Sequence

from evaluation.exam import Attempt, riddles_of
from evaluation.scorecard import Entry, share
from riddles.riddle import gives_answer_away


def score(attempts: Sequence[Attempt]) -> Entry:
    """Of the well-formed attempts; unscored if none is."""
    return share([not gives_answer_away(riddle) for riddle in riddles_of(attempts)], "no attempt was well formed")
