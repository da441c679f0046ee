"""What people put into elements, shaped as Slack shapes it in `state.values` and in actions.

Pure functions. Not covered: `external_select` (needs an options URL), `file_input` and
`rich_text_input`; the validation table refuses them.
"""

from __future__ import annotations

import re
from typing import Any

from bot.local_slack import elements
from bot.local_slack.records import Json, Values

TEXTS = ("plain_text_input", "email_text_input", "url_text_input", "number_input")
# Element type -> (key in state, key of the initial value)
SINGLE = {
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}
MANY = {
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
}
STATEFUL = (*TEXTS, *SINGLE, *MANY)


class ValueRefused(Exception):
    """Slack's client would not let a person enter this."""


def initial(element: Json) -> Json:
    """The state of an element nobody has touched yet."""
    kind = element["type"]
    if kind in TEXTS:
        return {"type": kind, "value": element.get("initial_value")}
    if kind in SINGLE:
        key, source = SINGLE[kind]
        return {"type": kind, key: element.get(source)}
    key, source = MANY[kind]
    return {"type": kind, key: list(element.get(source) or [])}


def entered(element: Json, value: Any) -> Json:
    """The state after a person entered `value`: text, or an option's value or text, or several."""
    kind = element["type"]
    if kind in TEXTS:
        text = "" if value is None else str(value)
        return {"type": kind, "value": text or None}
    if kind in SINGLE:
        key, _ = SINGLE[kind]
        picks = _pick(element, value) if key == "selected_option" and value else value
        return {"type": kind, key: picks or None}
    if kind in MANY:
        key, _ = MANY[kind]
        many = value if isinstance(value, list | tuple) else [value]
        picked = [_pick(element, one) if key == "selected_options" else one for one in many]
        return {"type": kind, key: picked}
    raise ValueRefused(f"A {kind} holds no value. Click it instead.")


def state(blocks: list[Json], kept: Values) -> Values:
    """`state.values` for these blocks: what was entered, else the initial values."""
    found: Values = {}
    for item in elements.every(blocks):
        if item.element["type"] not in STATEFUL:
            continue
        value = kept.get(item.block_id, {}).get(item.action_id)
        if value is None or value["type"] != item.element["type"]:
            value = initial(item.element)
        found.setdefault(item.block_id, {})[item.action_id] = value
    return found


def shown(blocks: list[Json], kept: Values) -> Values:
    """`state`, and which feedback button was pressed: the page marks it, payloads do not carry it."""
    found = state(blocks, kept)
    for item in elements.every(blocks):
        pressed = kept.get(item.block_id, {}).get(item.action_id)
        if item.element["type"] == "feedback_buttons" and pressed:
            found.setdefault(item.block_id, {})[item.action_id] = pressed
    return found


def is_empty(value: Json) -> bool:
    """Whether nothing is entered or chosen."""
    return all(not part for name, part in value.items() if name != "type")


def complaints(blocks: list[Json], kept: Values) -> dict[str, str]:
    """What Slack's client says under each input before it lets a modal be submitted."""
    found: dict[str, str] = {}
    now = state(blocks, kept)
    for item in elements.every(blocks):
        if item.block["type"] != "input":
            continue
        value = now[item.block_id][item.action_id]
        if is_empty(value):
            if not item.block.get("optional"):
                found[item.block_id] = "Please complete this required field."
            continue
        problem = _complaint(item.element, value)
        if problem:
            found[item.block_id] = problem
    return found


def _pick(element: Json, wanted: Any) -> Json:
    if isinstance(wanted, dict):
        wanted = wanted.get("value")
    choices = elements.options(element)
    for option in choices:
        if wanted in (option["value"], option["text"]["text"]):
            return option
    known = [option["value"] for option in choices]
    raise ValueRefused(f"{element['type']} has no option {wanted!r}. It has {known}.")


def _complaint(element: Json, value: Json) -> str | None:
    kind, text = element["type"], str(value.get("value") or "")
    if kind == "plain_text_input":
        if len(text) > element.get("max_length", 3000):
            return f"Please use at most {element.get('max_length', 3000)} characters."
        if len(text) < element.get("min_length", 0):
            return f"Please use at least {element['min_length']} characters."
    if kind == "email_text_input" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        return "Please enter a valid email address."
    if kind == "url_text_input" and not re.match(r"https?://[^\s/]+", text):
        return "Please enter a valid URL."
    if kind == "number_input":
        return _number_complaint(element, text)
    most = element.get("max_selected_items")
    if most and any(isinstance(part, list) and len(part) > most for part in value.values()):
        return f"Please choose at most {most}."
    return None


def _number_complaint(element: Json, text: str) -> str | None:
    pattern = r"-?\d+(\.\d+)?" if element.get("is_decimal_allowed") else r"-?\d+"
    if not re.fullmatch(pattern, text):
        return "Please enter a number."
    if "min_value" in element and float(text) < float(element["min_value"]):
        return f"Please enter {element['min_value']} or more."
    if "max_value" in element and float(text) > float(element["max_value"]):
        return f"Please enter {element['max_value']} or less."
    return None
