"""How varied the riddles of one exam are: they fall when a fine-tune makes the model say one thing to everything.

``openings``: the share of attempts whose first line no other riddle of the exam has; range 0 to 1, higher is better.
``bigrams``: distinct-2, the number of different adjacent word pairs over all word pairs of all riddles together
(Li et al. 2016, "A Diversity-Promoting Objective Function"); range 0 to 1, higher is better. It falls as texts grow
longer, so it compares exams of equal size only.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from evaluation.exam import Attempt, riddles_of
from evaluation.scorecard import Entry, Unscored, mean, share
from riddles.article import words

_TOO_FEW = "fewer than two riddles to compare"


def openings(attempts: Sequence[Attempt]) -> Entry:
    """Of all attempts, so that two exams always pair; what is not well formed is not distinct either.

    Unscored for fewer than two riddles.
    """
    firsts = [attempt.riddle.lines[0].lower() if attempt.riddle else "" for attempt in attempts]
    counted = Counter(filter(None, firsts))
    if counted.total() < 2:
        return Unscored(_TOO_FEW)
    return share([counted[first] == 1 for first in firsts], _TOO_FEW)


def bigrams(attempts: Sequence[Attempt]) -> Entry:
    """Each riddle scores the share of its word pairs that it says first; their mean over pairs is distinct-2."""
    told = [words(riddle.text) for riddle in riddles_of(attempts)]
    if len(told) < 2:
        return Unscored(_TOO_FEW)
    seen: set[tuple[str, str]] = set()
    shares = []
    for verse in told:
        pairs = list(pairwise(verse))
        new = set(pairs) - seen
        seen |= new
        if pairs:
            shares.append(len(new) / len(pairs))
    return mean(shares, "the riddles have no two words in a row")
