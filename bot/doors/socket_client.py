"""The SDK's Socket Mode client with what it lacks: it notices a dead connection, changes over at once, loses no answer.

The SDK asks the library beneath it to send pings but not to wait for the pongs, so a connection that a router forgot
stays "connected" for as long as nobody sends. And where Slack asks for a new connection, the SDK closes the old one
under the thread that reads it, which may sleep on for ten seconds before it serves the new one. Until then it takes the
new one for lost and may make a third. An answer that is ready while there is no connection is lost with the SDK; here
it waits for the next one, as long as Slack waits for it.
"""

import contextlib
import socket
import time
from dataclasses import dataclass
from logging import Logger

from slack_sdk import WebClient
from slack_sdk.socket_mode.websocket_client import SocketModeClient
from websocket import WebSocketApp, WebSocketException

_ANSWER_SECONDS = 2.5  # an answer is of no use later: Slack waits three seconds
_BETWEEN_TRIES = 0.02


@dataclass(frozen=True)
class Pulse:
    """Seconds. A connection is dead if no pong came ``patience`` seconds after a ping; ``patience`` < ``between``.

    ``look``: how often a lost connection is looked for and made anew. Found dead at most ``between`` + 2 ``patience``
    seconds after its death.
    """

    between: float = 5.0
    patience: float = 4.0
    look: float = 5.0


class SocketClient(SocketModeClient):
    """One connection to Slack at a time. ``silence`` tells how long it has given no sign of life."""

    def __init__(self, app_token: str, web_client: WebClient, logger: Logger, pulse: Pulse) -> None:
        self._pulse = pulse
        self._opened = float("-inf")
        self._due: WebSocketApp | None = None  # made, and neither opened nor failed yet
        super().__init__(app_token, logger=logger, web_client=web_client, ping_interval=pulse.look)
        self.on_open_listeners.append(self._note_opened)
        # without this the library waits three seconds, more than once, for a dead connection to say goodbye
        self.on_error_listeners.append(self._give_up)

    @property
    def silence(self) -> float:
        """Seconds since the last pong, or since it was opened; infinite while there is no connection."""
        session = self.current_session
        if session is None or session.sock is None or not session.sock.connected:
            return float("inf")
        return max(0.0, time.time() - max(session.last_pong_tm, self._opened))

    def is_connected(self) -> bool:
        """Whether there is a connection, or one is about to open: nobody need make another."""
        session = self.current_session
        return session is not None and (session.sock is not None or session is self._due)

    def connect(self) -> None:
        """Connect anew; the thread that reads the old connection is woken, and told not to reconnect by itself."""
        old = self.current_session
        if old is not None:
            old.on_close = old.on_error = None
            _cut(old)
        super().connect()
        self._due = self.current_session

    def send_message(self, message: str) -> None:
        """Send an answer, over the next connection if this one is gone; one that comes too late for Slack is logged."""
        deadline = time.monotonic() + _ANSWER_SECONDS
        while not self._is_sent(message):
            if self.closed or time.monotonic() > deadline:
                self.logger.warning("An answer could not be sent: there was no connection to Slack in time.")
                return
            time.sleep(_BETWEEN_TRIES)

    def _is_sent(self, message: str) -> bool:
        session = self.current_session
        if session is None:
            return False
        try:
            session.send(message)
        except (WebSocketException, OSError):
            return False
        return True

    def _run_current_session(self) -> None:
        session = self.current_session
        if session is None:
            return
        try:
            session.run_forever(ping_interval=self._pulse.between, ping_timeout=self._pulse.patience)
        except Exception as error:  # a process edge: the thread must live to serve the next one  # noqa: BLE001
            self.logger.warning("The connection could not be served (%s); another one is made.", type(error).__name__)
            session.close()
        finally:
            self._is_due_no_more(session)

    def _note_opened(self, session: WebSocketApp) -> None:
        self._opened = time.time()
        self._is_due_no_more(session)

    def _give_up(self, session: WebSocketApp, _error: Exception) -> None:
        self._is_due_no_more(session)
        _cut(session)

    def _is_due_no_more(self, session: WebSocketApp) -> None:
        if session is self._due:
            self._due = None


def _cut(session: WebSocketApp) -> None:
    """End the connection beneath, and so every wait on it. No goodbye is owed: Slack asked us to leave, or is gone."""
    raw = session.sock.sock if session.sock is not None else None
    with contextlib.suppress(OSError):
        if raw is not None:
            raw.shutdown(socket.SHUT_RDWR)
