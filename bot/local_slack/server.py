"""Puts the parts together behind one loopback port.

Not covered: TLS and any address but 127.0.0.1; the server refuses to be reachable from elsewhere.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets

from aiohttp import web

from bot.local_slack import responses
from bot.local_slack.browser import Browser
from bot.local_slack.delivery import Delivery
from bot.local_slack.faults import Faults
from bot.local_slack.guard import Guard
from bot.local_slack.interactions import Interactions
from bot.local_slack.methods import files
from bot.local_slack.methods.call import SlackError
from bot.local_slack.sockets import Sockets
from bot.local_slack.web_api import WebApi
from bot.local_slack.workspace import Workspace

HOST = "127.0.0.1"


class PortTaken(Exception):
    """The port is in use by another program."""


class Server:
    """The running workspace. Create and use it on one event loop."""

    def __init__(
        self,
        workspace: Workspace,
        tokens: dict[str, str],
        *,
        ack_seconds: float,
        retry_delays: tuple[float, ...],
    ) -> None:
        page_key = secrets.token_urlsafe(24)
        self.workspace = workspace
        self.faults = Faults()
        self.sockets = Sockets(workspace.changed)
        self.delivery = Delivery(
            workspace.history,
            self.sockets,
            self.faults,
            ack_seconds=ack_seconds,
            retry_delays=retry_delays,
        )
        self.interactions = Interactions(workspace, self.delivery)
        self.guard = Guard(page_key)
        self.browser = Browser(workspace, self.interactions, self._is_connected, self.guard, page_key)
        self.api = WebApi(workspace, self.sockets, self.faults, tokens)
        self.url = ""
        self._runner: web.AppRunner | None = None
        self._refresher: asyncio.Task[None] | None = None

    def _is_connected(self) -> bool:
        return self.sockets.count > 0 or self.delivery.request_url is not None

    async def start(self, port: int) -> None:
        """Listen; port 0 takes any free one."""
        app = web.Application(middlewares=[self.guard.middleware()], client_max_size=files.MOST_BYTES)
        app.add_routes(self._routes())
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        self._runner = runner
        try:
            site = web.TCPSite(runner, HOST, port)
            await site.start()
        except OSError as error:
            await runner.cleanup()
            raise PortTaken(f"Port {port} on {HOST} is in use. Choose another one, or 0 for any free port.") from error
        self.guard.port = runner.addresses[0][1]
        self.url = f"http://{HOST}:{self.guard.port}"
        self.api.base_url = self.interactions.base_url = self.url
        self._refresher = asyncio.create_task(self.browser.keep_tabs_fresh())

    async def stop(self) -> None:
        """Stop at once: nobody is waited for."""
        if self._refresher is not None:
            self._refresher.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._refresher
        await self.delivery.close()
        self.sockets.thaw()
        self.sockets.cut()
        await self.browser.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def _routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self.browser.index),
            web.get("/page/{name}", self.browser.asset),
            web.get("/files/{file_id}", self.browser.file),
            web.get("/live", self.browser.connect),
            web.get("/link", self.sockets.connect),
            web.post("/api/{method}", self.api.handle),
            web.get("/api/{method}", self.api.handle),
            web.post("/respond/{token}", self._respond),
            web.post("/upload/{ticket}", self._upload),
        ]

    async def _respond(self, request: web.Request) -> web.Response:
        token = request.match_info["token"]
        try:
            body = json.loads(await request.text())
            if not isinstance(body, dict):
                raise SlackError("invalid_payload")
            responses.through_url(self.workspace, token, body)
        except ValueError:
            return self._response_refused("invalid_payload", 400)
        except SlackError as error:
            gone = error.word in ("used_url", "expired_url", "invalid_url")
            return self._response_refused(error.word, 404 if gone else 400)
        self.workspace.history.add("response_url", ok=True, body=body)
        return web.Response(text="ok")

    def _response_refused(self, word: str, status: int) -> web.Response:
        self.workspace.history.add("response_url", ok=False, error=word)
        return web.json_response({"ok": False, "error": word}, status=status)

    async def _upload(self, request: web.Request) -> web.Response:
        ticket = request.match_info["ticket"]
        for item in self.workspace.files.values():
            if item.ticket == ticket and not item.received:
                files.receive(item, await _upload_bytes(request))
                self.workspace.history.add("upload", file=item.id, length=item.length)
                return web.Response(text=f"OK - {item.length}")
        return web.Response(status=404, text="This upload URL is unknown or was used.")


async def _upload_bytes(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    for value in (await request.post()).values():
        if isinstance(value, web.FileField):
            return value.file.read()
    return b""
