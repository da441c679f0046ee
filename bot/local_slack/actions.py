"""The `actions` entry of a block_actions payload: what was clicked and what it held."""

from __future__ import annotations

from typing import Any

from bot.local_slack import elements, values
from bot.local_slack.elements import Found
from bot.local_slack.records import Json

_REPEATED = ("text", "value", "style", "icon", "placeholder", "confirm")


def describe(found: Found, value: Any, action_ts: str) -> Json:
    """What Slack says about one click. `value` is the choice, for elements that offer one."""
    element, kind = found.element, found.element["type"]
    action: Json = {
        "type": kind,
        "block_id": found.block_id,
        "action_id": found.action_id,
        "action_ts": action_ts,
    }
    action |= {name: element[name] for name in _REPEATED if name in element}
    if kind == "overflow":
        return action | {"selected_option": _option(element, value)}
    if kind == "feedback_buttons":
        button = _feedback(element, value)
        return action | {"value": button["value"], "text": button["text"]}
    if kind in values.STATEFUL:
        return action | {name: part for name, part in value.items() if name != "type"}
    return action


def _option(element: Json, wanted: Any) -> Json:
    choices = elements.options(element)
    for option in choices:
        if wanted in (option.get("value"), option["text"]["text"]):
            return option
    known = [option.get("value") for option in choices]
    raise values.ValueRefused(f"The overflow menu has no option {wanted!r}. It has {known}.")


def _feedback(element: Json, wanted: Any) -> Json:
    for name in ("positive_button", "negative_button"):
        button: Json = element[name]
        if wanted in (button["value"], button["text"]["text"], name.split("_", 1)[0]):
            return button
    raise values.ValueRefused(f"Feedback buttons have no choice {wanted!r}. Use 'positive' or 'negative'.")
