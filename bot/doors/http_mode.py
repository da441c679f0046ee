"""HTTP mode: Slack's requests to Bolt, behind a guard. Loopback only: a proxy with TLS stands before it.

The guard refuses, before Bolt reads anything: other paths and methods, bodies over 256 kB, a missing, malformed, old or
wrong signature, bodies nested more than 32 deep or of a shape that trips Bolt. Bolt itself parses a body before it
checks who sent it.
"""

import hashlib
import hmac
import logging
import re
import time
from collections.abc import Callable, Sequence
from urllib.parse import parse_qsl

from slack_bolt import App, BoltRequest

from bot.doors import envelope
from bot.doors.health_door import Answering, Door

PATH = "/slack/events"
_MOST_BYTES = 256 * 1024
_MOST_DEPTH = 32
_MOST_SECONDS = 300  # between Slack's clock and ours; older requests may be replays
_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{\]}]', re.DOTALL)  # strings are passed over: people may write brackets
_LOG = logging.getLogger(__name__)


class HttpDoor(Door):
    """Slack's way in; `/healthz` and `/readyz` beside it. Raises SlackError if the port is in use."""

    is_connected = True  # Slack comes to us: there is no connection of ours to lose

    def __init__(self, app: App, signing_secret: str, port: int, look: Callable[[], Sequence[str]] = list) -> None:
        parts = {"app": app, "secret": signing_secret.encode(), "look": staticmethod(look)}
        super().__init__(type("Handler", (_Handler,), parts), port, "--http")

    @property
    def url(self) -> str:
        """Where Slack's requests are awaited."""
        return f"{self.address}{PATH}"


class _Handler(Answering):
    app: App
    secret: bytes

    def do_POST(self) -> None:  # named by the base class
        """One request of Slack."""
        if self.path.partition("?")[0] != PATH:
            self.answer(404, "There is nothing here.")
            return
        length = self.headers.get("Content-Length") or ""
        if not re.fullmatch(r"\d{1,9}", length, re.ASCII) or int(length) > _MOST_BYTES:
            self.answer(413, "The body is too large, or of unknown length.")
            return
        body = self.rfile.read(int(length))
        if not self._is_slacks(body):
            _LOG.warning("A request with a wrong signature was refused.")
            self.answer(401, "The signature is wrong.")
        else:
            self._dispatch(body)

    def _is_slacks(self, body: bytes) -> bool:
        timestamp, signature = (self.headers.get(f"X-Slack-{name}", "") for name in ("Request-Timestamp", "Signature"))
        if not re.fullmatch(r"\d{1,12}", timestamp, re.ASCII) or abs(time.time() - int(timestamp)) > _MOST_SECONDS:
            return False
        # over the bytes as they came: a body that is no text must be refused, not fallen over
        right = hmac.new(self.secret, b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(f"v0={right}".encode(), signature.encode("utf-8", "replace"))

    def _dispatch(self, body: bytes) -> None:
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            self.answer(400, "The body is not UTF-8.")
            return
        wrong = _nested(text) or envelope.fault(text, self.headers.get("Content-Type") or "")
        if wrong:
            _LOG.warning("A request with Slack's signature was refused: %s", wrong)
            self.answer(400, wrong)
            return
        try:
            answer = self.app.dispatch(BoltRequest(body=text, headers={k: [v] for k, v in self.headers.items()}))
        except Exception:  # a process edge: Slack must get an answer, and will try again  # noqa: BLE001
            _LOG.exception("A request of Slack could not be handled.")
            self.answer(500, "")
            return
        self.answer(answer.status, answer.body or "", {name: values[0] for name, values in answer.headers.items()})


def depth(text: str) -> int:
    """How deep a JSON text is nested; brackets within its strings do not count."""
    deepest = level = 0
    for found in _BRACKETS.finditer(text):
        if found.group() in ("[", "{"):
            level += 1
        elif found.group() in ("]", "}"):
            level -= 1
        deepest = max(deepest, level)
    return deepest


def _nested(text: str) -> str:
    """A complaint of a body, or of a field of a form, that is nested too deeply."""
    fields = [] if text.startswith("{") else [value for _name, value in parse_qsl(text)]
    return "It is nested too deeply." if any(depth(part) > _MOST_DEPTH for part in (text, *fields)) else ""
