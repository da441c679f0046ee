"""What Slack says of our tokens and channels, asked without posting anything.

Membership is asked with the means of ``chat:write`` alone: a post without text is refused, and the reason tells whether
the channel would have taken one. Not covered: whether Slack checks the channel before the text everywhere.
"""

import json
from collections.abc import Iterable, Iterator
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot import shipped
from bot.messages.slack_fault import judge, refusal
from riddles.settings import Secrets

_CALL_SECONDS = 8
_HARMLESS = {"no_text", "invalid_arguments"}  # the channel was found fit, only there is nothing to post
Answer = tuple[str, str, str]  # what it is about, the fault with its remedy (or empty), what is well


def examine(channels: Iterable[str], secrets: Secrets) -> Iterator[Answer]:
    """One answer for each thing asked; the first refusal of a token ends the questions."""
    bot = _client(secrets, secrets.slack_bot_token.get_secret_value())
    known = _called(bot, "auth.test")
    if isinstance(known, str):
        yield "slack", f"SLACK_BOT_TOKEN: {known}", ""
        return
    yield "slack", "", f"Slack knows us as {known.get('user')} in {known.get('team')}."
    yield _scopes(known)
    app_token = secrets.slack_app_token.get_secret_value()
    if app_token:
        socket = _called(_client(secrets, app_token), "apps.connections.open")
        refused = f"SLACK_APP_TOKEN: {socket}" if isinstance(socket, str) else ""
        yield "socket mode", refused, "Socket Mode connections may be opened."
    for channel in channels:
        yield _channel(bot, channel)


def _scopes(answer: SlackResponse) -> Answer:
    headers = {str(name).lower(): str(value) for name, value in answer.headers.items()}
    given = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",") if scope.strip()}
    wanted = set(
        json.loads(shipped.path_of(shipped.MANIFEST).read_text(encoding="utf-8"))["oauth_config"]["scopes"]["bot"]
    )
    missing = sorted(wanted - given)
    if not given:
        return "scopes", "", "Slack did not say which scopes the token has."
    if missing:
        fault = f"The token lacks the scopes {', '.join(missing)}; install the app again from manifest.json."
        return "scopes", fault, ""
    return "scopes", "", f"The scopes {', '.join(sorted(wanted))} are granted."


def _channel(bot: WebClient, channel: str) -> Answer:
    try:
        bot.api_call("chat.postMessage", json={"channel": channel})
    except SlackApiError as error:
        word = str(error.response.get("error", ""))
        if word in _HARMLESS:
            return "channel", "", f"{channel} takes our posts."
        return "channel", f"{channel}: {refusal(word)}", ""
    except (SlackClientError, HTTPException, OSError) as error:
        return "channel", f"{channel}: {judge(error).sentence}", ""
    return "channel", "", f"{channel} takes our posts."


def _called(client: WebClient, method: str) -> SlackResponse | str:
    """The answer, or the sentence of its refusal."""
    try:
        return client.api_call(method)
    except (SlackClientError, HTTPException, OSError) as error:
        return judge(error).sentence


def _client(secrets: Secrets, token: str) -> WebClient:
    return WebClient(token, base_url=secrets.slack_api_url, timeout=_CALL_SECONDS, retry_handlers=[])
