"""conversations.*: what an app may learn about channels, given the scopes it asked for.

Not covered: creating, joining and renaming channels from the app.
"""

from __future__ import annotations

from typing import TypeVar

from bot.local_slack import payloads
from bot.local_slack.methods.call import Call, SlackError
from bot.local_slack.records import Channel, Json, Message
from bot.local_slack.workspace import BOT_USER

Item = TypeVar("Item")


def list_all(call: Call) -> Json:
    """conversations.list."""
    types = (call.text("types") or "public_channel").split(",")
    wanted = [
        channel
        for channel in call.workspace.channels.values()
        if ("im" if channel.direct_with else "public_channel") in types
        and not (call.flag("exclude_archived") and channel.is_archived)
    ]
    page, cursor = _page(call, wanted)
    return {
        "channels": [payloads.channel(channel, BOT_USER) for channel in page],
        "response_metadata": {"next_cursor": cursor},
    }


def info(call: Call) -> Json:
    """conversations.info."""
    return {"channel": payloads.channel(call.channel(), BOT_USER)}


def members(call: Call) -> Json:
    """conversations.members."""
    page, cursor = _page(call, sorted(call.channel().members))
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


def open_direct(call: Call) -> Json:
    """conversations.open, for one person."""
    users = call.need("users").split(",")
    if len(users) != 1:
        raise SlackError("method_not_supported_for_channel_type")
    person = call.workspace.users.get(users[0])
    if person is None or person.is_bot:
        raise SlackError("user_not_found")
    existed = f"D0{person.id.removeprefix('U0')}" in call.workspace.channels
    channel = call.workspace.direct(person.id)
    return {"channel": {"id": channel.id}, "already_open": existed}


def history(call: Call) -> Json:
    """conversations.history: newest first, without ephemerals and replies."""
    channel = _readable(call)
    found = [
        message
        for message in channel.messages.values()
        if (not message.thread_ts or message.thread_ts == message.ts or message.broadcast) and _within(call, message)
    ]
    page, cursor = _page(call, found[::-1])
    return _messages(call, page, cursor)


def replies(call: Call) -> Json:
    """conversations.replies: the parent, then its replies, oldest first."""
    channel = _readable(call)
    parent = channel.messages.get(call.need("ts"))
    if parent is None:
        raise SlackError("thread_not_found")
    thread = [reply for reply in call.workspace.replies(parent) if _within(call, reply)]
    page, cursor = _page(call, [parent, *thread])
    return _messages(call, page, cursor)


def _readable(call: Call) -> Channel:
    channel = call.channel()
    needed = "im:history" if channel.direct_with else "channels:history"
    if needed not in call.with_scope:
        provided = ",".join(sorted(call.with_scope))
        raise SlackError("missing_scope", needed=needed, provided=provided)
    if BOT_USER not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _within(call: Call, message: Message) -> bool:
    oldest, latest = call.text("oldest"), call.text("latest")
    at, inclusive = float(message.ts), call.flag("inclusive")
    if oldest and (at < float(oldest) or (at == float(oldest) and not inclusive)):
        return False
    return not (latest and (at > float(latest) or (at == float(latest) and not inclusive)))


def _messages(call: Call, page: list[Message], cursor: str) -> Json:
    with_metadata = call.flag("include_all_metadata")
    return {
        "messages": [payloads.message(call.workspace, message, with_metadata=with_metadata) for message in page],
        "has_more": bool(cursor),
        "response_metadata": {"next_cursor": cursor},
    }


def _page(call: Call, items: list[Item]) -> tuple[list[Item], str]:
    cursor = call.text("cursor") or "0"
    if not cursor.isdigit():
        raise SlackError("invalid_cursor")
    start, limit = int(cursor), max(1, call.number("limit", 100))
    rest = items[start : start + limit]
    more = start + limit < len(items)
    return rest, str(start + limit) if more else ""
