"""The members of a Slack user group, asked at most once a minute. Where they cannot be read, nobody is a member.

Needs the scope usergroups:read, which the manifest leaves out, and a plan with user groups.
"""

import logging
import threading
import time
from collections.abc import Callable
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot import wording

_FRESH = 60.0  # seconds: how long somebody who left the group may still command
_LOG = logging.getLogger(__name__)


class AdminGroup:
    """Call it for the user ids of the members. ``clock`` gives monotonic seconds."""

    def __init__(self, client: WebClient, group: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._group = group
        self._clock = clock
        self._members: frozenset[str] = frozenset()
        self._asked: float | None = None
        self._turn = threading.Lock()

    def __call__(self) -> frozenset[str]:
        """The members as Slack has them now, or had them within the last minute."""
        if not self._group:
            return frozenset()
        with self._turn:
            if self._asked is None or self._clock() - self._asked > _FRESH:
                self._members, self._asked = self._read(), self._clock()
            return self._members

    def _read(self) -> frozenset[str]:
        try:
            answer = self._client.usergroups_users_list(usergroup=self._group)
        except (SlackClientError, HTTPException, OSError) as error:
            word = str(error.response.get("error", "")) if isinstance(error, SlackApiError) else type(error).__name__
            _LOG.warning("%s", wording.scope_missing(word))
            return frozenset()
        return frozenset(str(user) for user in answer.get("users") or ())
