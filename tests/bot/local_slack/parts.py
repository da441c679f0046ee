"""Block Kit pieces and the type of the `connect` fixture, for the tests of the local workspace."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import App

from bot.local_slack import LocalSlack

Connect = Callable[[LocalSlack], App]


def keep(found: list[Any], value: Any, ack: Callable[..., Any], *answer: Any) -> None:
    """Remember what a listener was given, then acknowledge."""
    found.append(value)
    ack(*answer)


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def section(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": mrkdwn(text), **more}


def button(action_id: str, text: str, **more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": plain(text), **more}


def buttons(*elements: dict[str, Any], block_id: str = "row") -> dict[str, Any]:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def choice(text: str, value: str) -> dict[str, Any]:
    return {"text": plain(text), "value": value}


def text_input(block_id: str, label: str, **more: Any) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": "typed", **more}
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "modal", "title": plain("A modal"), "submit": plain("Send"), "blocks": list(blocks), **more}
