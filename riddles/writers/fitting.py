"""Fits a prompt into a context: examples go first, the story is kept whole as far as possible."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

from riddles.errors import StoryTooLong
from riddles.prompt import WHOLE_ARTICLE_CHARACTERS

Build = Callable[[int, str], str]


@dataclass(frozen=True)
class Fitted:
    """A prompt that fits, and what is not in it: ``unread`` characters of the text, ``dropped`` examples."""

    prompt: str
    unread: int
    dropped: int


def fit(build: Build, text: str, examples: int, tokens: Callable[[str], int], room: int | None) -> Fitted:
    """The fullest prompt of at most ``room`` tokens (None: any number).

    ``build`` makes a prompt of a number of examples and a body. Of a text longer than WHOLE_ARTICLE_CHARACTERS only
    that much is tried. Raises StoryTooLong where not even the headline alone fits.
    """
    whole = text[:WHOLE_ARTICLE_CHARACTERS]
    limit = sys.maxsize if room is None else room
    for shown in range(examples, -1, -1):
        prompt = build(shown, whole)
        if tokens(prompt) <= limit:
            return Fitted(prompt, len(text) - len(whole), examples - shown)
    body = _longest(whole, lambda part: tokens(build(0, part)) <= limit)
    prompt = build(0, body)
    if tokens(prompt) > limit:
        raise StoryTooLong(
            f"A headline alone takes {tokens(prompt)} tokens, but the model's context leaves room for {limit}; "
            "choose a base with a larger context."
        )
    return Fitted(prompt, len(text) - len(body), examples)


def _longest(text: str, fits: Callable[[str], bool]) -> str:
    """The longest beginning of a text, up to a word's end, that fits; empty where none does."""
    fitting, too_long = 0, len(text) + 1
    while too_long - fitting > 1:
        middle = (fitting + too_long) // 2
        if fits(text[:middle]):
            fitting = middle
        else:
            too_long = middle
    return text[:fitting].rpartition(" ")[0]
