"""Carries payloads to the app, over Socket Mode or HTTP, and reports how the app answered.

Slack gives an app three seconds. Events are retried (at once, after a minute, after five) with the
retry number and reason; interactions and commands are not. Not covered: disabling subscriptions of
an app that fails too often.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from typing import Any

from bot.local_slack.faults import Faults
from bot.local_slack.history import History
from bot.local_slack.records import Json
from bot.local_slack.request_url import RequestUrl
from bot.local_slack.sockets import Sockets

ACK_SECONDS = 3.0
RETRY_DELAYS = (0.0, 60.0, 300.0)
KINDS = {"event": "events_api", "interactive": "interactive", "command": "slash_commands"}


@dataclass(frozen=True)
class Answer:
    """How the app answered one delivery; `error` is empty when it acknowledged in time."""

    error: str = ""
    body: Json | str | None = None
    seconds: float = 0.0
    no_retry: bool = False

    @property
    def ok(self) -> bool:
        """Whether the app acknowledged."""
        return not self.error


class Delivery:
    """Sends to the app by whichever way it is connected."""

    def __init__(
        self,
        history: History,
        sockets: Sockets,
        faults: Faults,
        *,
        ack_seconds: float = ACK_SECONDS,
        retry_delays: tuple[float, ...] = RETRY_DELAYS,
    ) -> None:
        self.request_url: RequestUrl | None = None
        self.ack_seconds = ack_seconds
        self._retry_delays = retry_delays
        self._history = history
        self._sockets = sockets
        self._faults = faults
        self._held: list[asyncio.Event] = []
        self._tasks: set[asyncio.Task[Any]] = set()

    async def send(self, target: str, payload: Json, retry: Json | None = None) -> Answer:
        """Deliver once and wait for the answer. `target`: event, interactive or command."""
        fault = self._faults.next_delivery(target)
        if fault:
            self._history.add("fault", fault=fault.kind, target=target)
        if fault and fault.kind == "lose":
            return Answer("operation_timeout")
        if fault and fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
        if fault and fault.kind == "reorder":
            await self._hold()
        began = time.monotonic()
        twice = bool(fault and fault.kind == "duplicate")
        if self.request_url is None:
            answer = await self._by_socket(target, payload, retry or {}, twice)
        else:
            answer = await self._by_http(self.request_url, target, payload, retry or {}, twice)
        answer = replace(answer, seconds=time.monotonic() - began)
        self._record(target, answer)
        return answer

    def send_event(self, payload: Json) -> None:
        """Deliver an event in the background, with retries."""
        self.later(self._with_retries(payload))

    def later(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run something in the background until the server stops."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Stop retrying and drop connections."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self.request_url is not None:
            await self.request_url.close()

    async def _with_retries(self, payload: Json) -> None:
        answer = await self.send("event", payload)
        for number, delay in enumerate(self._retry_delays, 1):
            if answer.ok or answer.no_retry:
                return
            await asyncio.sleep(delay)
            retry = {"retry_attempt": number, "retry_reason": _reason(answer.error)}
            answer = await self.send("event", payload, retry)

    async def _by_socket(self, target: str, payload: Json, retry: Json, twice: bool) -> Answer:
        envelope = {
            "envelope_id": secrets.token_hex(16),
            "type": KINDS[target],
            "payload": payload,
            "accepts_response_payload": target != "event",
            **(retry if target == "event" else {}),
        }
        if target == "event" and not retry:
            envelope |= {"retry_attempt": 0, "retry_reason": ""}
        future = await self._sockets.send(envelope)
        self._sent(target, payload, retry, envelope["envelope_id"])
        if future is None:
            return Answer("dispatch_failed")
        if twice:
            await self._sockets.send(envelope)
            self._sent(target, payload, retry, envelope["envelope_id"])
        try:
            body = await asyncio.wait_for(asyncio.shield(future), self.ack_seconds)
        except TimeoutError:
            return Answer("operation_timeout")
        return Answer(body=body)

    async def _by_http(self, url: RequestUrl, target: str, payload: Json, retry: Json, twice: bool) -> Answer:
        headers = {}
        if retry:
            headers["X-Slack-Retry-Num"] = str(retry["retry_attempt"])
            headers["X-Slack-Retry-Reason"] = retry["retry_reason"]
        self._sent(target, payload, retry, "")
        answer = await url.post(KINDS[target], payload, self.ack_seconds, headers)
        if twice:
            self._sent(target, payload, retry, "")
            await url.post(KINDS[target], payload, self.ack_seconds, headers)
        return Answer(answer.error, answer.body, no_retry=answer.no_retry)

    async def _hold(self) -> None:
        release = asyncio.Event()
        self._held.append(release)
        await release.wait()

    def _sent(self, target: str, payload: Json, retry: Json, envelope_id: str) -> None:
        self._history.add("delivery", target=target, payload=payload, envelope_id=envelope_id, **retry)
        while self._held:
            self._held.pop().set()

    def _record(self, target: str, answer: Answer) -> None:
        if answer.ok:
            self._history.add("ack", target=target, body=answer.body, seconds=answer.seconds)
        else:
            self._history.add("no_ack", target=target, error=answer.error, seconds=answer.seconds)


def _reason(error: str) -> str:
    known = {"operation_timeout": "http_timeout", "dispatch_failed": "connection_failed"}
    return "http_error" if error.startswith("http_error") else known.get(error, error)
