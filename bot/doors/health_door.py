"""Whether the bot is alive and ready, for whoever watches it: `GET /healthz` and `GET /readyz`, on loopback.

`/healthz` answers 200 while the process can answer at all. `/readyz` answers 200, or 503 with one word for each thing
that is not as it must be; the words are `health.py`'s. `riddlewire doctor` says more.
"""

import json
import threading
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from riddles.errors import SlackError

HOST = "127.0.0.1"
_READ_SECONDS = 10


class Answering(BaseHTTPRequestHandler):
    """One request; ``look`` tells what is wrong just now."""

    look: Callable[[], Sequence[str]]
    timeout = _READ_SECONDS
    server_version, sys_version = "riddlewire", ""

    def do_GET(self) -> None:  # named by the base class
        """The two questions a watcher may ask."""
        path = self.path.partition("?")[0]
        if path == "/healthz":
            self.answer(200, "ok")
        elif path == "/readyz":
            wrong = list(type(self).look())
            answer = json.dumps({"ready": not wrong, "faults": wrong})
            self.answer(503 if wrong else 200, answer, {"Content-Type": "application/json"})
        else:
            self.answer(404, "There is nothing here.")

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing of single requests: their addresses and paths are a stranger's text."""

    def answer(self, status: int, body: str, headers: dict[str, str] | None = None) -> None:
        """Send an answer, as plain text unless the headers say otherwise."""
        data = body.encode()
        self.send_response(status)
        for name, value in (headers or {"Content-Type": "text/plain; charset=utf-8"}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


class Door:
    """A loopback server in a thread of its own. Raises SlackError if the port is in use."""

    def __init__(self, handler: type[BaseHTTPRequestHandler], port: int, remedy: str) -> None:
        try:
            self._server = ThreadingHTTPServer((HOST, port), handler)
        except OSError as error:
            raise SlackError(
                f"Port {port} on {HOST} cannot be used ({error.strerror}); choose another with {remedy} PORT."
            ) from error
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), name="http", daemon=True)

    @property
    def address(self) -> str:
        """Its URL, without a path."""
        return f"http://{HOST}:{self._server.server_address[1]}"

    def open(self) -> None:
        """Answer requests from now on."""
        self._thread.start()

    def close(self) -> None:
        """Answer no more requests."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()


class HealthDoor(Door):
    """For a bot in Socket Mode, which has no other port."""

    def __init__(self, look: Callable[[], Sequence[str]], port: int) -> None:
        super().__init__(type("Handler", (Answering,), {"look": staticmethod(look)}), port, "--health")
