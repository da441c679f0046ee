"""A head of a Ray cluster with memory: the part of its Jobs REST API that we use, on loopback.

What it answers was seen from Ray 2.x: jobs by submission id, a second one of the same id refused with 500, an unknown
one 404, a missing or wrong token 401. A job is really run, as a shell command in a session of its own.
"""

import json
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

TOKEN = "a token of these tests"


class Head:
    """Its jobs. While ``away`` is above 0 it answers so many requests badly."""

    def __init__(self, folder: Path, path: str) -> None:
        self.folder = folder
        self.path = path
        self.jobs: dict[str, subprocess.Popen[bytes]] = {}
        self.stopped: set[str] = set()
        self.away = 0

    def submit(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Run a job."""
        name = body["submission_id"]
        if name in self.jobs:
            return 500, {"error": f"Job with submission_id {name} already exists."}
        with self.log(name).open("wb") as said:
            self.jobs[name] = subprocess.Popen(
                body["entrypoint"], shell=True, stdout=said, stderr=said, start_new_session=True,
                env={**os.environ, "PATH": self.path},
            )  # fmt: skip
        return 200, {"job_id": None, "submission_id": name}

    def status(self, name: str) -> str:
        """As Ray names it."""
        if name in self.stopped:
            return "STOPPED"
        code = self.jobs[name].poll()
        return "RUNNING" if code is None else "FAILED" if code else "SUCCEEDED"

    def stop(self, name: str) -> None:
        """End a job with everything it started."""
        self.stopped.add(name)
        with suppress(ProcessLookupError):
            os.killpg(self.jobs[name].pid, signal.SIGKILL)
        self.jobs[name].wait(10)

    def log(self, name: str) -> Path:
        """What a job printed."""
        return self.folder / f"{name}.log"


class _Server(ThreadingHTTPServer):
    head: Head


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        self._answer(self._post, json.loads(self.rfile.read(size) or b"{}"))

    def do_GET(self) -> None:
        self._answer(self._get, {})

    def _post(self, name: str, verb: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if not name:
            return self.server.head.submit(body)
        if verb == "stop" and name in self.server.head.jobs:
            self.server.head.stop(name)
            return 200, {"stopped": True}
        return 404, {}

    def _get(self, name: str, verb: str, _body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        head = self.server.head
        if name not in head.jobs:
            return 404, {"error": f"Job {name} does not exist"}
        if verb == "logs":
            return 200, {"logs": head.log(name).read_text()}
        return 200, {"submission_id": name, "status": head.status(name)}

    def _answer(self, do: Callable[..., tuple[int, dict[str, Any]]], body: dict[str, Any]) -> None:
        name, _, verb = self.path.removeprefix("/api/jobs/").partition("/")
        code = self._refusal()
        code, said = (code, {}) if code else do(name, verb, body)
        content = json.dumps(said).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _refusal(self) -> int:
        head = self.server.head
        if head.away:
            head.away -= 1
            return 503
        return 0 if self.headers.get("Authorization") == f"Bearer {TOKEN}" else 401

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the test's output is for the test."""


@contextmanager
def running(folder: Path, path: str) -> Iterator[tuple[Head, str]]:
    """A head for the block, and its address. ``path``: where its jobs find their programs."""
    folder.mkdir()
    head = Head(folder, path)
    server = _Server(("127.0.0.1", 0), _Handler)
    server.head = head
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield head, f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        for name, job in head.jobs.items():
            if job.poll() is None:
                head.stop(name)
