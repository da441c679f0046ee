"""What a failed call to Slack means for a message: try again, give up, or nobody knows. Pure."""

import math
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.error import URLError

from slack_sdk.errors import SlackApiError


class Outcome(StrEnum):
    """What became of the message."""

    NOT_TAKEN = "not taken"  # Slack surely has not got it: send it again later
    REFUSED = "refused"  # Slack said no, and would say no again
    UNKNOWN = "unknown"  # Slack may have it


@dataclass(frozen=True)
class Fault:
    """``sentence`` names the remedy; ``wait`` is what Slack asked for, in seconds, if it did."""

    outcome: Outcome
    sentence: str
    wait: float | None = None


_BUSY = {"ratelimited", "rate_limited", "message_limit_exceeded"}
# Slack's documentation says of these that the operation may have succeeded in part
_MAYBE = {"internal_error", "fatal_error", "request_timeout", "service_unavailable"}
_REMEDIES: Mapping[str, str] = {
    "account_inactive": "the app was uninstalled; install it again and put its new token into .env",
    "cant_update_message": "another app owns the message; nothing is to be done",
    "channel_not_found": "correct the id under slack.channels, or invite the bot if the channel is private",
    "edit_window_closed": "this workspace forbids late edits; nothing is to be done",
    "invalid_auth": "put the app's current bot token into .env",
    "invalid_blocks": "this is a fault of Riddlewire; please report it with this sentence",
    "is_archived": "unarchive the channel, or take it out of slack.channels",
    "message_not_found": "somebody deleted the message; nothing is to be done",
    "missing_scope": "install the app again from manifest.json, which asks for every scope it needs",
    "no_permission": "ask a workspace admin to let the app post in the channel",
    "not_authed": "put the app's bot token into .env as SLACK_BOT_TOKEN",
    "not_in_channel": "invite the bot to the channel with /invite @riddlewire",
    "restricted_action": "ask a workspace admin to let the app post in the channel",
    "team_access_not_granted": "install the app again in this workspace",
    "token_expired": "put the app's current bot token into .env",
    "token_revoked": "install the app again and put its new token into .env",
}


def judge(error: Exception) -> Fault:
    """What an error of a Web API call means. Raises nothing; what it does not know is unknown."""
    if isinstance(error, SlackApiError):
        return _answered(error)
    if isinstance(error, URLError) and _never_sent(error.reason):
        return Fault(Outcome.NOT_TAKEN, f"Slack could not be reached ({error.reason}); check the network.")
    return Fault(Outcome.UNKNOWN, f"The connection broke ({_name(error)}), so Slack may have the message.")


def refusal(word: str) -> str:
    """A sentence for an error word of Slack, with the remedy."""
    remedy = _REMEDIES.get(word, "look it up in Slack's documentation of the method")
    return f"Slack refused with {word}; {remedy}."


def retry_after(text: str | None) -> float | None:
    """Seconds of a Retry-After header, whatever proxies made of it; None if it is no number of seconds."""
    try:
        seconds = float((text or "").strip())
    except ValueError:
        return None
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _answered(error: SlackApiError) -> Fault:
    response = error.response
    status = getattr(response, "status_code", 200)
    headers = {str(name).lower(): value for name, value in (getattr(response, "headers", None) or {}).items()}
    word = _word(response)
    if status == 429 or word in _BUSY:
        asked = retry_after(headers.get("retry-after"))
        return Fault(Outcome.NOT_TAKEN, "Slack asked to slow down; it is sent again later.", asked)
    if status != 200 or not word or word in _MAYBE:
        said = f"with {word}" if word in _MAYBE else f"in a form that is not Slack's (HTTP {status})"
        return Fault(Outcome.UNKNOWN, f"Slack, or something before it, answered {said}; it may have the message.")
    return Fault(Outcome.REFUSED, refusal(word))


def _word(response: object) -> str:
    """The error word; empty if the answer was no JSON (the SDK then puts a sentence in its place)."""
    data = getattr(response, "data", response)
    word = data.get("error", "") if isinstance(data, dict) else ""
    return word if isinstance(word, str) and word.replace("_", "").isalnum() else ""


def _never_sent(reason: object) -> bool:
    """Whether the connection failed before a whole request could be on its way."""
    broken = ConnectionError, ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError
    return isinstance(reason, ConnectionRefusedError) or (
        isinstance(reason, OSError) and not isinstance(reason, broken)
    )


def _name(error: Exception) -> str:
    reason = getattr(error, "reason", error)
    return type(reason).__name__ if isinstance(reason, Exception) else type(error).__name__
