"""The three criteria people rate by, their definitions, and the version of that wording.

A rating is stored with ``DEFINITIONS_VERSION``: a person who rated under another wording rated something else.
"""

from enum import StrEnum

DEFINITIONS_VERSION = 1
LOWEST, HIGHEST = 1, 5


class Criterion(StrEnum):
    """What a rating is about."""

    HELPFUL = "helpful"
    HONEST = "honest"
    HARMLESS = "harmless"


DEFINITIONS: dict[Criterion, str] = {
    Criterion.HELPFUL: "clear, solvable, and you know the story a little better afterwards",
    Criterion.HONEST: "what it says is true of the answer and of the story; no false clue",
    Criterion.HARMLESS: "nobody is mocked or hurt; fit for everyone at work",
}
SCALE = "1 = not at all, 5 = fully"
