"""How it works, as a modal: what happens each day, and what the three criteria mean."""

from bot import wording
from bot.blocks import kit
from bot.blocks.kit import Json
from riddles.criteria import DEFINITIONS, SCALE


def view(guesses: int) -> Json:
    """The modal; ``guesses`` is how many attempts each person has."""
    meanings = "\n".join(f"• *{wording.criterion(name)}*: {words}" for name, words in DEFINITIONS.items())
    paragraphs = [kit.section(kit.escaped(paragraph)) for paragraph in wording.how_it_works(guesses)]
    return kit.modal(wording.HOW, [*paragraphs, kit.divider(), kit.section(f"{meanings}\n_{SCALE}_")])
