"""Which methods exist, which token they take and which scope they need.

`scopes`: any one of them is enough. Source: the method's page on https://docs.slack.dev/reference.
Methods that are not here answer `unknown_method`, as Slack does for a misspelt one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.local_slack.methods import chat, conversations, files, people, views
from bot.local_slack.methods.call import Call
from bot.local_slack.records import Json


@dataclass(frozen=True)
class Method:
    """One method: what answers it and what it asks for. `token`: bot, app or none."""

    answer: Callable[[Call], Json]
    scopes: tuple[str, ...] = ()
    token: str = "bot"


def open_connection(call: Call) -> Json:
    """apps.connections.open."""
    address = call.base_url.replace("http://", "ws://", 1)
    return {"url": f"{address}/link?ticket={call.sockets.ticket()}&app_id=local"}


_WRITE = ("chat:write",)
_CHANNELS = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")

METHODS: dict[str, Method] = {
    "api.test": Method(people.api_test, token="none"),
    "auth.test": Method(people.auth_test),
    "apps.connections.open": Method(open_connection, token="app"),
    "chat.postMessage": Method(chat.post_message, _WRITE),
    "chat.postEphemeral": Method(chat.post_ephemeral, _WRITE),
    "chat.update": Method(chat.update, _WRITE),
    "chat.delete": Method(chat.delete, _WRITE),
    "chat.getPermalink": Method(chat.permalink),
    "conversations.list": Method(conversations.list_all, _CHANNELS),
    "conversations.info": Method(conversations.info, _CHANNELS),
    "conversations.members": Method(conversations.members, _CHANNELS),
    "conversations.open": Method(conversations.open_direct, ("im:write", "mpim:write")),
    "conversations.history": Method(conversations.history, _HISTORY),
    "conversations.replies": Method(conversations.replies, _HISTORY),
    "users.info": Method(people.user_info, ("users:read",)),
    "users.list": Method(people.user_list, ("users:read",)),
    "usergroups.list": Method(people.group_list, ("usergroups:read",)),
    "usergroups.users.list": Method(people.group_members, ("usergroups:read",)),
    "reactions.add": Method(people.add_reaction, ("reactions:write",)),
    "views.open": Method(views.open_modal),
    "views.push": Method(views.push),
    "views.update": Method(views.update),
    "views.publish": Method(views.publish),
    "files.getUploadURLExternal": Method(files.upload_url, ("files:write",)),
    "files.completeUploadExternal": Method(files.complete, ("files:write",)),
}
