"""The rating section, shared by the result of a guess and by the queue of unposted riddles."""

from collections.abc import Mapping

from bot import wording
from bot.blocks import daily, ids, kit
from bot.blocks.kit import Json
from bot.play.opinion import Opinion
from riddles.criteria import DEFINITIONS, HIGHEST, LOWEST, SCALE, Criterion
from storage.tables import Article, Riddle


def section(riddle_id: int, opinion: Opinion) -> list[Json]:
    """Three groups of choices with their definitions, the consent box, and what a person may do next.

    Who has not agreed to training yet is asked before the choices, not after them.
    """
    blocks = [kit.divider(), kit.section(f"{wording.RATE_INTRO}\n_{SCALE}_")]
    blocks += [] if opinion.consented else [consent(False), kit.context(wording.STORED)]
    for criterion in Criterion:
        blocks.append(kit.section(f"*{wording.criterion(criterion)}* – {DEFINITIONS[criterion]}"))
        blocks.append(_choices(riddle_id, criterion, opinion.given))
    blocks += [kit.divider(), *([consent(True), kit.context(wording.STORED)] if opinion.consented else [])]
    blocks.append(kit.actions(*_next_steps(riddle_id, opinion)))
    if opinion.waiting:
        blocks.append(kit.context(wording.more_waiting(opinion.waiting)))
    return blocks


def others(count: int, said: Mapping[Criterion, tuple[float | None, int]], thumbs: tuple[int, int], least: int) -> Json:
    """A small modal with what others said: means once at least ``least`` people have, so that nobody is told apart.

    ``thumbs``: how many are up, and down.
    """
    if not count:
        return kit.notice(wording.NOBODY_ELSE)
    lines = [wording.others(count)]
    if count < least:
        lines.append(wording.too_few_others(least))
    else:
        lines += [wording.mean(wording.criterion(name), *said[name]) for name in Criterion if name in said]
        lines += [wording.thumbs(*thumbs)] if sum(thumbs) >= least else []
    return kit.notice("\n".join(lines))


def thumb_saved(riddle_id: int, up: bool) -> list[Json]:
    """The whisper after a thumb, with the way back."""
    return [
        kit.section(wording.thumb(up)),
        kit.actions(kit.button(ids.THUMB_BACK, wording.UNDO, riddle_id)),
    ]


def consent(given: bool) -> Json:
    """The box that lets us train on a person's ratings."""
    return kit.box(ids.CONSENT, wording.CONSENT, given)


def queued(riddle: Riddle, article: Article, opinion: Opinion, note: str = "") -> Json:
    """The modal with an unposted riddle, its answer shown. ``note`` is said first."""
    assert riddle.id is not None, "a stored row has an id"
    shown = f"Answer: *{kit.one_line(riddle.answer)}*\n{daily.story(article)}"
    blocks = [kit.section(f"*{kit.escaped(note)}*")] if note else []
    more = kit.overflow(ids.MORE, [(wording.REPORT, f"report_riddle:{riddle.id}")])
    verse = {**kit.section(kit.quoted(riddle.text)), "accessory": more}
    blocks += [kit.context(wording.QUEUE_INTRO), verse, kit.section(shown)]
    return kit.modal(wording.RATE_TITLE, [*blocks, *section(riddle.id, opinion)], wording.DONE)


def nothing_left() -> Json:
    """The modal when the queue is empty."""
    return kit.notice(wording.NOTHING_TO_RATE)


def _next_steps(riddle_id: int, opinion: Opinion) -> list[Json]:
    steps = [kit.button(ids.RATE_ANOTHER, wording.RATE_ANOTHER, riddle_id)] if opinion.waiting else []
    steps += [kit.button(ids.DUEL, wording.COMPARE)] if opinion.duels else []
    return [
        *steps,
        kit.button(ids.REWRITE, wording.REWRITE, riddle_id),
        kit.button(ids.OTHERS, wording.OTHERS, riddle_id),
    ]


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
