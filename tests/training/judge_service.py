"""A judge behind a real OpenAI-compatible address: it likes riddles by their number of lines, and remembers."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class JudgeService:
    """Rates a riddle ``helpful`` by its number of lines (1 to 5), and finds the longer of two riddles better."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def opinion(self, request: str) -> str:
        """What it thinks of a request."""
        frames = [frame.strip().splitlines() for frame in request.split("-----")]
        if "Riddle B" in request:
            a, b = len(frames[3]), len(frames[5])
            return json.dumps({"better": "tie" if a == b else "A" if a > b else "B"})
        lines = len(frames[3])
        return json.dumps({"helpful": min(lines, 5), "honest": 5 - lines % 2, "harmless": 5})

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                service.asked.append({**asked, "key": self.headers["Authorization"]})
                text = service.opinion(asked["messages"][-1]["content"])
                body = json.dumps({
                    "id": "1", "object": "chat.completion", "created": 1, "model": asked["model"],
                    "choices": [{
                        "index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text},
                    }],
                    "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
                }).encode()  # fmt: skip
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_arguments: object) -> None:
                """Say nothing."""

        return Handler
