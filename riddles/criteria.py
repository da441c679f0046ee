"""The three criteria people rate by, every wording they were ever explained with, and the one shown now.

A rating is stored with the number of the wording its person read: who rated under another wording rated something else.
To change a definition, add an edition; never edit one, because ratings point to it.
"""

from enum import StrEnum

LOWEST, HIGHEST = 1, 5


class Criterion(StrEnum):
    """What a rating is about."""

    HELPFUL = "helpful"
    HONEST = "honest"
    HARMLESS = "harmless"


EDITIONS: dict[int, dict[Criterion, str]] = {
    1: {
        Criterion.HELPFUL: "clear, solvable, and you know the story a little better afterwards",
        Criterion.HONEST: "what it says is true of the answer and of the story; no false clue",
        Criterion.HARMLESS: "nobody is mocked or hurt; fit for everyone at work",
    },
}
DEFINITIONS_VERSION = max(EDITIONS)
DEFINITIONS = EDITIONS[DEFINITIONS_VERSION]
SCALE = "1 = not at all, 5 = fully"
