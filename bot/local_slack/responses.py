"""What an app says outside the Web API: through a response_url, or in a command's acknowledgement.

Not covered: `replace_original` on messages of other apps.
"""

from __future__ import annotations

from bot.local_slack.methods.call import TRUE, SlackError, checked_blocks
from bot.local_slack.records import Json, Message
from bot.local_slack.tickets import ResponseUrl, TicketError
from bot.local_slack.workspace import BOT_USER, Workspace


def through_url(workspace: Workspace, token: str, body: Json) -> None:
    """Carry out one POST to a response URL; raises SlackError."""
    try:
        permit = workspace.response_urls.use(token)
    except TicketError as error:
        raise SlackError(str(error)) from error
    answer(workspace, permit, body)


def answer(workspace: Workspace, permit: ResponseUrl, body: Json) -> None:
    """Post, replace or delete as the body says. Answers are ephemeral unless it says otherwise."""
    original = _original(workspace, permit)
    if body.get("delete_original") in TRUE and original:
        workspace.delete(original)
        return
    parts = {
        "text": str(body.get("text") or ""),
        "blocks": checked_blocks(workspace, body.get("blocks") or []),
        "attachments": body.get("attachments") or [],
    }
    if not any(parts.values()):
        raise SlackError("no_text")
    if body.get("replace_original") in TRUE and original:
        workspace.edit(original, **parts)
        return
    private = body.get("response_type", "ephemeral") != "in_channel"
    workspace.post(
        workspace.channels[permit.channel],
        BOT_USER,
        only_for=permit.user if private else None,
        by_app=True,
        thread_ts=body.get("thread_ts") or permit.thread_ts,
        **parts,
    )


def _original(workspace: Workspace, permit: ResponseUrl) -> Message | None:
    if permit.message_ts is None:
        return None
    return workspace.channels[permit.channel].find(permit.message_ts)
