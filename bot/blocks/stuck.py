"""Messages that are stuck, and an admin's two ways out of each."""

from collections.abc import Sequence

from bot import wording
from bot.blocks import ids, kit
from bot.blocks.kit import Json
from storage.outbox import Content
from storage.tables import Message, MessageState

_MOST = 10


def listed(found: Sequence[Message]) -> Content:
    """Every stuck message with its buttons."""
    blocks = [block for message in found[:_MOST] for block in _one(message)]
    if len(found) > _MOST:
        blocks.append(kit.context(wording.more_stuck(len(found) - _MOST)))
    return Content("\n".join(_said(message) for message in found[:_MOST]), blocks)


def notice(message: Message) -> Content:
    """What an admin is told of one stuck message, once."""
    return Content(_said(message), _one(message))


def _one(message: Message) -> list[Json]:
    unknown = message.state == MessageState.UNKNOWN
    again = kit.confirm(f"{wording.RESEND}?", wording.RESEND_SURE, wording.RESEND) if unknown else None
    return [
        kit.section(_said(message)),
        kit.context(kit.one_line(message.text, 300)),
        kit.actions(
            kit.button(ids.RESEND, wording.RESEND, message.id, sure=again),
            kit.button(ids.LET_BE, wording.LET_BE, message.id),
        ),
    ]


def _said(message: Message) -> str:
    key, channel = kit.one_line(message.key, 80), kit.one_line(message.channel, 40)
    return wording.stuck(message.state, key, channel, kit.one_line(message.fault, 600))
