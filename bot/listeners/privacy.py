"""Send me my data, and forget me."""

import json
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot import payloads, wording
from bot.blocks import home, kit
from bot.blocks import privacy as blocks
from bot.collaborators import Collaborators
from bot.play import farewell
from storage import people, personal

Json = dict[str, Any]


def export_wanted(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """Everything we hold, as a file in a direct message; where Slack takes no file, in the modal itself."""
    clicked = payloads.click(body)
    with desk.database.reading() as session:
        person = people.find(session, desk.pseudonyms, clicked.who)
        held = personal.held(session, desk.pseudonyms, person) if person else None
    ack()
    if held is None:
        client.views_open(trigger_id=clicked.trigger_id, view=kit.notice(wording.NOTHING_HELD))
        return
    counts = {name: sum(map(_says, rows)) for name, rows in held.items() if isinstance(rows, list)}
    opened = client.views_open(trigger_id=clicked.trigger_id, view=blocks.coming(counts))
    try:
        _send(client, clicked.who[1], held)
    except (SlackClientError, OSError):
        client.views_update(view_id=str(opened["view"]["id"]), view=blocks.shown(held))


def forget_wanted(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """Forget me, after its question: everything goes at once, and Home says so without meeting the person again."""
    clicked = payloads.click(body)
    with desk.database.writing() as session:
        person = people.find(session, desk.pseudonyms, clicked.who)
        gone = farewell.say(session, person, desk.clock(), desk.home) if person else None
    ack()
    view = blocks.farewell(gone) if gone else kit.notice(wording.NOTHING_HELD)
    client.views_open(trigger_id=clicked.trigger_id, view=view)
    client.views_publish(user_id=clicked.who[1], view=home.farewell())


def _says(row: object) -> bool:
    """Whether a row is something a person said: not a duel they have only looked at, or a word taken back."""
    return not (isinstance(row, dict) and any(row.get(name, "") is None for name in ("choice", "up")))


def _send(client: WebClient, user: str, held: Json) -> None:
    """A file can be sent to a conversation only, and a message to a person tells which one that is."""
    told = client.chat_postMessage(channel=user, text=wording.EXPORT_MESSAGE)
    content = json.dumps(held, indent=1, ensure_ascii=False)
    client.files_upload_v2(
        channel=str(told["channel"]), content=content, filename="riddlewire.json", title=wording.EXPORT_FILE_TITLE
    )
