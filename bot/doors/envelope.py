"""The shape of what Slack sends by HTTP, as far as Bolt reads it before any of our code runs.

Bolt answers 500 to a body it stumbles over, and Slack sends an event again that was answered so. What does not have
this shape is refused with 400 instead. More than these parts may be there, and is: only what would trip Bolt is named.
"""

import json
from typing import Annotated, Any
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

Json = dict[str, Any]


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="allow")


class _Who(_Part):
    id: str
    team_id: str | None = None


class _Team(_Part):
    id: str


class _Action(_Part):
    type: str
    action_id: str
    block_id: str = ""


class _View(_Part):
    id: str
    type: str
    callback_id: str = ""
    private_metadata: str = ""
    team_id: str | None = None
    app_installed_team_id: str | None = None
    state: Json | None = None


class _Interaction(_Part):
    type: str
    user: _Who | None = None
    team: _Team | None = None
    enterprise: Json | None = None
    channel: Json | None = None
    container: Json | None = None
    message: Json | None = None
    response_url: str | None = None
    response_urls: list[Json] | None = None
    trigger_id: str | None = None
    callback_id: str | None = None
    view: _View | None = None
    actions: Annotated[list[_Action], Field(min_length=1)] | None = None


class _Inner(_Part):
    type: str
    channel: str | Json | None = None
    user: str | Json | None = None


class _Event(_Part):
    type: str
    challenge: str | None = None
    team_id: str | None = None
    enterprise_id: str | None = None
    event: _Inner | None = None
    authorizations: list[Json] | None = None


_INTERACTION: TypeAdapter[_Interaction] = TypeAdapter(_Interaction)
_EVENT: TypeAdapter[_Event] = TypeAdapter(_Event)


def fault(text: str, kind: str) -> str:
    """What is wrong with a body of content type ``kind``; empty if Bolt can read it."""
    try:
        if "json" in kind:
            return _wrong(_EVENT, text)
        form = dict(parse_qsl(text, keep_blank_values=True))
        if "payload" in form:
            return _wrong(_INTERACTION, form["payload"])
        return "" if "command" in form or "ssl_check" in form else "It is neither an interaction nor a command."
    except RecursionError:
        return "It is nested too deeply."


def _wrong(shape: TypeAdapter[Any], text: str) -> str:
    try:
        found = shape.validate_python(json.loads(text))
    except ValueError as error:  # not JSON, or of another shape
        first = error.errors()[0] if isinstance(error, ValidationError) else None
        where = ".".join(map(str, first["loc"])) if first else ""
        return f"{where or 'The body'} is not as Slack sends it."
    return _missing(found)


def _missing(found: _Event | _Interaction) -> str:
    """What each kind of body cannot be without."""
    needed = {"event_callback": "event", "block_actions": "actions", "view_submission": "view", "view_closed": "view"}
    part = needed.get(found.type, "event" if "event" in found.model_fields_set else None)
    return f"{part} is missing." if part and getattr(found, part, None) is None else ""
