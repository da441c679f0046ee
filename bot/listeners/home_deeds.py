"""What admins do in App Home. Rights are asked here, wherever the button was drawn."""

from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot import payloads, wording
from bot.blocks import ids, kit
from bot.collaborators import Collaborators
from bot.listeners import deeds, home
from bot.payloads import Deed
from riddles.errors import SlackError

Json = dict[str, Any]
_NAMES = {action_id: name for name, action_id in ids.HOME_DEEDS.items()}


def done(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """One of the buttons, which has asked already: the deed is done, told in a modal, and Home drawn anew."""
    clicked = payloads.click(body)
    name = _NAMES.get(str(clicked.action.get("action_id")))
    if name is None:
        raise SlackError(wording.UNKNOWN_BUTTON)
    channel = (desk.settings.slack.channels or ("",))[0]
    argument = str(clicked.action.get("value") or "")
    said = deeds.do(desk, clicked, Deed(name, argument, channel, clicked.trigger_id))
    ack()
    shown = kit.modal(wording.NOTICE_TITLE, [kit.section(said)])
    client.views_open(trigger_id=clicked.trigger_id, view=shown)
    home.publish(client, desk, clicked.who)
