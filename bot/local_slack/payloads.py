"""How the workspace's things look in Slack's JSON: messages, views, and what the app is sent.

Not covered: legacy fields nobody should read (`token` is a constant), and enterprise fields (null).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.local_slack import values
from bot.local_slack.records import Channel, Group, Json, Message, StoredFile, User, View
from bot.local_slack.workspace import APP_ID, BOT_ID, TEAM_DOMAIN, TEAM_ID, Workspace

VERIFICATION_TOKEN = "local-verification-token"


@dataclass(frozen=True)
class Act:
    """What is the same in every interaction: who did it and the permissions that come with it."""

    user: str
    trigger_id: str
    response_url: str | None = None


def message(workspace: Workspace, item: Message, *, with_metadata: bool = False) -> Json:
    """A message as the Web API and payloads show it."""
    found: Json = {
        "type": "message",
        "ts": item.ts,
        "user": item.user,
        "text": item.text,
        "team": TEAM_ID,
    }
    if item.by_app:
        found |= {"bot_id": BOT_ID, "app_id": APP_ID, "bot_profile": _bot_profile(workspace)}
    optional = {
        "blocks": item.blocks,
        "attachments": item.attachments,
        "thread_ts": item.thread_ts,
        "edited": item.edited,
        "files": [file(workspace.files[file_id]) for file_id in item.files],
        "metadata": item.metadata if with_metadata else None,
        "reactions": [{"name": name, "users": users, "count": len(users)} for name, users in item.reactions.items()],
    }
    found |= {name: value for name, value in optional.items() if value}
    replies = [] if item.only_for else workspace.replies(item)
    if replies:
        found |= {
            "thread_ts": item.ts,
            "reply_count": len(replies),
            "reply_users": sorted({reply.user for reply in replies}),
            "latest_reply": replies[-1].ts,
        }
    return found


def view(item: View, *, with_state: bool = True) -> Json:
    """A view as the Web API and payloads show it; absent texts are filled in as Slack does."""
    body = item.body
    kept = item.values if with_state else {}
    return {
        "id": item.id,
        "team_id": TEAM_ID,
        "type": item.kind,
        "blocks": item.blocks,
        "private_metadata": body.get("private_metadata") or "",
        "callback_id": body.get("callback_id") or "",
        "state": {"values": values.state(item.blocks, kept)},
        "hash": item.hash,
        "title": body.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True},
        "clear_on_close": bool(body.get("clear_on_close")),
        "notify_on_close": bool(body.get("notify_on_close")),
        "close": body.get("close"),
        "submit": body.get("submit"),
        "previous_view_id": item.previous_id,
        "root_view_id": item.root_id,
        "app_id": APP_ID,
        "external_id": body.get("external_id") or "",
        "app_installed_team_id": TEAM_ID,
        "bot_id": BOT_ID,
    }


def file(item: StoredFile) -> Json:
    """A file as files.completeUploadExternal and messages show it."""
    return {
        "id": item.id,
        "name": item.name,
        "title": item.title or item.name,
        "mimetype": item.mimetype,
        "size": item.length,
        "alt_txt": item.alt_text,
        "mode": "hosted",
        "url_private": f"/files-pri/{item.id}",
        "permalink": f"/files/{item.id}",
    }


def user(item: User) -> Json:
    """A person as users.info shows them."""
    return {
        "id": item.id,
        "team_id": TEAM_ID,
        "name": item.name,
        "real_name": item.real_name,
        "deleted": False,
        "is_bot": item.is_bot,
        "is_admin": item.is_admin,
        "is_owner": item.is_admin,
        "is_restricted": False,
        "tz": "Etc/UTC",
        "tz_label": "Coordinated Universal Time",
        "tz_offset": 0,
        "profile": {"real_name": item.real_name, "display_name": item.name, "team": TEAM_ID},
    }


def group(item: Group, with_users: bool = False) -> Json:
    """A user group as usergroups.list shows it."""
    found: Json = {
        "id": item.id,
        "team_id": TEAM_ID,
        "is_usergroup": True,
        "handle": item.handle,
        "name": item.name,
        "date_delete": 0,
        "user_count": len(item.members),
    }
    return found | ({"users": list(item.members)} if with_users else {})


def channel(item: Channel, bot_user: str) -> Json:
    """A conversation as conversations.info shows it."""
    found: Json = {
        "id": item.id,
        "created": item.created,
        "is_channel": item.direct_with is None,
        "is_im": item.direct_with is not None,
        "is_group": False,
        "is_mpim": False,
        "is_private": item.direct_with is not None,
        "is_archived": item.is_archived,
        "is_general": item.name == "general",
        "is_member": bot_user in item.members,
        "num_members": len(item.members),
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }
    if item.direct_with is None:
        return found | {"name": item.name, "name_normalized": item.name}
    return found | {"user": item.direct_with}


def on_message(workspace: Workspace, act: Act, item: Message, actions: list[Json], kept: Any) -> Json:
    """block_actions from a message. Ephemeral messages are not repeated in it, as in Slack."""
    found = _common(workspace, act, "block_actions")
    place = workspace.channels[item.channel]
    found["container"] = {
        "type": "message",
        "message_ts": item.ts,
        "channel_id": item.channel,
        "is_ephemeral": bool(item.only_for),
    }
    if item.thread_ts and item.thread_ts != item.ts:
        found["container"]["thread_ts"] = item.thread_ts
    found["channel"] = {"id": item.channel, "name": place.name or "directmessage"}
    if not item.only_for:
        found["message"] = message(workspace, item)
    found["state"] = {"values": values.state(item.blocks, kept)}
    found["response_url"] = act.response_url
    found["actions"] = actions
    return found


def on_view(workspace: Workspace, act: Act, item: View, actions: list[Json]) -> Json:
    """block_actions from a modal or App Home."""
    found = _common(workspace, act, "block_actions")
    found["container"] = {"type": "view", "view_id": item.id}
    found["view"] = view(item)
    found["actions"] = actions
    return found


def submission(workspace: Workspace, act: Act, item: View) -> Json:
    """view_submission."""
    found = _common(workspace, act, "view_submission")
    return found | {"view": view(item), "response_urls": []}


def closed(workspace: Workspace, act: Act, item: View, *, cleared: bool) -> Json:
    """view_closed, which carries no trigger."""
    found = _common(workspace, act, "view_closed")
    del found["trigger_id"]
    return found | {"view": view(item), "is_cleared": cleared}


def command(workspace: Workspace, act: Act, place: Channel, name: str, text: str) -> Json:
    """A slash command: flat text fields, as Slack posts a form."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "team_domain": TEAM_DOMAIN,
        "channel_id": place.id,
        "channel_name": place.name or "directmessage",
        "user_id": act.user,
        "user_name": workspace.users[act.user].name,
        "command": name,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": act.response_url,
        "trigger_id": act.trigger_id,
    }


def event(workspace: Workspace, inner: Json, event_id: str) -> Json:
    """The envelope of one Events API event."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "api_app_id": APP_ID,
        "event": inner,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(workspace.clock()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM_ID,
                "user_id": "U0BOT",
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }


def _common(workspace: Workspace, act: Act, kind: str) -> Json:
    person = workspace.users[act.user]
    return {
        "type": kind,
        "team": {"id": TEAM_ID, "domain": TEAM_DOMAIN},
        "user": {
            "id": person.id,
            "username": person.name,
            "name": person.name,
            "team_id": TEAM_ID,
        },
        "api_app_id": APP_ID,
        "token": VERIFICATION_TOKEN,
        "trigger_id": act.trigger_id,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _bot_profile(workspace: Workspace) -> Json:
    return {
        "id": BOT_ID,
        "app_id": APP_ID,
        "name": workspace.manifest.bot_name,
        "deleted": False,
        "team_id": TEAM_ID,
    }
