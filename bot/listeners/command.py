"""``/riddle``: one table of subcommands, the rights they need, and the audit of what admins command."""

from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot import payloads, wording
from bot.authorize import authorize
from bot.blocks import command as blocks
from bot.collaborators import Collaborators
from bot.listeners import admin, asker, visitor
from bot.listeners.asker import Answer, Asked
from storage import audit

Json = dict[str, Any]
EVERYONE: dict[str, Answer] = {"help": asker.help_wanted, "status": asker.status, "hint": asker.hint}
ADMINS: dict[str, Answer] = {
    "post": admin.post,
    "post again": admin.post_again,
    "retrain": admin.retrain,
    "cancel": admin.cancel,
}


def riddle(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """Answer the command; only the person who asked sees the answer."""
    given, now = payloads.command(body), desk.clock()
    words = " ".join(given.words) or "help"
    with desk.database.writing() as session:
        person = visitor.meet(session, desk, given.who, now)
        asked = Asked(session, person, given, desk, now)
        if words in ADMINS:
            said = ADMINS[words](asked) if authorize(desk.settings, given.user) else wording.ADMINS_ONLY
            audit.note(session, person.id, f"/riddle {words}", said, now)
        elif words in EVERYONE:
            said = EVERYONE[words](asked)
        else:
            said = f"{blocks.unknown(words)}\n{asker.help_wanted(asked)}"
    ack(text=said, response_type="ephemeral")
