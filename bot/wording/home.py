"""App Home."""

from collections.abc import Mapping

from bot.wording.counting import counted

HOME_TODAY, HOME_RATE, HOME_YOU, HOME_LEADERS, HOME_SETTINGS = (
    "Today", "Help the model learn", "You", "Leaderboard", "Your settings",
)  # fmt: skip
NOTHING_TODAY = "There is no riddle yet today."
YOU_SOLVED = "You solved this one."
YOU_SAW = "You have seen the answer to this one."
NO_LEADERS = "Nobody has chosen to be named here yet."
LEADERS_SINCE = "Points of the last 30 days, of those who chose to be named."
NO_HISTORY = "Your riddles will be listed here."
LOOKED, NOT_SOLVED, NOT_GUESSED = "looked at the answer", "not solved", "not guessed"
NOT_RATED = "not rated"


def model_line(adapter: str | None, base: str) -> str:
    """Who writes now."""
    if adapter:
        return f"Riddles are written by our model ({base}) with adapter {adapter}, which learned from this team."
    return f"Riddles are written by the base model ({base}) alone: nothing this team said has trained it yet."


def streak(days: int) -> str:
    """A streak."""
    if not days:
        return "No streak yet: guess today to begin one"
    return f"Streak: {counted(days, 'riddle day')}{'' if days == 1 else ' in a row'}"


def points_line(ever: int, lately: int) -> str:
    """A person's points."""
    return f"{counted(ever, 'point')} ({lately} in the last 30 days)"


def solved_line(solved: int, guessed: int) -> str:
    """How a person fares."""
    return f"Solved {solved} of {guessed}"


def said_line(rated: int, duelled: int, rewrote: int) -> str:
    """What a person has contributed."""
    return f"Rated {rated}, compared {duelled}, rewrote {rewrote}"


def formula(worth: Mapping[str, int]) -> str:
    """How points are counted. ``worth``: points by deed."""
    deeds = ", ".join(f"{points} for {deed}" for deed, points in worth.items())
    return f"Points: {deeds}. What you say makes no difference, and neither does what others say."


def solved_at(attempt: int) -> str:
    """A solved riddle of the history."""
    return "solved at once" if attempt == 1 else f"solved at attempt {attempt}"


def rated(values: Mapping[str, int | None]) -> str:
    """What a person said of a riddle of the history."""
    said = {name: "(can't tell)" if value is None else str(value) for name, value in values.items()}
    return "rated " + ", ".join(f"{name} {value}" for name, value in said.items())


def rank(place: int, name: str, points: int) -> str:
    """A line of the leaderboard."""
    return f"{place}. {name} – {points}"
