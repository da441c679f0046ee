"""The Socket Mode side: tickets, connected sockets, envelopes and acknowledgements.

One envelope goes to one socket, in turn. Not covered: load balancing by Slack's real rules, and
sockets that age out by themselves (call `refresh`).
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web

from bot.local_slack.records import Json
from bot.local_slack.workspace import APP_ID

MOST_SOCKETS = 10
PING_SECONDS = 5.0


class Sockets:
    """The app's open Socket Mode connections."""

    def __init__(self, record: Callable[..., Any]) -> None:
        self._record = record
        self._tickets: set[str] = set()
        self._open: list[web.WebSocketResponse] = []
        self._leaving: list[web.WebSocketResponse] = []
        self._turn = 0
        self._waiting: dict[str, asyncio.Future[Json | None]] = {}
        self._frozen: set[int] = set()
        self._requests: dict[int, web.Request] = {}

    @property
    def count(self) -> int:
        """How many sockets are connected."""
        return len(self._open)

    def ticket(self) -> str:
        """A one-use permission to connect."""
        ticket = secrets.token_urlsafe(24)
        self._tickets.add(ticket)
        return ticket

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Serve one WebSocket for as long as it lives."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=404, text="This socket URL is unknown or was used.")
        self._tickets.discard(ticket)
        if self.count >= MOST_SOCKETS:
            return web.Response(status=429, text="An app may have ten sockets.")
        socket = web.WebSocketResponse(timeout=1.0, autoping=False)  # a frozen one must not answer pings either
        await socket.prepare(request)
        self._requests[id(socket)] = request
        await socket.send_json(self._hello())
        self._open.append(socket)
        self._record("socket", change="open")
        pings = asyncio.create_task(self._ping(socket))
        try:
            await self._listen(socket)
        finally:
            pings.cancel()
            self._forget(socket)
        return socket

    async def send(self, envelope: Json) -> asyncio.Future[Json | None] | None:
        """Send an envelope to the next socket; None when there is no socket.

        The same envelope sent again shares its acknowledgement.
        """
        if not self._open:
            return None
        envelope_id = envelope["envelope_id"]
        if envelope_id not in self._waiting:
            self._waiting[envelope_id] = asyncio.get_running_loop().create_future()
        future = self._waiting[envelope_id]
        await self._transmit(envelope)
        return future

    def freeze(self) -> None:
        """Half-open: keep the TCP connections there are but neither read nor write on them any more.

        A connection made later works; a frozen one is forgotten once the app gives it up.
        """
        self._frozen = {id(socket) for socket in self._open}
        self._record("fault", fault="freeze")

    def thaw(self) -> None:
        """End `freeze`; what the app sent meanwhile is read now."""
        self._frozen.clear()

    async def refresh(self, reason: str = "refresh_requested", *, close: bool = True) -> None:
        """Ask every socket to reconnect, as Slack does when it moves them, then close those."""
        self._record("fault", fault="refresh", reason=reason)
        leaving = tuple(self._open)
        self._leaving.extend(leaving)
        for socket in leaving:
            await self._quietly(socket.send_json({"type": "disconnect", "reason": reason}))
        if close:
            await asyncio.sleep(0.2)
            await self._close(leaving)

    async def close(self) -> None:
        """Close every socket with a close frame."""
        await self._close(tuple(self._open))

    def cut(self) -> None:
        """Cut every connection without a word, as a lost network does."""
        self._record("fault", fault="cut")
        for socket in tuple(self._open):
            request = self._requests.get(id(socket))
            if request is not None and request.transport is not None:
                request.transport.abort()
            self._forget(socket)

    async def _close(self, sockets: tuple[web.WebSocketResponse, ...]) -> None:
        for socket in sockets:
            self._forget(socket)
            await self._quietly(socket.close(code=1000))

    async def _transmit(self, envelope: Json) -> None:
        # A socket that was asked to leave is used only while there is no other.
        staying = [socket for socket in self._open if socket not in self._leaving] or self._open
        socket = staying[self._turn % len(staying)]
        self._turn += 1
        if id(socket) not in self._frozen:
            await self._quietly(socket.send_json(envelope))

    async def _listen(self, socket: web.WebSocketResponse) -> None:
        async for frame in socket:
            while id(socket) in self._frozen:
                await asyncio.sleep(0.05)
                if self._is_given_up(socket):
                    return
            if frame.type is WSMsgType.TEXT:
                self._acknowledge(frame.data)
            elif frame.type is WSMsgType.PING:
                await self._quietly(socket.pong(frame.data))

    def _is_given_up(self, socket: web.WebSocketResponse) -> bool:
        """Whether the app has ended the TCP connection."""
        request = self._requests.get(id(socket))
        return request is None or request.transport is None or request.transport.is_closing()

    def _acknowledge(self, text: str) -> None:
        try:
            data: Any = json.loads(text)
        except ValueError:
            return
        if not isinstance(data, dict) or "envelope_id" not in data:
            return
        future = self._waiting.pop(str(data["envelope_id"]), None)
        if future is not None and not future.done():
            future.set_result(data.get("payload"))

    async def _ping(self, socket: web.WebSocketResponse) -> None:
        while not socket.closed:
            if id(socket) not in self._frozen:
                await self._quietly(socket.ping(b"Ping from the local workspace"))
            await asyncio.sleep(PING_SECONDS)

    async def _quietly(self, sending: Any) -> None:
        try:
            await sending
        except (ConnectionError, RuntimeError):
            self._record("socket", change="send failed")

    def _forget(self, socket: web.WebSocketResponse) -> None:
        if socket in self._open:
            self._open.remove(socket)
            if socket in self._leaving:
                self._leaving.remove(socket)
            self._requests.pop(id(socket), None)
            self._record("socket", change="closed")

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": self.count + 1,
            "connection_info": {"app_id": APP_ID},
            "debug_info": {
                "host": "applink-local",
                "build_number": 1,
                "approximate_connection_time": 3600,
            },
        }
