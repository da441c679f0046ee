"""users.*, usergroups.*, reactions.* and auth.*: who is who.

Not covered: presence, profiles beyond names, and disabled user groups.
"""

from __future__ import annotations

from bot.local_slack import payloads
from bot.local_slack.methods.call import Call, SlackError
from bot.local_slack.records import Json
from bot.local_slack.workspace import BOT_ID, BOT_USER, TEAM_ID


def auth_test(call: Call) -> Json:
    """auth.test."""
    return {
        "url": f"{call.base_url}/",
        "team": call.workspace.name,
        "user": call.workspace.manifest.bot_name,
        "team_id": TEAM_ID,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def api_test(call: Call) -> Json:
    """api.test: gives the arguments back, or the error asked for."""
    error = call.text("error")
    args = {name: value for name, value in call.args.items() if name != "token"}
    if error:
        raise SlackError(error, args=args)
    return {"args": args}


def user_info(call: Call) -> Json:
    """users.info."""
    person = call.workspace.users.get(call.need("user"))
    if person is None:
        raise SlackError("user_not_found")
    return {"user": payloads.user(person)}


def user_list(call: Call) -> Json:
    """users.list, on one page."""
    members = [payloads.user(person) for person in call.workspace.users.values()]
    return {"members": members, "response_metadata": {"next_cursor": ""}}


def group_list(call: Call) -> Json:
    """usergroups.list, on one page; with the members if asked for."""
    with_users = call.flag("include_users")
    return {"usergroups": [payloads.group(group, with_users) for group in call.workspace.groups.values()]}


def group_members(call: Call) -> Json:
    """usergroups.users.list."""
    group = call.workspace.groups.get(call.need("usergroup"))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": list(group.members)}


def add_reaction(call: Call) -> Json:
    """reactions.add."""
    name = call.need("name").strip(":")
    message = call.channel().messages.get(call.need("timestamp"))
    if message is None:
        raise SlackError("message_not_found")
    users = message.reactions.setdefault(name, [])
    if BOT_USER in users:
        raise SlackError("already_reacted")
    users.append(BOT_USER)
    call.workspace.changed("reaction", channel=message.channel, ts=message.ts, name=name)
    return {}
