"""Switches that make the workspace misbehave, for tests of what the app does then.

Each switch works `times` times and then turns itself off. API faults come first-set, first-used per
method (`"*"` means any method). Delivery faults take a kind: `event`, `interactive` or `command`.
Not covered: slow networks below HTTP (packet loss, partial bodies).
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field


@dataclass
class ApiFault:
    """What goes wrong with one Web API call; `accepted` means the call takes effect first."""

    kind: str
    method: str
    times: int
    accepted: bool = False
    status: int = 200
    error: str = ""
    seconds: float = 0.0
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class DeliveryFault:
    """What goes wrong with one delivery to the app."""

    kind: str
    target: str
    times: int
    seconds: float = 0.0


class Faults:
    """The switches. Safe to set from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._api: list[ApiFault] = []
        self._deliveries: list[DeliveryFault] = []

    def drop_reply(self, method: str, *, times: int = 1, accepted: bool = True) -> None:
        """Carry the call out (unless `accepted` is false), then cut the connection."""
        self._set(ApiFault("drop_reply", method, times, accepted=accepted))

    def rate_limit(self, method: str, *, retry_after: str = "1", times: int = 1) -> None:
        """Answer 429 with this Retry-After text, whatever it says; the call has no effect."""
        headers = {"Retry-After": retry_after}
        self._set(ApiFault("status", method, times, status=429, error="ratelimited", headers=headers))

    def server_error(self, method: str, *, status: int = 503, times: int = 1, accepted: bool = False) -> None:
        """Answer with this HTTP status and a body that is not JSON."""
        body = "upstream connect error or disconnect/reset before headers"
        self._set(ApiFault("status", method, times, accepted=accepted, status=status, body=body))

    def html(self, method: str, *, times: int = 1, accepted: bool = False) -> None:
        """Answer 200 with a page of HTML, as a captive portal does."""
        body = "<!doctype html><title>Sign in</title><p>Please sign in to the network."
        self._set(ApiFault("html", method, times, accepted=accepted, body=body))

    def slack_error(self, method: str, error: str, *, times: int = 1) -> None:
        """Answer 200 with `ok: false` and this word."""
        self._set(ApiFault("error", method, times, error=error))

    def delay(self, method: str, seconds: float, *, times: int = 1) -> None:
        """Carry the call out but answer only after `seconds`."""
        self._set(ApiFault("delay", method, times, accepted=True, seconds=seconds))

    def duplicate(self, target: str, *, times: int = 1) -> None:
        """Deliver twice: the same envelope, unchanged."""
        self._send(DeliveryFault("duplicate", target, times))

    def reorder(self, target: str) -> None:
        """Hold the next delivery back until the one after it has been sent."""
        self._send(DeliveryFault("reorder", target, 1))

    def delay_delivery(self, target: str, seconds: float, *, times: int = 1) -> None:
        """Deliver only after `seconds`."""
        self._send(DeliveryFault("delay", target, times, seconds=seconds))

    def lose(self, target: str, *, times: int = 1) -> None:
        """Do not deliver at all."""
        self._send(DeliveryFault("lose", target, times))

    def clear(self) -> None:
        """Turn everything off."""
        with self._lock:
            self._api.clear()
            self._deliveries.clear()

    def next_api(self, method: str) -> ApiFault | None:
        """The fault that hits this call, used up by one."""
        with self._lock:
            for fault in self._api:
                if fault.times > 0 and fault.method in ("*", method):
                    fault.times -= 1
                    return fault
        return None

    def next_delivery(self, target: str) -> DeliveryFault | None:
        """The fault that hits this delivery, used up by one."""
        with self._lock:
            for fault in self._deliveries:
                if fault.times > 0 and fault.target in ("*", target):
                    fault.times -= 1
                    return fault
        return None

    def _set(self, fault: ApiFault) -> None:
        with self._lock:
            self._api.append(fault)

    def _send(self, fault: DeliveryFault) -> None:
        with self._lock:
            self._deliveries.append(fault)
