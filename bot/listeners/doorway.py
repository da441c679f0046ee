"""The edge between Slack and our listeners: whatever fails inside, Slack gets its ack and the person one sentence.

Bolt loses an ack if a listener raises within 10 ms of it, so nothing may leave a listener; this is where it stops.
"""

import logging
from collections.abc import Callable, Sequence
from http.client import HTTPException
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from bot import wording
from bot.blocks import kit
from bot.collaborators import Collaborators
from riddles.errors import RiddlewireError

Json = dict[str, Any]
Listener = Callable[[Ack, Json, WebClient, Collaborators], None]
_SLACK_TROUBLE = (SlackClientError, HTTPException, OSError)
_LATE = {"expired_trigger_id", "trigger_expired", "invalid_trigger_id"}
# the same click delivered twice, or a modal closed meanwhile: the person misses nothing
_HARMLESS = {"exchanged_trigger_id", "trigger_exchanged", "not_found"}
_LOG = logging.getLogger(__name__)


def guarded(listener: Listener, desk: Collaborators) -> Callable[[Ack, Json, WebClient], None]:
    """The listener as Bolt calls it: it never raises, and always acks."""

    def enter(ack: Ack, body: Json, client: WebClient) -> None:
        try:
            listener(ack, body, client, desk)
        except RiddlewireError as error:
            _tell(str(error), ack, body, client)
        except _SLACK_TROUBLE as error:
            _tell(_slack_sentence(error), ack, body, client)
        except Exception:  # a process edge: Bolt's thread  # noqa: BLE001
            _LOG.exception("The listener %s failed", listener.__name__)
            _tell(wording.OUR_FAULT, ack, body, client)

    enter.__name__ = listener.__name__
    return enter


def _slack_sentence(error: Exception) -> str:
    """What to tell the person of a failed call; empty if they miss nothing."""
    word = _word(error)
    if word in _HARMLESS:
        return ""
    _LOG.warning("Slack refused a call: %s", word)
    return wording.TOO_SLOW if word in _LATE else wording.SLACK_FAULT


def _tell(sentence: str, ack: Ack, body: Json, client: WebClient) -> None:
    if not sentence:
        ack()
        return
    try:
        _say(sentence, ack, body, client)
    except _SLACK_TROUBLE as error:
        _LOG.warning("Could not tell a person (%s): %s", _word(error), sentence)


def _word(error: Exception) -> str:
    return str(error.response.get("error", "")) if isinstance(error, SlackApiError) else type(error).__name__


def _say(sentence: str, ack: Ack, body: Json, client: WebClient) -> None:
    view = body.get("view") or {}
    if "command" in body:
        ack(kit.escaped(sentence))
    elif body.get("type") == "view_submission":
        ack(response_action="push", view=kit.notice(sentence))
    elif view:
        ack()
        _show(sentence, view, body, client)
    elif body.get("response_url"):
        ack()
        whisper(body, sentence)
    else:
        ack()


def _show(sentence: str, view: Json, body: Json, client: WebClient) -> None:
    """A modal with the sentence; where the click is too old to open one, the sentence on top of what it was made in."""
    in_modal = view.get("type") == "modal"
    show = client.views_push if in_modal else client.views_open
    try:
        show(trigger_id=str(body.get("trigger_id") or ""), view=kit.notice(sentence))
    except SlackApiError as error:
        _LOG.warning("No modal could be opened to tell a person (%s); the view itself tells them.", _word(error))
        amended = kit.amended(view, sentence)
        if in_modal:
            client.views_update(view_id=str(view.get("id")), view=amended)
        else:
            client.views_publish(user_id=str((body.get("user") or {}).get("id")), view=amended)


def whisper(body: Json, sentence: str, blocks: Sequence[Json] | None = None, replace: bool = False) -> None:
    """Say something that only the person who clicked a message sees; ``replace``: in the place of that message."""
    WebhookClient(str(body["response_url"]), retry_handlers=[]).send(
        text=kit.escaped(sentence, 3000), blocks=blocks, response_type="ephemeral", replace_original=replace
    )
