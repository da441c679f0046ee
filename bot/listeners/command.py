"""``/riddle``: who asks, what for, whether they may; and the audit of what admins command."""

from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot import payloads, wording
from bot.authorize import authorize
from bot.blocks import command as blocks
from bot.collaborators import Collaborators
from bot.listeners import asker, deeds, visitor
from bot.listeners.asker import Answer, Asked
from storage import audit

Json = dict[str, Any]
EVERYONE: dict[str, Answer] = {"help": asker.help_wanted, "status": asker.status, "hint": asker.hint}


def riddle(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """Answer the command; only the person who asked sees the answer."""
    given, now = payloads.command(body), desk.clock()
    words = " ".join(given.words) or "help"
    what = deeds.named(given.words)
    allowed = what is not None and authorize(desk, given.user)
    with desk.database.writing() as session:
        person = visitor.meet(session, desk, given.who, now)
        asked = Asked(session, person, given, desk, now)
        if what is not None:
            said = deeds.answer(asked, what) if allowed else wording.ADMINS_ONLY
            audit.note(session, person.id, f"/riddle {words}"[:200], deeds.text_of(said), now)
        elif words in EVERYONE:
            said = EVERYONE[words](asked)
        else:
            said = f"{blocks.unknown(words)}\n{deeds.text_of(asker.help_wanted(asked))}"
    ack(**deeds.shown(desk, said), response_type="ephemeral")
