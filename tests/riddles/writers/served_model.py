"""A real OpenAI-compatible server on the loopback interface: a local language model behind /v1.

It answers as such services do, with choices, usage and worded errors, remembers what it was asked, and fails on demand.
By hand, to see the writer ``service`` at work: ``python -m tests.riddles.writers.served_model --base embedded``.
"""

import argparse
import asyncio
import socket
import sys
import threading
from dataclasses import dataclass, field, replace
from typing import Any

from aiohttp import web

from riddles import language_model
from riddles.language_model import USUAL_SAMPLING, LanguageModel
from riddles.settings import Model


@dataclass(frozen=True)
class Fault:
    """What the next request meets instead of the model: a status with a body, after some seconds of silence."""

    status: int = 500
    body: str = '{"error": {"message": "out of order"}}'
    headers: dict[str, str] = field(default_factory=dict)
    silence: float = 0.0


class ServedModel:
    """A running server. ``faults`` are met in order, one a request; ``refused`` are parameters it does not know."""

    def __init__(self, model: LanguageModel, key: str = "", port: int = 0) -> None:
        self.faults: list[Fault] = []
        self.refused: set[str] = set()
        self.answers_once = False
        self.counts_tokens = True
        self.seen: list[dict[str, Any]] = []
        self._socket = socket.create_server(("127.0.0.1", port))
        self.port: int = self._socket.getsockname()[1]
        self._model = model
        self._key = key
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self._ready.wait()

    @property
    def model_name(self) -> str:
        """What the model is called here."""
        return self._model.name

    @property
    def url(self) -> str:
        """The base address, up to and including /v1."""
        return f"http://127.0.0.1:{self.port}/v1"

    def stop(self) -> None:
        """End the server and its thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        runner = self._loop.run_until_complete(self._start())
        self._ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(runner.cleanup())
        self._loop.close()

    async def _start(self) -> web.AppRunner:
        app = web.Application()
        app.router.add_get("/v1/models", self._models)
        app.router.add_post("/v1/completions", self._completions)
        app.router.add_post("/v1/chat/completions", self._chat)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.SockSite(runner, self._socket).start()
        return runner

    async def _models(self, _request: web.Request) -> web.Response:
        return web.json_response({"object": "list", "data": [{"id": self._model.name, "object": "model"}]})

    async def _completions(self, request: web.Request) -> web.Response:
        return await self._answer(
            request, "text_completion", lambda asked: asked["prompt"], lambda text: {"text": text}
        )

    async def _chat(self, request: web.Request) -> web.Response:
        return await self._answer(
            request, "chat.completion", lambda asked: asked["messages"][-1]["content"],
            lambda text: {"message": {"role": "assistant", "content": text}},
        )  # fmt: skip

    async def _answer(self, request: web.Request, kind: str, prompt_in: Any, choice_of: Any) -> web.Response:
        asked = await request.json()
        self.seen.append({**asked, "path": request.path, "authorization": request.headers.get("Authorization", "")})
        if self.faults:
            return await self._fail(self.faults.pop(0))
        if self._key and request.headers.get("Authorization") != f"Bearer {self._key}":
            return _error(401, f"Incorrect API key provided: {request.headers.get('Authorization', '')}")
        if asked.get("model") != self._model.name:
            return _error(404, f"The model {asked.get('model')!r} does not exist")
        for name in sorted(self.refused & set(asked)):
            return _error(400, f"Unsupported parameter: {name!r}", name)
        return web.json_response(self._written(asked, kind, prompt_in(asked), choice_of))

    def _written(self, asked: dict[str, Any], kind: str, prompt: str, choice_of: Any) -> dict[str, Any]:
        count = 1 if self.answers_once else asked.get("n", 1)
        limit = asked.get("max_tokens") or asked.get("max_completion_tokens") or 16
        # what no request can say is the server's to know, as generation_config.json is elsewhere
        sampling = replace(
            USUAL_SAMPLING[self._model.style], temperature=asked.get("temperature", 1.0),
            top_p=asked.get("top_p", 1.0), new_tokens=limit,
        )  # fmt: skip
        texts = self._model.complete([prompt] * count, asked.get("seed", 0), sampling)
        read, written = self._model.token_count(prompt), sum(self._model.token_count(text) for text in texts)
        usage = {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}
        choices = [{"index": at, "finish_reason": "stop", **choice_of(text)} for at, text in enumerate(texts)]
        answer = {"id": "1", "object": kind, "created": 0, "model": self._model.name, "choices": choices}
        return {**answer, "usage": usage} if self.counts_tokens else answer

    async def _fail(self, fault: Fault) -> web.Response:
        await asyncio.sleep(fault.silence)
        return web.Response(
            status=fault.status, text=fault.body, headers=fault.headers, content_type="application/json"
        )


def _error(status: int, message: str, param: str | None = None) -> web.Response:
    told = {"error": {"message": message, "type": "invalid_request_error", "param": param, "code": None}}
    return web.json_response(told, status=status)


def main() -> None:
    """Serve a model until Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", default="embedded")
    parser.add_argument("--port", type=int, default=0)
    asked = parser.parse_args()
    server = ServedModel(language_model.load(Model(base=asked.base)), port=asked.port)
    sys.stdout.write(f"{server.url} serves {asked.base}\n")
    sys.stdout.flush()
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        server.stop()


if __name__ == "__main__":
    main()
