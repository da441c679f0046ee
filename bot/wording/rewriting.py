"""Rewrite it: a person's better version of a riddle."""

from collections.abc import Sequence

REWRITE_TITLE, YOUR_VERSION = "Rewrite it", "Your version"
REWRITE_INTRO = (
    "Write the verse as it should have been; the answer stays. Your version can become an example that the model "
    "learns from, if you let your ratings train it."
)
REWRITE_HINT = "One to eight lines, without the answer in them."
CREDIT_LABEL, CREDIT = "Credit", "Show it in the riddle's thread, with my name"
NO_WORD_REWRITE = "Please write a verse: there is no word in that."
SAME_TEXT = "This is the riddle as it was; change something first."
REWRITE_SAVED = "Thank you! Your version is saved. Rewrite the riddle again to change it."
REWRITE_SHOWN = "It is shown in the riddle's thread once the answer is out."
REWRITE_NEEDS_CONSENT = "The model will not learn from it, because you have not ticked the box for training."
_REASONS = {
    "leak": "It gives the answer away; please write around it.",
    "harm": "It may hurt somebody; please put it another way.",
    "form": "Links, markup and special characters do not go into a riddle, and each line needs three words or more.",
    "language": "It does not read as English, which our model writes.",
    "unfaithful": "It names something that the story does not tell of.",
    "repeat": "One of its lines stands there twice.",
}
_OTHER = "It does not fit; please write it another way."


def does_not_fit(kind: str) -> str:
    """Why a version is refused, or may not teach, by the screen's kind of reason."""
    return _REASONS.get(kind, _OTHER)


def too_many_lines(lines: int, most: int) -> str:
    """A version of too many lines."""
    return f"Please keep it to {most} lines; this has {lines}."


def line_too_long(length: int, most: int) -> str:
    """A line of too many characters."""
    return f"Please keep each line to {most} characters; one has {length}."


def saved_but_silent(reasons: Sequence[str]) -> str:
    """A version that is kept but will not teach."""
    return f"Saved, but the model will not learn from it: {' '.join(reasons)}"
