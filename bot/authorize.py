"""Who may command. Asked in the handler of every admin deed, never only where a button is drawn."""

from bot.collaborators import Collaborators


def authorize(desk: Collaborators, user: str) -> bool:
    """Whether this Slack user id is an admin: on the allow-list (slack.admins) or in the group (slack.admin_group)."""
    return user in desk.settings.slack.admins or (bool(user) and user in desk.admin_group())
