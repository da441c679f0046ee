"""One Web API call: its arguments, whom it comes from, and how it is refused.

Not covered: user tokens and token rotation; there is one bot token and one app-level token.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from bot.local_slack import block_table, validation
from bot.local_slack.records import Channel, Json, Message
from bot.local_slack.sockets import Sockets
from bot.local_slack.workspace import BOT_USER, Workspace

TRUE = (True, 1, "1", "true", "True")


class SlackError(Exception):
    """The call is refused with this error word and these further fields."""

    def __init__(self, word: str, **fields: Any) -> None:
        super().__init__(word)
        self.word = word
        self.fields = fields


@dataclass(frozen=True)
class Call:
    """The arguments of one call, decoded, and the workspace it is about."""

    workspace: Workspace
    sockets: Sockets
    base_url: str
    args: Json
    with_scope: frozenset[str] = field(default_factory=frozenset)

    def text(self, name: str) -> str | None:
        """A string argument; None when absent or empty."""
        value = self.args.get(name)
        return None if value is None or value == "" else str(value)

    def need(self, name: str) -> str:
        """A string argument that must be there."""
        value = self.text(name)
        if value is None:
            words = [f"[ERROR] missing required field: {name}"]
            raise SlackError("invalid_arguments", response_metadata={"messages": words})
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """A boolean argument, which forms carry as text."""
        value = self.args.get(name)
        return default if value is None else value in TRUE

    def number(self, name: str, default: int) -> int:
        """A whole number."""
        try:
            return int(self.args.get(name) or default)
        except (TypeError, ValueError):
            raise SlackError("invalid_arguments") from None

    def decoded(self, name: str, error: str) -> Any:
        """An argument that forms carry as JSON text."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise SlackError(error) from None

    def blocks(self) -> list[Json] | None:
        """The `blocks` argument, checked as Slack checks it for messages."""
        blocks = self.decoded("blocks", "invalid_blocks_format")
        if blocks is None:
            return None
        return checked_blocks(self.workspace, blocks)

    def channel(self, *, for_post: bool = False) -> Channel:
        """The `channel` argument; `for_post` also asks whether the app may write there."""
        name = self.need("channel")
        channel = self.workspace.channel(name)
        if channel is None or (not for_post and name not in self.workspace.channels):
            raise SlackError("channel_not_found")
        if not for_post:
            return channel
        if channel.is_archived:
            raise SlackError("is_archived")
        public = "chat:write.public" in self.with_scope and channel.direct_with is None
        if BOT_USER not in channel.members and not public:
            raise SlackError("not_in_channel")
        return channel

    def own_message(self, error: str) -> Message:
        """The message of this app that `channel` and `ts` name."""
        channel = self.channel()
        message = channel.messages.get(self.need("ts"))
        if message is None:
            raise SlackError("message_not_found")
        if not message.by_app:
            raise SlackError(error)
        if channel.is_archived:
            raise SlackError("is_archived")
        return message


def checked_blocks(workspace: Workspace, blocks: Any) -> list[Json]:
    """Blocks for a message, or the refusal Slack gives."""
    problems = validation.of_blocks(blocks, block_table.MESSAGE, without=workspace.refused_blocks)
    if not problems:
        problems = unknown_files(workspace, blocks)
    if problems:
        plain = [problem.removeprefix("[ERROR] ") for problem in problems]
        raise SlackError("invalid_blocks", errors=plain, response_metadata={"messages": problems})
    if validation.block_text_length(blocks) > block_table.MOST_BLOCK_TEXT:
        raise SlackError("msg_blocks_too_long")
    checked: list[Json] = blocks
    return checked


def unknown_files(workspace: Workspace, blocks: list[Json]) -> list[str]:
    """Problems of image blocks that show a file the workspace does not have."""
    problems = []
    for number, block in enumerate(blocks):
        named = block.get("slack_file") or {}
        file_id = named.get("id") or str(named.get("url", "")).rsplit("/", 1)[-1]
        if named and not (file_id in workspace.files and workspace.files[file_id].received):
            problems.append(f"[ERROR] invalid slack file [json-pointer:/blocks/{number}/slack_file]")
    return problems
