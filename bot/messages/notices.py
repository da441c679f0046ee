"""What admins are told without asking: messages that are stuck. Each trouble once, however many it holds up."""

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot.blocks import stuck as blocks
from bot.collaborators import Collaborators
from bot.messages import addresses
from storage import outbox
from storage.tables import Message, MessageState

_OURS = "stuck"  # the kind of our own messages: a notice that is stuck itself is told nobody
_LOG = logging.getLogger(__name__)


def tell(desk: Collaborators, now: datetime) -> None:
    """Tell every admin of each message that is stuck, with its ways out.

    Of messages that were refused for one reason in one channel only the first is told, until it is resolved: a bot that
    was removed from a channel would complain every day.
    """
    with desk.database.reading() as session:
        fresh = [message for message in _first_of_each(outbox.stuck(session)) if not _is_told(session, message)]
    for message in fresh:
        with desk.database.writing() as session:
            for number in range(len(desk.settings.slack.admins)):
                outbox.put(session, _key(message, number), addresses.admin(number), blocks.notice(message), now)
        _LOG.warning("Message %s is stuck: %s", message.key, message.fault)


def _first_of_each(stuck: Sequence[Message]) -> list[Message]:
    """Every message of unknown fate, and the first one of each refusal."""
    found: dict[tuple[object, ...], Message] = {}
    for message in stuck:
        alone = message.state == MessageState.UNKNOWN
        if message.kind != _OURS:
            found.setdefault((message.id,) if alone else (message.channel, message.fault), message)
    return list(found.values())


def _is_told(session: Session, message: Message) -> bool:
    return outbox.by_key(session, _key(message, 0)) is not None


def _key(message: Message, number: int) -> str:
    return f"{_OURS}:{message.id}:{number}"
