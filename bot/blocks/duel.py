"""Duels: two riddles on one article, side by side, and what became of the choice."""

from bot import wording
from bot.blocks import daily, ids, kit
from bot.blocks.kit import Json
from storage.tables import Article, Riddle

_BUTTONS = {"a": wording.A_BETTER, "b": wording.B_BETTER, "tie": wording.TIE, "both_bad": wording.BOTH_BAD}


def asking(duel_id: int, shown: tuple[Riddle, Riddle], article: Article, note: str = "") -> Json:
    """The modal that asks. ``shown``: A and B, in this person's order. ``note`` is said first."""
    said = [kit.section(f"*{kit.escaped(note)}*")] if note else []
    buttons = [kit.button(ids.DUEL_CHOICES[place], text, duel_id) for place, text in _BUTTONS.items()]
    return kit.modal(wording.DUEL_TITLE, [*said, *_both(shown, article), kit.actions(*buttons)])


def decided(duel_id: int, shown: tuple[Riddle, Riddle], article: Article, place: str, more: int) -> Json:
    """The modal after a choice, which can be undone. ``more``: how many further duels wait."""
    steps = [kit.button(ids.DUEL_UNDO, wording.UNDO, duel_id)]
    steps += [kit.button(ids.DUEL_NEXT, wording.ANOTHER_DUEL, primary=True)] if more else []
    said = kit.section(f"*{kit.escaped(wording.chosen(place))}*")
    return kit.modal(wording.DUEL_TITLE, [*_both(shown, article), said, kit.actions(*steps)], wording.DONE)


def nothing_left() -> Json:
    """The modal when there is nothing to compare."""
    return kit.notice(wording.NO_DUEL)


def _both(shown: tuple[Riddle, Riddle], article: Article) -> list[Json]:
    blocks = [kit.context(wording.DUEL_INTRO), kit.section(daily.story(article))]
    for letter, riddle in zip("AB", shown, strict=True):
        answer = f"Answer: *{kit.one_line(riddle.answer)}*"
        blocks += [kit.divider(), kit.section(f"*{letter}*\n{kit.quoted(riddle.text)}\n{answer}")]
    return [*blocks, kit.divider()]
