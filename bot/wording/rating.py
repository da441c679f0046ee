"""Ratings, and the queue of unposted riddles."""

from bot.wording.counting import counted
from riddles.criteria import Criterion

RATE_INTRO = "How good is this riddle? Each click is saved at once, and you can change it at any time."
RATE_FIRST = "Please rate this riddle first; another one comes then."
NOTHING_TO_RATE = "No riddle is waiting for your rating. Thank you!"
QUEUE_INTRO = "This riddle was not posted. The answer is shown so that you can judge it."
RATE_ALL_FIRST = "Please rate all three first; then you see what others said."
NOBODY_ELSE = "Nobody else has rated this riddle yet."
THUMB_BACK = "Your thumb is taken back."
SCALE_ENDS = {1: "1 – not at all", 5: "5 – fully"}


def criterion(name: Criterion) -> str:
    """The name of a criterion as people read it."""
    return name.value.capitalize()


def waiting(count: int) -> str:
    """How many unposted riddles a person could rate."""
    if not count:
        return "No riddle is waiting for your rating."
    return f"{count} riddle{'s are' if count > 1 else ' is'} waiting for your rating."


def more_waiting(count: int) -> str:
    """The same beneath a riddle that is being rated."""
    return f"{counted(count, 'more riddle')} {'waits' if count == 1 else 'wait'} for your rating."


def others(people: int) -> str:
    """How many others rated."""
    return f"{people} other{'s' if people > 1 else ''} rated this riddle."


def too_few_others(least: int) -> str:
    """Why no mean is shown: one or two people could be told apart."""
    return f"What they said is shown once {least} have, so that nobody can be told apart."


def mean(name: str, value: float | None, count: int) -> str:
    """What others said by one criterion."""
    return f"{name}: {'nobody could tell' if value is None else f'{value:.1f} of 5 on average (n={count})'}"


def thumbs(up: int, down: int) -> str:
    """The thumbs of others."""
    return f"Thumbs: {up} 👍, {down} 👎"


def thumb(up: bool) -> str:
    """A thumb is saved."""
    return f"Saved: {'👍' if up else '👎'}. Only you see this."
