"""chat.*: posting, editing and removing the app's messages.

Not covered: scheduled messages, streams, unfurls and `me` messages.
"""

from __future__ import annotations

from typing import Any

from bot.local_slack import block_table, payloads
from bot.local_slack.methods.call import Call, SlackError, checked_blocks
from bot.local_slack.records import Json, Message
from bot.local_slack.workspace import BOT_USER, TEAM_DOMAIN


def post_message(call: Call) -> Json:
    """chat.postMessage."""
    channel = call.channel(for_post=True)
    parts = _content(call)
    thread_ts = call.text("thread_ts")
    if thread_ts is not None:
        thread_ts = _thread_root(channel.messages.get(thread_ts))
        parts["broadcast"] = call.flag("reply_broadcast")
    message = call.workspace.post(
        channel,
        BOT_USER,
        thread_ts=thread_ts,
        by_app=True,
        metadata=call.decoded("metadata", "invalid_metadata_format"),
        **parts,
    )
    return {
        "channel": channel.id,
        "ts": message.ts,
        "message": payloads.message(call.workspace, message),
    }


def post_ephemeral(call: Call) -> Json:
    """chat.postEphemeral."""
    channel = call.channel(for_post=True)
    user = call.need("user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    message = call.workspace.post(
        channel,
        BOT_USER,
        only_for=user,
        by_app=True,
        thread_ts=call.text("thread_ts"),
        **_content(call),
    )
    return {"message_ts": message.ts}


def update(call: Call) -> Json:
    """chat.update. Text without blocks removes the blocks; ephemerals cannot be updated."""
    message = call.own_message("cant_update_message")
    parts = _content(call)
    if not parts["text"] and parts["blocks"]:
        parts["text"] = message.text
    call.workspace.edit(message, **parts)
    return {
        "channel": message.channel,
        "ts": message.ts,
        "text": message.text,
        "message": payloads.message(call.workspace, message),
    }


def delete(call: Call) -> Json:
    """chat.delete."""
    message = call.own_message("cant_delete_message")
    call.workspace.delete(message)
    return {"channel": message.channel, "ts": message.ts}


def permalink(call: Call) -> Json:
    """chat.getPermalink; the link opens the local page."""
    channel = call.channel()
    ts = call.need("message_ts")
    if ts not in channel.messages:
        raise SlackError("message_not_found")
    link = f"https://{TEAM_DOMAIN}.slack.com/archives/{channel.id}/p{ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": link}


def _content(call: Call) -> dict[str, Any]:
    text = call.text("text") or ""
    markdown = call.text("markdown_text")
    blocks = call.blocks() or []
    attachments = call.decoded("attachments", "invalid_attachments") or []
    if markdown and (text or blocks):
        raise SlackError("markdown_text_conflict")
    if markdown:
        blocks = checked_blocks(call.workspace, [{"type": "markdown", "text": markdown}])
    if not text and not blocks and not attachments:
        raise SlackError("no_text")
    if len(text) > block_table.MOST_MESSAGE_TEXT:
        raise SlackError("msg_too_long")
    return {"text": text, "blocks": blocks, "attachments": attachments}


def _thread_root(parent: Message | None) -> str:
    if parent is None:
        raise SlackError("message_not_found")
    return parent.thread_ts or parent.ts
