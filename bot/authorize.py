"""Who may command. Asked in the handler of every admin deed, never only where a button is drawn."""

from riddles.settings import Settings


def authorize(settings: Settings, user: str) -> bool:
    """Whether this Slack user id is on the allow-list of admins (settings, slack.admins)."""
    return user in settings.slack.admins
