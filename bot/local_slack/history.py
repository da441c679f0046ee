"""The append-only record of everything that happened: the tests' oracle.

Kinds: `api` (a Web API call and its answer), `delivery`, `ack`, `no_ack` (what the app was sent and
how it answered), `post`, `ephemeral`, `update`, `delete`, `view`, `person` (what somebody did),
`failure` (what Slack would show somebody), `socket`, `fault`. Tokens are never recorded.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.local_slack.records import Json


@dataclass(frozen=True)
class Entry:
    """One thing that happened; `facts` depends on the kind."""

    number: int
    at: float
    kind: str
    facts: Json

    def __getitem__(self, name: str) -> Any:
        return self.facts[name]


class History:
    """Entries in order. Safe to read and wait on from any thread."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._entries: list[Entry] = []
        self._changed = threading.Condition()

    def add(self, kind: str, **facts: Any) -> Entry:
        """Record something and wake whoever waits."""
        frozen = json.loads(json.dumps(facts, default=str))
        with self._changed:
            entry = Entry(len(self._entries), self._clock(), kind, frozen)
            self._entries.append(entry)
            self._changed.notify_all()
        return entry

    def entries(self, kind: str | None = None, **match: Any) -> list[Entry]:
        """Entries of this kind whose facts equal `match`."""
        with self._changed:
            return [entry for entry in self._entries if _fits(entry, kind, match)]

    def count(self, kind: str, **match: Any) -> int:
        """How many entries fit."""
        return len(self.entries(kind, **match))

    def calls(self, method: str) -> list[Entry]:
        """The Web API calls of one method."""
        return self.entries("api", method=method)

    @property
    def length(self) -> int:
        """How many entries there are."""
        with self._changed:
            return len(self._entries)

    def wait_for_news(self, length: int, timeout: float) -> None:
        """Block until there are more than `length` entries, or the time is up."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._entries) > length, timeout)

    def wait_for(self, kind: str, *, count: int = 1, timeout: float = 15.0, **match: Any) -> Entry:
        """Block until `count` entries fit and return the last of them."""
        deadline = time.monotonic() + timeout
        with self._changed:
            while True:
                found = [entry for entry in self._entries if _fits(entry, kind, match)]
                if len(found) >= count:
                    return found[count - 1]
                left = deadline - time.monotonic()
                if left <= 0 or not self._changed.wait(left):
                    seen = [entry.kind for entry in self._entries[-8:]]
                    raise TimeoutError(
                        f"Waited {timeout:g} s for {count} x {kind} {match or ''}, saw "
                        f"{len(found)}. The last entries are {seen}."
                    )


def _fits(entry: Entry, kind: str | None, match: Json) -> bool:
    if kind is not None and entry.kind != kind:
        return False
    return all(entry.facts.get(name) == value for name, value in match.items())
