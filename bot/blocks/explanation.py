"""How it works, as a modal: what happens each day, and what the three criteria mean."""

from bot import wording
from bot.blocks import kit
from bot.blocks.kit import Json
from riddles.criteria import DEFINITIONS, SCALE


def view(guesses: int) -> Json:
    """The modal; ``guesses`` is how many attempts each person has."""
    meanings = "\n".join(f"• *{wording.criterion(name)}*: {words}" for name, words in DEFINITIONS.items())
    day, play, rate, *rest = (kit.section(kit.escaped(paragraph)) for paragraph in wording.how_it_works(guesses))
    return kit.modal(wording.HOW, [day, play, rate, kit.section(f"{meanings}\n_{SCALE}_"), kit.divider(), *rest])
