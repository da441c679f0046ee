"""HTTP mode: Slack's requests to Bolt, behind a guard. Loopback only: a proxy with TLS stands before it.

The guard refuses, before Bolt reads anything: other paths and methods, bodies over 256 kB, a missing, malformed, old or
wrong signature. Bolt itself parses a body before it checks who sent it.
"""

import logging
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from slack_bolt import App, BoltRequest
from slack_sdk.signature import SignatureVerifier

from riddles.errors import SlackError

PATH = "/slack/events"
_HOST = "127.0.0.1"
_MOST_BYTES = 256 * 1024
_READ_SECONDS = 10
_LOG = logging.getLogger(__name__)


class HttpDoor:
    """A server in a thread of its own. Raises SlackError if the port is in use."""

    def __init__(self, app: App, signing_secret: str, port: int) -> None:
        handler = type("Handler", (_Handler,), {"app": app, "verifier": SignatureVerifier(signing_secret)})
        try:
            self._server = ThreadingHTTPServer((_HOST, port), handler)
        except OSError as error:
            raise SlackError(
                f"Port {port} on {_HOST} cannot be used ({error.strerror}); choose another with --http PORT."
            ) from error
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), name="http", daemon=True)

    @property
    def url(self) -> str:
        """Where Slack's requests are awaited."""
        return f"http://{_HOST}:{self._server.server_address[1]}{PATH}"

    def open(self) -> None:
        """Answer requests from now on."""
        self._thread.start()

    def close(self) -> None:
        """Answer no more requests."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    app: App
    verifier: SignatureVerifier
    timeout = _READ_SECONDS
    server_version, sys_version = "riddlewire", ""

    def do_POST(self) -> None:  # named by the base class
        """One request of Slack."""
        if self.path.partition("?")[0] != PATH:
            self._answer(404, "There is nothing here.")
            return
        length = self.headers.get("Content-Length") or ""
        if not re.fullmatch(r"\d{1,9}", length, re.ASCII) or int(length) > _MOST_BYTES:
            self._answer(413, "The body is too large, or of unknown length.")
            return
        body = self.rfile.read(int(length))
        if not self._is_slacks(body):
            _LOG.warning("A request with a wrong signature was refused.")
            self._answer(401, "The signature is wrong.")
            return
        self._dispatch(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing of single requests: their addresses and paths are a stranger's text."""

    def _is_slacks(self, body: bytes) -> bool:
        timestamp, signature = (self.headers.get(f"X-Slack-{name}", "") for name in ("Request-Timestamp", "Signature"))
        if not re.fullmatch(r"\d{1,12}", timestamp, re.ASCII) or not signature.isascii():
            return False
        return self.verifier.is_valid(body, timestamp, signature)

    def _dispatch(self, body: bytes) -> None:
        try:
            request = BoltRequest(body=body.decode("utf-8"), headers={k: [v] for k, v in self.headers.items()})
            answer = self.app.dispatch(request)
        except Exception:  # a process edge: Slack must get an answer, and will try again  # noqa: BLE001
            _LOG.exception("A request of Slack could not be handled.")
            self._answer(500, "")
            return
        self._answer(answer.status, answer.body or "", {name: values[0] for name, values in answer.headers.items()})

    def _answer(self, status: int, body: str, headers: dict[str, str] | None = None) -> None:
        data = body.encode()
        self.send_response(status)
        for name, value in (headers or {"Content-Type": "text/plain; charset=utf-8"}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
