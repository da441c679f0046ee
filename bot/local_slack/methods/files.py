"""files.*: the three-step upload (ask for a URL, send the bytes, complete).

Not covered: `files.upload`, which Slack retired, remote files, and listing or deleting files.
"""

from __future__ import annotations

import secrets

from bot.local_slack import payloads
from bot.local_slack.methods.call import Call, SlackError
from bot.local_slack.records import Json, StoredFile
from bot.local_slack.workspace import BOT_USER, new_id

# What the page may show in place; everything else is offered as a download.
IMAGES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
}
MOST_BYTES = 20 * 1024 * 1024


def upload_url(call: Call) -> Json:
    """files.getUploadURLExternal."""
    length = call.number("length", 0)
    if length <= 0:
        call.need("length")
    if length > MOST_BYTES:
        raise SlackError("file_upload_size_restricted")
    name = call.need("filename")
    found = StoredFile(new_id("F"), name, length, alt_text=call.text("alt_txt") or "")
    found.ticket = secrets.token_urlsafe(18)
    call.workspace.files[found.id] = found
    return {"upload_url": f"{call.base_url}/upload/{found.ticket}", "file_id": found.id}


def complete(call: Call) -> Json:
    """files.completeUploadExternal: share what was uploaded, with an optional comment."""
    named = call.decoded("files", "invalid_arguments")
    if not isinstance(named, list) or not named:
        call.need("files")
    found = [_received(call, item) for item in named]
    channel_ids = [call.text("channel_id"), *(call.text("channels") or "").split(",")]
    channels = [_writable(call, name) for name in channel_ids if name]
    for item in found:
        item.shared = True
    for name in channels:
        channel = call.workspace.channels[name]
        call.workspace.post(
            channel,
            BOT_USER,
            text=call.text("initial_comment") or "",
            blocks=call.blocks(),
            files=[item.id for item in found],
            thread_ts=call.text("thread_ts"),
            by_app=True,
        )
    return {"files": [payloads.file(item) for item in found]}


def receive(item: StoredFile, content: bytes) -> None:
    """Keep the uploaded bytes and recognise what kind of file they are."""
    item.content = content
    item.length = len(content)
    item.received = True
    kinds = (kind for start, kind in IMAGES.items() if content.startswith(start))
    item.mimetype = next(kinds, "application/octet-stream")


def _received(call: Call, item: Json) -> StoredFile:
    found = call.workspace.files.get(str(item.get("id")))
    if found is None or not found.received:
        raise SlackError("file_not_found")
    found.title = str(item.get("title") or found.name)
    return found


def _writable(call: Call, name: str) -> str:
    if name not in call.workspace.channels:
        raise SlackError("channel_not_found")
    channel = call.workspace.channels[name]
    if channel.is_archived:
        raise SlackError("is_archived")
    if BOT_USER not in channel.members:
        raise SlackError("not_in_channel")
    return name
