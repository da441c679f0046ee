"""The guess modal, and the result with the rating that takes its place."""

from bot import wording
from bot.blocks import daily, ids, kit, rating
from bot.blocks.kit import Json
from bot.play.guess_verdict import MOST_GUESS, Standing
from bot.play.opinion import Opinion
from storage.posts import Told


def asking(told: Told, standing: Standing, allowed: int, note: str = "") -> Json:
    """The modal of a person who may guess. ``note`` takes the place of the verdict on the last guess."""
    said = note or standing.sentence
    blocks = [kit.section(kit.quoted(told.riddle.text))]
    if said:
        blocks.append(kit.section(f"*{kit.escaped(said)}*"))
    blocks += [
        _input(standing.attempt),
        kit.context(wording.attempt(standing.attempt, allowed)),
        kit.actions(kit.button(ids.SHOW_ANSWER, wording.SHOW_ANSWER, told.post.id)),
    ]
    return kit.modal(
        wording.YOUR_GUESS,
        blocks,
        submit=kit.plain(wording.SEND),
        callback_id=ids.GUESS_VIEW,
        private_metadata=str(told.post.id),
    )


def result(told: Told, standing: Standing, opinion: Opinion) -> Json:
    """The modal of a person who is finished: how it went, the answer and its story, and the rating."""
    answer = f"Answer: *{kit.one_line(told.riddle.answer)}*\n{daily.story(told.article)}"
    blocks = [
        kit.section(f"*{kit.escaped(standing.sentence)}*"),
        kit.section(kit.quoted(told.riddle.text)),
        kit.section(answer),
    ]
    assert told.riddle.id is not None, "a stored row has an id"
    return kit.modal(wording.THE_ANSWER, [*blocks, *rating.section(told.riddle.id, opinion)], wording.DONE)


def _input(attempt: int) -> Json:
    element = {
        "type": "plain_text_input",
        "action_id": ids.GUESS_INPUT,
        "max_length": MOST_GUESS,
        "focus_on_load": True,
    }
    return {
        "type": "input",
        "block_id": ids.guess_block(attempt),
        "label": kit.plain(wording.YOUR_GUESS),
        "hint": kit.plain(wording.GUESS_HINT),
        "element": element,
    }
