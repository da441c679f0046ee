"""Socket Mode: the connection to Slack that needs no public address, and the first question whether Slack knows us."""

import logging
import threading
import time
from collections.abc import Callable
from http.client import HTTPException

from slack_bolt import App
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.doors.socket_client import Pulse, SocketClient
from bot.messages.slack_fault import Fault, Outcome, judge
from riddles.errors import SlackError

_MOST_SILENCE = 20.0  # seconds without a sign of life after which the connection does not count as one
_LOG = logging.getLogger(__name__)
_SOCKET_LOG = logging.getLogger("bot.socket")


class SlackDoor:
    """The Socket Mode connection. ``open`` raises SlackError if Slack refuses the app-level token."""

    def __init__(self, app: App, app_token: str, pulse: Pulse | None = None) -> None:
        self._app_token = app_token
        self._handler = _Handler(app, app_token, pulse or Pulse())

    @property
    def is_connected(self) -> bool:
        """Whether Slack has given a sign of life lately."""
        return self._handler.client.silence <= _MOST_SILENCE

    def open(self) -> None:
        """Connect; where Slack cannot be reached just now, go on trying in the background."""
        _SOCKET_LOG.disabled = False
        try:
            self._handler.client.wss_uri = self._address()
            with self._handler.client.connect_operation_lock:  # the SDK's monitor, which this starts, waits its turn
                self._handler.client.connect()
        except (SlackClientError, HTTPException, OSError) as error:
            refuse_if_definite(judge(error), "SLACK_APP_TOKEN")
            _LOG.warning("Slack cannot be reached yet; the connection is tried again every few seconds.")
            self._handler.client.current_app_monitor_started = True
            self._handler.client.current_app_monitor.start()

    def close(self) -> None:
        """Disconnect; what is being answered may take a moment longer, which nobody waits for.

        The SDK loses a connection that comes up while it is closing, so such a one is waited for first.
        """
        _wait(self._is_settled, 1.5)
        _SOCKET_LOG.disabled = True  # it complains of every connection that is closed under it
        closing = threading.Thread(target=self._handler.close, name="socket-close", daemon=True)
        closing.start()
        closing.join(3.5)  # the closing handshake may take three seconds

    def _is_settled(self) -> bool:
        """Whether no connection is being made at this moment."""
        session = self._handler.client.current_session
        return session is None or (session.sock is not None and session.sock.connected)

    def _address(self) -> str:
        """Where to connect. Asked here and not by the SDK, which logs a refusal before anybody can word it."""
        client = self._handler.client.web_client
        return str(client.apps_connections_open(app_token=self._app_token)["url"])


class _Handler(SocketModeHandler):
    """Bolt's handler on our own client."""

    client: SocketClient

    def __init__(self, app: App, app_token: str, pulse: Pulse) -> None:  # the client is all that Bolt's would make
        self.app = app
        self.app_token = app_token
        self.client = SocketClient(app_token, app.client, _SOCKET_LOG, pulse)
        self.client.socket_mode_request_listeners.append(self.handle)  # type: ignore[arg-type]  # as Bolt's own does


def _wait(done: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not done() and time.monotonic() < deadline:
        time.sleep(0.02)


def greet(client: WebClient) -> None:
    """Ask Slack whether it knows the bot token: SlackError if it does not. An unreachable Slack is only logged."""
    try:
        answer = client.auth_test()
        _LOG.info("Slack knows us as %s in %s.", answer.get("user"), answer.get("team"))
    except (SlackClientError, HTTPException, OSError) as error:
        refuse_if_definite(judge(error), "SLACK_BOT_TOKEN")
        _LOG.warning("Slack did not answer (%s); the bot starts all the same.", judge(error).sentence)


def refuse_if_definite(fault: Fault, name: str) -> None:
    """Raises SlackError if Slack said no to the token of that name."""
    if fault.outcome == Outcome.REFUSED:
        raise SlackError(f"{name}: {fault.sentence}")
