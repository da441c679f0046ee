"""Send again or let be: an admin's word on a message that is stuck."""

from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot import payloads, wording
from bot.authorize import authorize
from bot.blocks import ids, kit, reporting
from bot.collaborators import Collaborators
from bot.listeners import doorway, visitor
from riddles.errors import SlackError, StorageError
from storage import audit, outbox

Json = dict[str, Any]


def decided(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """One of the two buttons. Rights are asked here; what is done is audited. The first click counts."""
    clicked, now = payloads.click(body), desk.clock()
    message_id, again = payloads.number(clicked), clicked.action.get("action_id") == ids.RESEND
    if not authorize(desk, clicked.who[1]):
        raise SlackError(wording.ADMINS_ONLY)
    with desk.database.writing() as session:
        person = visitor.meet(session, desk, clicked.who, now)
        try:
            row = outbox.resend(session, message_id, now) if again else outbox.dismiss(session, message_id)
            said = wording.resent(kit.one_line(row.key)) if again else wording.let_be(kit.one_line(row.key))
        except StorageError as error:
            said = kit.escaped(str(error))
        audit.note(session, person.id, f"outbox {'resend' if again else 'dismiss'} {message_id}", said, now)
    ack()
    is_notice = not (body.get("container") or {}).get("is_ephemeral")  # a list keeps its other messages
    doorway.whisper(body, said, reporting.settled(body, said) if is_notice else [kit.section(said)], replace=is_notice)
