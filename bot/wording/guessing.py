"""Guesses and hints."""

GUESS_HINT = "A word or a few. Small slips of typing are forgiven; only you see this."
NO_WORD = "Please write a word or a few: there is no letter or digit in that guess."
TOO_LATE = "The answer was shown in the channel before you guessed; here it is."
GAVE_UP = "Here is the answer."


def attempt(number: int, allowed: int) -> str:
    """Which attempt this is."""
    return f"Attempt {number} of {allowed}"


def too_long(length: int, most: int) -> str:
    """A guess of too many characters."""
    return f"Please keep your guess to {most} characters; this one has {length}."


def wrong(guess: str, near: bool) -> str:
    """The private verdict on a wrong guess."""
    return f"“{guess}” is close: part of it is right." if near else f"“{guess}” is not it."


def tried_already(guess: str) -> str:
    """A guess made before costs nothing."""
    return f"You tried “{guess}” already, so it does not count again."


def correct(attempts: int) -> str:
    """Solved."""
    return "Correct, at the first attempt!" if attempts == 1 else f"Correct, at attempt {attempts}!"


def used_up(guess: str) -> str:
    """The last attempt was wrong."""
    return f"“{guess}” is not it, and that was your last attempt."


NO_HINTS = "This riddle has no hints."
NO_MORE_HINTS = "That is every hint there is."


def hint(number: int, of: int, text: str) -> str:
    """One hint."""
    return f"Hint {number} of {of}: {text}"
