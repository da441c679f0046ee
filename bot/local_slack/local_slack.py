"""`LocalSlack`: the workspace in a background thread, for tests, demos and the command line."""

from __future__ import annotations

import asyncio
import secrets
import threading
import time
from collections.abc import Callable, Coroutine, Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from bot.local_slack import manifest as manifests
from bot.local_slack.delivery import ACK_SECONDS, RETRY_DELAYS
from bot.local_slack.faults import Faults
from bot.local_slack.history import History
from bot.local_slack.manifest import Manifest
from bot.local_slack.person import Person
from bot.local_slack.records import Group
from bot.local_slack.request_url import RequestUrl
from bot.local_slack.server import Server
from bot.local_slack.sockets import Sockets
from bot.local_slack.workspace import Workspace, new_id

Result = TypeVar("Result")
START_SECONDS = 10.0


class LocalSlack:
    """A pretend workspace on 127.0.0.1. Use as a context manager, or `start` and `stop`.

    Every method may be called from any thread. It is a simulator: it refuses what Slack documents as
    refused, but has never met slack.com. Not covered: several apps, several workspaces, persistence.
    """

    def __init__(  # noqa: PLR0913 - each is a setting of its own
        self,
        manifest: Manifest | Path | None = None,
        *,
        port: int = 0,
        name: str = "Local workspace",
        bot_channels: Iterable[str] = ("riddles",),
        ack_seconds: float = ACK_SECONDS,
        retry_delays: tuple[float, ...] = RETRY_DELAYS,
        clock: Callable[[], float] = time.time,
        bot_token: str = "",
        app_token: str = "",
        signing_secret: str = "",
    ) -> None:
        found = manifest if isinstance(manifest, Manifest) else manifests.load(manifest)
        self.bot_token = bot_token or f"xoxb-local-{secrets.token_hex(12)}"
        self.app_token = app_token or f"xapp-local-{secrets.token_hex(12)}"
        self.signing_secret = signing_secret or secrets.token_hex(16)
        self.workspace = Workspace(found, name=name, bot_channels=bot_channels, clock=clock)
        self._port = port
        self._options: dict[str, Any] = {"ack_seconds": ack_seconds, "retry_delays": retry_delays}
        self._loop = asyncio.new_event_loop()
        self._thread: threading.Thread | None = None
        self._server: Server | None = None

    def __enter__(self) -> LocalSlack:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def server(self) -> Server:
        """The running server; its parts live on the background thread."""
        if self._server is None:
            raise RuntimeError("The local workspace is not running. Call start() first.")
        return self._server

    @property
    def url(self) -> str:
        """Where the browser page is."""
        return f"{self.server.url}/"

    @property
    def api_url(self) -> str:
        """The `base_url` for slack_sdk's WebClient."""
        return f"{self.server.url}/api/"

    @property
    def history(self) -> History:
        """Everything that happened so far."""
        return self.workspace.history

    @property
    def faults(self) -> Faults:
        """The switches that make the workspace misbehave."""
        return self.server.faults

    @property
    def sockets(self) -> Sockets:
        """The Socket Mode connections; change them through `on_loop` or `wait_on_loop`."""
        return self.server.sockets

    def start(self) -> LocalSlack:
        """Listen, and return once requests are answered; raises PortTaken."""
        self._thread = threading.Thread(target=self._run, name="local-slack", daemon=True)
        self._thread.start()
        try:
            self._server = self.wait_on_loop(self._start())
        except BaseException:
            self._end_loop()
            raise
        return self

    def stop(self) -> None:
        """Stop at once. Stopping twice does no harm."""
        if self._server is not None:
            self.wait_on_loop(self._server.stop())
            self._server = None
            self._end_loop()

    def person(self, user_id: str) -> Person:
        """Somebody to act as: U0YOU, U0TEAM1 … U0TEAM4."""
        return Person(self, user_id)

    def wait_for_bot(self, timeout: float = 10.0) -> None:
        """Block until the app has a Socket Mode connection."""
        self.history.wait_for("socket", change="open", timeout=timeout)

    def add_group(self, handle: str, members: Iterable[str], name: str = "") -> str:
        """A user group of these people; its id."""
        group = Group(new_id("S"), handle, name or handle, list(members))
        self.on_loop(lambda: self.workspace.groups.__setitem__(group.id, group))
        return group.id

    def refuse_blocks(self, *kinds: str) -> None:
        """Answer `invalid_blocks` to these types from now on, as a workspace does that has not got them yet.

        Without kinds every block is accepted again.
        """
        self.on_loop(lambda: setattr(self.workspace, "refused_blocks", frozenset(kinds)))

    def invite_bot(self, channel: str) -> str:
        """Let the app into a channel (made when missing); returns its id."""
        return self.on_loop(lambda: self.workspace.invite_bot(channel).id)

    def remove_bot(self, channel: str) -> None:
        """Take the app out of a channel."""
        self.on_loop(lambda: self._channel(channel).members.discard("U0BOT"))

    def archive(self, channel: str) -> None:
        """Archive a channel."""
        self.on_loop(lambda: setattr(self._channel(channel), "is_archived", True))

    def delete_message(self, channel: str, ts: str) -> None:
        """Delete a message as a person with the right to would."""
        self.on_loop(lambda: self.workspace.delete(self._channel(channel).messages[ts]))

    def use_request_url(self, url: str, *, verify: bool = True) -> None:
        """Deliver by signed HTTP POSTs instead of Socket Mode, after url_verification."""
        self.wait_on_loop(self._use_request_url(url, verify))

    def refresh_sockets(self, reason: str = "refresh_requested") -> None:
        """Ask the app to reconnect, as Slack does now and then."""
        self.wait_on_loop(self.sockets.refresh(reason))

    def cut_sockets(self) -> None:
        """Cut the app's connections without a close frame."""
        self.on_loop(self.sockets.cut)

    def freeze_sockets(self, frozen: bool = True) -> None:
        """Half-open connections: nothing comes, nothing goes, nobody says so."""
        self.on_loop(self.sockets.freeze if frozen else self.sockets.thaw)

    def on_loop(self, work: Callable[[], Result]) -> Result:
        """Call something on the server's thread and return its result."""

        async def call() -> Result:
            return work()

        return self.wait_on_loop(call())

    def wait_on_loop(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Run a coroutine on the server's thread and return its result. Raises RuntimeError once it has stopped."""
        try:
            return asyncio.run_coroutine_threadsafe(work, self._loop).result()
        finally:
            work.close()  # one that a closed loop did not take would complain of never having run

    def _channel(self, name: str) -> Any:
        channel = self.workspace.channel(name)
        if channel is None:
            known = [item.name for item in self.workspace.channels.values() if item.name]
            raise LookupError(f"There is no channel {name!r}. There are {known}.")
        return channel

    async def _start(self) -> Server:
        tokens = {"bot": self.bot_token, "app": self.app_token}
        server = Server(self.workspace, tokens, **self._options)
        await server.start(self._port)
        return server

    async def _use_request_url(self, url: str, verify: bool) -> None:
        target = RequestUrl(url, self.signing_secret)
        try:
            if verify:
                await target.verify(self.server.delivery.ack_seconds)
        except BaseException:
            await target.close()
            raise
        self.server.delivery.request_url = target

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    def _end_loop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        if self._thread is not None:
            self._thread.join(START_SECONDS)
