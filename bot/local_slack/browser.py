"""The browser page's side of the server: its files, its live socket, and what one person sees.

Each tab acts as one person and is sent only what that person may see. Not covered: unread marks and
search; the page shows the last 200 messages of each channel.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import WSMsgType, web

from bot.local_slack import payloads, values
from bot.local_slack.guard import Guard
from bot.local_slack.interactions import Interactions, NotPossible, Outcome, Place
from bot.local_slack.records import Channel, Json, Message, View
from bot.local_slack.workspace import BOT_USER, YOU, Workspace

PAGE = Path(__file__).resolve().parent / "page"
KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
MOST_SHOWN = 200
SETTLE_SECONDS = 0.02


@dataclass
class Tab:
    """One open page and the person it acts as."""

    socket: web.WebSocketResponse
    user: str = YOU


class Browser:
    """Serves the page and keeps every open tab up to date."""

    def __init__(
        self,
        workspace: Workspace,
        interactions: Interactions,
        is_connected: Callable[[], bool],
        guard: Guard,
        page_key: str,
    ) -> None:
        self._workspace = workspace
        self._interactions = interactions
        self._is_connected = is_connected
        self._guard = guard
        self._key = page_key
        self._tabs: list[Tab] = []
        self._changed = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        workspace.on_change = self._changed.set

    async def index(self, request: web.Request) -> web.Response:
        """The page itself, with this start's key in it."""
        html = (PAGE / "index.html").read_text(encoding="utf-8")
        return web.Response(text=html.replace("%KEY%", self._key), content_type="text/html")

    async def asset(self, request: web.Request) -> web.Response:
        """One of the page's own files."""
        found = PAGE / request.match_info["name"]
        if found.parent != PAGE or found.suffix not in KINDS or not found.is_file():
            return web.Response(status=404, text="There is no such file.")
        text = found.read_text(encoding="utf-8")
        return web.Response(text=text, content_type=KINDS[found.suffix])

    async def file(self, request: web.Request) -> web.Response:
        """An uploaded file, for the page only. Only images are shown in place."""
        found = self._workspace.files.get(request.match_info["file_id"])
        if found is None or not found.received or not self._guard.holds_key(request):
            return web.Response(status=404, text="There is no such file.")
        is_image = found.mimetype.startswith("image/")
        headers = {} if is_image else {"Content-Disposition": "attachment"}
        return web.Response(body=found.content, content_type=found.mimetype, headers=headers)

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """A tab's live socket."""
        if not self._guard.holds_key(request):
            return web.Response(status=403, text="Reload the page: its key is from another start.")
        socket = web.WebSocketResponse(heartbeat=20)
        await socket.prepare(request)
        tab = Tab(socket)
        self._tabs.append(tab)
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    self._start(tab, frame.json())
        finally:
            self._tabs.remove(tab)
        return socket

    async def keep_tabs_fresh(self) -> None:
        """Send each tab its view of the world whenever something changed."""
        while True:
            await self._changed.wait()
            await asyncio.sleep(SETTLE_SECONDS)
            self._changed.clear()
            for tab in tuple(self._tabs):
                await self._send(tab, {"snapshot": self.snapshot(tab.user)})

    async def close(self) -> None:
        """Close every tab's socket."""
        for task in tuple(self._tasks):
            task.cancel()
        for tab in tuple(self._tabs):
            await tab.socket.close()

    def snapshot(self, user: str) -> Json:
        """Everything one person sees."""
        workspace = self._workspace
        manifest = workspace.manifest
        home = workspace.views.homes.get(user)
        seen = {
            "channels": [self._channel(user, item) for item in workspace.channels_of(user)],
            "home": self._view(home) if home else None,
            "modals": [self._view(view) for view in workspace.views.stack(user)],
        }
        text = json.dumps(seen)
        return seen | {
            "workspace": workspace.name,
            "me": user,
            "bot": BOT_USER,
            "connected": self._is_connected(),
            "app": {
                "name": manifest.app_name,
                "description": manifest.description,
                "color": manifest.color,
                "home": manifest.home_tab,
                "direct": workspace.direct(user).id,
                "writable": not manifest.messages_read_only,
                "commands": [vars(command) for command in manifest.commands],
            },
            "people": [payloads.user(person) for person in workspace.users.values()],
            # Only files that appear in something this person sees.
            "files": {key: payloads.file(item) for key, item in workspace.files.items() if key in text},
            "failures": workspace.failures.get(user, [])[-3:],
            "failure_count": len(workspace.failures.get(user, [])),
        }

    def _channel(self, user: str, item: Channel) -> Json:
        mine = [each for each in item.ephemerals.values() if each.only_for == user]
        shown = sorted([*item.messages.values(), *mine], key=lambda message: message.ts)
        return {
            "id": item.id,
            "name": item.name,
            "direct": item.direct_with is not None,
            "members": len(item.members),
            "has_bot": BOT_USER in item.members,
            "archived": item.is_archived,
            "messages": [self._message(user, message) for message in shown[-MOST_SHOWN:]],
        }

    def _message(self, user: str, item: Message) -> Json:
        found = payloads.message(self._workspace, item)
        found["ephemeral"] = item.only_for is not None
        found["broadcast"] = item.broadcast
        found["values"] = values.shown(item.blocks, item.values.get(user, {}))
        return found

    def _view(self, item: View) -> Json:
        return {**payloads.view(item), "errors": item.errors}

    def _start(self, tab: Tab, deed: Any) -> None:
        task = asyncio.create_task(self._carry_out(tab, deed))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry_out(self, tab: Tab, deed: Any) -> None:
        try:
            outcome = await self._do(tab, deed)
        except NotPossible as error:
            outcome = Outcome(error=str(error))
        except (KeyError, TypeError, AttributeError):
            outcome = Outcome(error=f"The page sent something odd: {json.dumps(deed)[:200]}")
        number = deed.get("number") if isinstance(deed, dict) else None
        answer = {"error": outcome.error, "errors": outcome.errors}
        await self._send(tab, {"done": number, **answer})

    async def _do(self, tab: Tab, deed: Json) -> Outcome:
        people, user = self._interactions, tab.user
        match deed["do"]:
            case "click":
                return await people.click(user, _place(deed), deed["block_id"], deed["action_id"], deed.get("value"))
            case "submit":
                return await people.submit(user, deed["view_id"])
            case "close":
                everything = bool(deed.get("everything"))
                return await people.close(user, deed["view_id"], everything=everything)
            case "command":
                return await people.command(user, deed["channel"], deed["text"])
            case "act_as":
                tab.user = self._somebody(deed["user"])
                await self._send(tab, {"snapshot": self.snapshot(tab.user)})
                return Outcome()
            case _:
                return self._do_at_once(user, deed)

    def _do_at_once(self, user: str, deed: Json) -> Outcome:
        """The deeds that wait for no answer of the app."""
        people = self._interactions
        match deed["do"]:
            case "enter":
                people.enter(user, _place(deed), deed["block_id"], deed["action_id"], deed["value"])
            case "say":
                people.say(user, deed["channel"], deed["text"], deed.get("thread_ts"))
            case "react":
                people.react(user, deed["channel"], deed["ts"], deed["name"])
            case "open_home":
                people.open_home(user, deed.get("tab", "home"))
            case other:
                return Outcome(error=f"The page asked for an unknown deed {other!r}.")
        return Outcome()

    def _somebody(self, user: str) -> str:
        person = self._workspace.users.get(user)
        if person is None or person.is_bot:
            raise NotPossible(f"There is nobody {user!r} to act as.")
        return user

    async def _send(self, tab: Tab, data: Json) -> None:
        # A tab that closed a moment ago needs no news.
        with contextlib.suppress(ConnectionError, RuntimeError):
            await tab.socket.send_json(data)


def _place(deed: Json) -> Place:
    place = deed["place"]
    return Place(place.get("channel", ""), place.get("ts", ""), place.get("view_id", ""))
