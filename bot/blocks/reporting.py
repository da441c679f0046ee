"""Report a problem: the form, and what admins see of it."""

from bot import wording
from bot.blocks import daily, ids, kit
from bot.blocks.kit import Json
from storage.outbox import Content
from storage.tables import Article, Riddle

MOST = 500  # characters of what is added


def form(riddle_id: int) -> Json:
    """The form."""
    reasons = [kit.choice(text, value) for value, text in wording.REPORT_REASONS.items()]
    radio = {"type": "radio_buttons", "action_id": ids.REPORT_REASON, "options": reasons}
    more = {"type": "plain_text_input", "action_id": ids.REPORT_MORE, "multiline": True, "max_length": MOST}
    return kit.modal(
        wording.REPORT_TITLE,
        [
            kit.section(wording.REPORT_INTRO),
            kit.question(ids.REPORT_REASON, wording.REPORT_WHY, radio),
            kit.question(ids.REPORT_MORE, wording.REPORT_MORE, more, optional=True),
        ],
        wording.CANCEL,
        submit=kit.plain(wording.SEND), callback_id=ids.REPORT_VIEW, private_metadata=str(riddle_id),
    )  # fmt: skip


def settled(body: Json, said: str) -> list[Json]:
    """The message that an admin clicked on (in a block_actions payload), with the decision in place of the buttons."""
    kept = [block for block in (body.get("message") or {}).get("blocks") or [] if block.get("type") != "actions"]
    return [*kept, kit.section(f"*{kit.escaped(said)}*")]


def told(riddle: Riddle, article: Article, reason: str, stands: bool) -> Content:
    """The message to an admin, who decides. ``stands``: the riddle was let stand before and is not hidden."""
    said = [kit.escaped(reason, 1500), *([wording.STANDS_AGAIN] if stands else [])]
    withdraw = kit.confirm(wording.UPHOLD, wording.UPHOLD_SURE, wording.UPHOLD, danger=True)
    show = kit.confirm(wording.DISMISS, wording.DISMISS_SURE, wording.DISMISS)
    return Content(
        f"{wording.REPORTED}: {kit.escaped(reason, 1500)}",
        [
            kit.header(wording.REPORTED),
            kit.section("\n".join(said)),
            kit.section(kit.quoted(riddle.text)),
            kit.section(f"Answer: *{kit.one_line(riddle.answer)}*\n{daily.story(article)}"),
            kit.actions(
                kit.button(ids.REPORT_UPHOLD, wording.UPHOLD, riddle.id, sure=withdraw),
                kit.button(ids.REPORT_DISMISS, wording.DISMISS, riddle.id, sure=show),
            ),
        ],
    )
