"""Rewrite it: the form for a person's own version of a riddle."""

from bot import wording
from bot.blocks import ids, kit
from bot.blocks.kit import Json
from storage.tables import Rewrite, Riddle

MOST = 1000  # characters in the field; what fits a riddle is said by the screen


def form(riddle: Riddle, mine: Rewrite | None) -> Json:
    """The form, filled in with the person's last version or else the riddle."""
    text: Json = {
        "type": "plain_text_input", "action_id": ids.REWRITE_TEXT, "multiline": True, "max_length": MOST,
        "initial_value": kit.clipped(mine.text if mine else riddle.text, MOST),
    }  # fmt: skip
    option = kit.choice(wording.CREDIT, ids.AGREED)
    credit: Json = {"type": "checkboxes", "action_id": ids.REWRITE_CREDIT, "options": [option]}
    if mine is not None and mine.credited:
        credit["initial_options"] = [option]
    return kit.modal(
        wording.REWRITE_TITLE,
        [
            kit.section(f"{wording.REWRITE_INTRO}\nAnswer: *{kit.one_line(riddle.answer)}*"),
            kit.question(ids.REWRITE_TEXT, wording.YOUR_VERSION, text, hint=wording.REWRITE_HINT),
            kit.question(ids.REWRITE_CREDIT, wording.CREDIT_LABEL, credit, optional=True),
        ],
        wording.CANCEL,
        submit=kit.plain(wording.SEND), callback_id=ids.REWRITE_VIEW, private_metadata=str(riddle.id),
    )  # fmt: skip
