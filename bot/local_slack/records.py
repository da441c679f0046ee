"""The things a workspace holds: people, channels, messages, views and files, as plain records.

Not covered: rules. Who may do what is decided in `methods/` (the app) and `interactions.py` (people).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Values = dict[str, dict[str, Json]]


@dataclass
class User:
    """Somebody in the workspace; the app's bot user is one of them."""

    id: str
    name: str
    real_name: str
    is_bot: bool = False
    is_admin: bool = False


@dataclass
class Group:
    """A user group, e.g. @riddle-admins."""

    id: str
    handle: str
    name: str
    members: list[str] = field(default_factory=list)


@dataclass
class Message:
    """One message. `only_for` makes it ephemeral: one person sees it and no history holds it."""

    channel: str
    ts: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    thread_ts: str | None = None
    broadcast: bool = False
    only_for: str | None = None
    by_app: bool = False
    edited: Json | None = None
    metadata: Json | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    values: dict[str, Values] = field(default_factory=dict)


@dataclass
class Channel:
    """A channel, or a direct conversation between the app and one person (`direct_with`)."""

    id: str
    name: str
    members: set[str] = field(default_factory=set)
    direct_with: str | None = None
    is_archived: bool = False
    created: int = 0
    messages: dict[str, Message] = field(default_factory=dict)
    ephemerals: dict[str, Message] = field(default_factory=dict)

    def find(self, ts: str) -> Message | None:
        """The message with this timestamp, ephemeral or not."""
        return self.messages.get(ts) or self.ephemerals.get(ts)


@dataclass
class View:
    """One modal or App Home of one person, with what that person typed so far (`values`)."""

    id: str
    user: str
    kind: str
    body: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    values: Values = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        """The blocks of the view as the app sent them, with block ids filled in."""
        blocks: list[Json] = self.body["blocks"]
        return blocks


@dataclass
class StoredFile:
    """An uploaded file; `shared` turns true when files.completeUploadExternal names it."""

    id: str
    name: str
    length: int
    alt_text: str = ""
    title: str = ""
    content: bytes = b""
    mimetype: str = "application/octet-stream"
    ticket: str = ""
    received: bool = False
    shared: bool = False
