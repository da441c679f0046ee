"""The weekly summary."""

from datetime import date

from bot.wording.counting import counted
from riddles.criteria import DEFINITIONS

WEEK_CHANGES, NO_CHANGES = "What changed in the model", "The model did not change."
TOP_RIDDLE = "Riddle of the week"
QUIET_WEEK = "No riddle was posted this week."
NOBODY_RATED = "Nobody has rated a riddle this week."


ALL_WRITTEN_BY_BASE = "The base model writes alone."


def week_title(ending: date) -> str:
    """The title of a weekly summary."""
    return f"The week to {ending.day} {ending:%B %Y}"


def writes_now(adapter: str) -> str:
    """Who writes at the end of the week."""
    return f"Adapter {adapter} writes now."


def week_played(posts: int, guessed: int, right: int) -> str:
    """How the week was played. ``guessed``: how many people tried, added up over the riddles."""
    tries = f"{right} of {counted(guessed, 'try', 'tries')} solved" if guessed else "nobody guessed"
    return f"{counted(posts, 'riddle')}, {tries}."


def thanks(raters: int) -> str:
    """Thanks to the raters."""
    return f"Thank you to the {raters} people who rated." if raters > 1 else "Thank you to the one person who rated."


CHART_TITLE = "How people rate our riddles"
NATIVE_CHART_TITLE = "Mean ratings by week"
SOLVE_RATE, DUELS_WON, AGREEMENT = "Solved", "Duels won by the current adapter", "Agreement of the raters"
NO_CHART = "There is no chart this week: no criterion has five ratings yet."
CHART_BELOW = "The chart of the last weeks is in the thread."
WHAT_THEY_MEAN = (
    f"{' '.join(f'{name.value.capitalize()}: {words}.' for name, words in DEFINITIONS.items())} "
    "Agreement is Krippendorff's alpha over four weeks: 1 is perfect, 0 is chance."
)


def points(amount: int) -> str:
    """A difference of two percentages."""
    return counted(amount, "point")


def moved(change: float, amount: str) -> str:
    """How a figure moved in a week; ``amount`` is the change without its sign, as it is shown."""
    if not any(digit in "123456789" for digit in amount):
        return "as in the week before"
    return f"{'+' if change > 0 else '−'}{amount} on the week before"


def evidence(n: int, low: str, high: str, change: str) -> str:
    """How sure a figure is, and how it moved."""
    return f"(n={n}, 95% interval {low} to {high}{f', {change}' if change else ''})"
