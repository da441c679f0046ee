"""Where a person stands with a posted riddle, and what is wrong with a text as a guess. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot import wording
from riddles import riddle as verse
from riddles.article import words
from storage.tables import Guess

MOST_GUESS = 100  # characters
_EMOJI_NAME = re.compile(r":[a-z0-9_+'’-]+(?:::skin-tone-\d)?:")


class State(StrEnum):
    """Where a person stands. All but the first see the answer."""

    OPEN = "open"
    SOLVED = "solved"
    GAVE_UP = "gave up"
    USED_UP = "used up"
    TOO_LATE = "too late"


@dataclass(frozen=True)
class Standing:
    """The state, with the number of the next attempt while open and the sentence that says how it went."""

    state: State
    attempt: int
    sentence: str


def standing(made: Sequence[Guess], riddle: verse.Riddle, allowed: int, revealed: bool) -> Standing:
    """Where the person who made these guesses stands; ``revealed``: the channel has seen the answer."""
    last = made[-1] if made else None
    if last and last.right:
        return Standing(State.SOLVED, len(made), wording.correct(last.attempt))
    if last and last.gave_up:
        return Standing(State.GAVE_UP, len(made), wording.GAVE_UP)
    if last and len(made) >= allowed:
        return Standing(State.USED_UP, len(made), wording.used_up(last.text))
    if revealed:
        return Standing(State.TOO_LATE, len(made), wording.TOO_LATE)
    said = wording.wrong(last.text, verse.is_near(last.text, riddle)) if last else ""
    return Standing(State.OPEN, len(made) + 1, said)


def readable(text: str) -> str:
    """The guess without emoji names and surplus space: Slack sends an emoji as its name between colons."""
    return " ".join(_EMOJI_NAME.sub(" ", text).split())


def complaint(text: str) -> str:
    """Why this is no guess, or nothing. Such a text costs no attempt."""
    if len(text) > MOST_GUESS:
        return wording.too_long(len(text), MOST_GUESS)
    return "" if words(text) else wording.NO_WORD


def tried_already(text: str, made: Sequence[Guess]) -> bool:
    """Whether the person made this guess before: a double submit must not cost a second attempt."""
    return any(words(text) == words(guess.text) for guess in made)
