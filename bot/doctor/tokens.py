"""Whether the Slack secrets are there and of the right kind. Pure; whether Slack takes them is asked elsewhere."""

from collections.abc import Iterator

from pydantic import SecretStr

from riddles.errors import SettingsError
from riddles.settings import Secrets

_KINDS = {
    "xoxb-": "a bot token",
    "xapp-": "an app-level token",
    "xoxp-": "a user token",
    "xoxe": "a token that expires",
    "xoxa-": "a legacy workspace token",
}
_WHERE = {
    "xoxb-": "the bot token of the app's page OAuth & Permissions",
    "xapp-": "the app-level token of the app's page Basic Information",
}


def faults(secrets: Secrets, http: bool) -> list[str]:
    """A sentence for each missing or wrong secret; ``http``: the bot is called by HTTP, not by Socket Mode."""
    found = list(_token("SLACK_BOT_TOKEN", secrets.slack_bot_token, "xoxb-"))
    if http:
        found += _signing_secret(secrets.slack_signing_secret)
    else:
        found += _token("SLACK_APP_TOKEN", secrets.slack_app_token, "xapp-")
    return found


def check(secrets: Secrets, http: bool) -> None:
    """Raises SettingsError with the first fault."""
    for fault in faults(secrets, http):
        raise SettingsError(fault)


def _token(name: str, secret: SecretStr, wanted: str) -> Iterator[str]:
    value = secret.get_secret_value()
    if not value:
        yield f"{name} is missing; put {_WHERE[wanted]} into .env or the environment (`riddlewire demo` needs none)."
    elif not value.startswith(wanted):
        kind = next((said for start, said in _KINDS.items() if value.startswith(start)), "something else")
        yield f"{name} holds {kind}, not one that starts with {wanted}; put {_WHERE[wanted]} there."


def _signing_secret(secret: SecretStr) -> Iterator[str]:
    if not secret.get_secret_value():
        yield (
            "SLACK_SIGNING_SECRET is missing, which HTTP mode needs; "
            "put the signing secret of the app's page Basic Information into .env."
        )
