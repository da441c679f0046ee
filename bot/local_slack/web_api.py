"""The Web API's door: decodes a call, checks its token and scope, applies faults, answers.

Not covered: Slack's rate limits. A test that wants a 429 asks `faults.rate_limit` for one.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

from aiohttp import web

from bot.local_slack.faults import ApiFault, Faults
from bot.local_slack.methods.call import Call, SlackError
from bot.local_slack.methods.table import METHODS, Method
from bot.local_slack.records import Json
from bot.local_slack.sockets import Sockets
from bot.local_slack.workspace import Workspace


class WebApi:
    """Answers POST and GET /api/<method>."""

    def __init__(
        self,
        workspace: Workspace,
        sockets: Sockets,
        faults: Faults,
        tokens: dict[str, str],
    ) -> None:
        self.base_url = ""
        self._workspace = workspace
        self._sockets = sockets
        self._faults = faults
        self._tokens = tokens

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One call, start to end."""
        name = request.match_info["method"]
        token, args = await _decode(request)
        fault = self._faults.next_api(name)
        if fault is None:
            return self._reply(name, args, self._answer(name, token, args))
        self._workspace.history.add("fault", fault=fault.kind, method=name, status=fault.status)
        answer: Json = {"ok": False, "error": "fault"}
        if fault.accepted:
            answer = self._answer(name, token, args)
            self._reply(name, args, answer)
        return await self._spoiled(request, name, args, fault, answer)

    async def _spoiled(
        self, request: web.Request, name: str, args: Json, fault: ApiFault, answer: Json
    ) -> web.StreamResponse:
        match fault.kind:
            case "drop_reply":
                if request.transport is not None:
                    request.transport.abort()
                return web.Response()
            case "delay":
                await asyncio.sleep(fault.seconds)
                return web.json_response(answer)
            case "error":
                return self._reply(name, args, {"ok": False, "error": fault.error})
            case "html":
                return web.Response(text=fault.body, content_type="text/html")
            case _:
                body = fault.body or json.dumps({"ok": False, "error": fault.error})
                kind = "text/plain" if fault.body else "application/json"
                return web.Response(status=fault.status, text=body, content_type=kind, headers=fault.headers)

    def _answer(self, name: str, token: str | None, args: Json) -> Json:
        method = METHODS.get(name)
        if method is None:
            return {"ok": False, "error": "unknown_method", "req_method": name}
        scopes = frozenset(self._workspace.manifest.scopes)
        call = Call(self._workspace, self._sockets, self.base_url, args, scopes)
        try:
            self._authorise(method, token)
            return {"ok": True, **method.answer(call)}
        except SlackError as error:
            return {"ok": False, "error": error.word, **error.fields}

    def _authorise(self, method: Method, token: str | None) -> None:
        if method.token == "none":
            return
        if not token:
            raise SlackError("not_authed")
        if token not in self._tokens.values():
            raise SlackError("invalid_auth")
        if token != self._tokens[method.token]:
            raise SlackError("not_allowed_token_type")
        provided = self._workspace.manifest.scopes
        if method.scopes and not set(method.scopes) & set(provided):
            raise SlackError("missing_scope", needed=method.scopes[0], provided=",".join(provided))

    def _reply(self, name: str, args: Json, answer: Json) -> web.Response:
        shown = {key: value for key, value in args.items() if key != "token"}
        self._workspace.history.add("api", method=name, args=shown, ok=answer["ok"], error=answer.get("error", ""))
        scopes = ",".join(self._workspace.manifest.scopes)
        return web.json_response(answer, headers={"X-OAuth-Scopes": scopes})


async def _decode(request: web.Request) -> tuple[str | None, Json]:
    args: Json = dict(request.query)
    if request.method == "POST":
        args |= await _body(request)
    header = request.headers.get("Authorization", "")
    token = header.removeprefix("Bearer ").strip() if header.startswith("Bearer ") else None
    return token or args.get("token"), args


async def _body(request: web.Request) -> Json:
    if request.content_type == "application/json":
        text = await request.text()
        try:
            data: Any = json.loads(text) if text.strip() else {}
        except ValueError:
            return {}
        return data if isinstance(data, dict) else {}
    return {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
