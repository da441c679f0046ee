"""Short-lived permissions Slack hands out: trigger ids and response URLs.

Not covered: trigger ids from workflow steps and shortcuts, which the simulator does not have.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

# https://docs.slack.dev/surfaces/modals#trigger-ids and
# https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
TRIGGER_SECONDS = 3.0
RESPONSE_URL_SECONDS = 30 * 60.0
RESPONSE_URL_USES = 5


class TicketError(Exception):
    """The ticket is refused; the text is Slack's error word."""


@dataclass
class Trigger:
    """The right to open one modal for one person, for three seconds."""

    user: str
    until: float
    used: bool = False


@dataclass
class ResponseUrl:
    """The right to answer in one conversation, five times in thirty minutes."""

    user: str
    channel: str
    until: float
    message_ts: str | None = None
    thread_ts: str | None = None
    uses_left: int = RESPONSE_URL_USES


class Triggers:
    """Issues and redeems trigger ids."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._issued: dict[str, Trigger] = {}

    def issue(self, user: str) -> str:
        """A fresh trigger id for this person."""
        trigger_id = f"{len(self._issued) + 1000}.{int(self._clock())}.{secrets.token_hex(12)}"
        self._issued[trigger_id] = Trigger(user, self._clock() + TRIGGER_SECONDS)
        return trigger_id

    def check(self, trigger_id: str) -> Trigger:
        """The trigger, if it can still be redeemed."""
        trigger = self._issued.get(trigger_id)
        if trigger is None:
            raise TicketError("invalid_trigger_id")
        if trigger.used:
            raise TicketError("exchanged_trigger_id")
        if self._clock() > trigger.until:
            raise TicketError("expired_trigger_id")
        return trigger


class ResponseUrls:
    """Issues and redeems response URL tokens."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._issued: dict[str, ResponseUrl] = {}

    def issue(self, user: str, channel: str, message_ts: str | None = None, thread_ts: str | None = None) -> str:
        """A fresh token for answering in this channel."""
        token = secrets.token_urlsafe(18)
        until = self._clock() + RESPONSE_URL_SECONDS
        self._issued[token] = ResponseUrl(user, channel, until, message_ts, thread_ts)
        return token

    def use(self, token: str) -> ResponseUrl:
        """Spend one use."""
        found = self._issued.get(token)
        if found is None:
            raise TicketError("invalid_url")
        if self._clock() > found.until:
            raise TicketError("expired_url")
        if found.uses_left <= 0:
            raise TicketError("used_url")
        found.uses_left -= 1
        return found
