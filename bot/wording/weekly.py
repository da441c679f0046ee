"""The weekly summary."""

from datetime import date

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
    """How the week was played."""
    return f"{posts} riddle{'' if posts == 1 else 's'}, {guessed} guessed at, {right} solved."


def thanks(raters: int) -> str:
    """Thanks to the raters."""
    return f"Thank you to the {raters} people who rated." if raters > 1 else "Thank you to the one person who rated."
