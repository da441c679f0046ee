"""Ratings, and the queue of unposted riddles."""

from riddles.criteria import Criterion

RATE_INTRO = "How good is this riddle? Each click is saved at once, and you can change it at any time."
RATE_FIRST = "Please rate this riddle first; another one comes then."
NOTHING_TO_RATE = "No riddle is waiting for your rating. Thank you!"
QUEUE_INTRO = "This riddle was not posted. The answer is shown so that you can judge it."
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
    return f"{count} more waiting"
