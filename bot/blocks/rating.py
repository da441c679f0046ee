"""The rating section, shared by the result of a guess and by the queue of unposted riddles."""

from collections.abc import Mapping

from bot import wording
from bot.blocks import daily, ids, kit
from bot.blocks.kit import Json
from bot.opinion import Opinion
from riddles.criteria import DEFINITIONS, HIGHEST, LOWEST, SCALE, Criterion
from storage.tables import Article, Riddle


def section(riddle_id: int, opinion: Opinion) -> list[Json]:
    """Three groups of choices with their definitions, the consent box, and the way to the next riddle."""
    blocks = [kit.divider(), kit.section(f"{wording.RATE_INTRO}\n_{SCALE}_")]
    for criterion in Criterion:
        blocks.append(kit.section(f"*{wording.criterion(criterion)}* – {DEFINITIONS[criterion]}"))
        blocks.append(_choices(riddle_id, criterion, opinion.given))
    blocks += [kit.divider(), consent(opinion.consented), kit.context(wording.STORED)]
    if opinion.waiting:
        blocks.append(kit.actions(kit.button(ids.RATE_ANOTHER, wording.RATE_ANOTHER, riddle_id)))
        blocks.append(kit.context(wording.more_waiting(opinion.waiting)))
    return blocks


def consent(given: bool) -> Json:
    """The box that lets us train on a person's ratings."""
    box = kit.choice(wording.CONSENT, ids.AGREED)
    element: Json = {"type": "checkboxes", "action_id": ids.CONSENT, "options": [box]}
    return kit.actions({**element, "initial_options": [box]} if given else element, block_id=ids.CONSENT)


def queued(riddle: Riddle, article: Article, opinion: Opinion, note: str = "") -> Json:
    """The modal with an unposted riddle, its answer shown. ``note`` is said first."""
    assert riddle.id is not None, "a stored row has an id"
    shown = f"Answer: *{kit.one_line(riddle.answer)}*\n{daily.story(article)}"
    blocks = [kit.section(f"*{kit.escaped(note)}*")] if note else []
    blocks += [kit.context(wording.QUEUE_INTRO), kit.section(kit.quoted(riddle.text)), kit.section(shown)]
    return kit.modal(wording.RATE_TITLE, [*blocks, *section(riddle.id, opinion)], wording.DONE)


def nothing_left() -> Json:
    """The modal when the queue is empty."""
    return kit.notice(wording.NOTHING_TO_RATE)


def _choices(riddle_id: int, criterion: Criterion, given: Mapping[Criterion, int | None]) -> Json:
    options = {
        value: kit.choice(wording.SCALE_ENDS.get(value, str(value)), str(value)) for value in range(LOWEST, HIGHEST + 1)
    }
    unsure = kit.choice(wording.CANT_TELL, ids.CANT_TELL)
    radio: Json = {
        "type": "radio_buttons",
        "action_id": ids.RATINGS[criterion],
        "options": [*options.values(), unsure],
    }
    if criterion in given:
        value = given[criterion]
        radio["initial_option"] = unsure if value is None else options[value]
    return kit.actions(radio, block_id=ids.rating_block(riddle_id, criterion))
