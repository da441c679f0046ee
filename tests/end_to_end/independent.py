"""The same flows against a workspace that somebody else wrote: the `local-slack` server.

    independent.py BINARY MODE FOLDER

To be run where nothing but loopback exists (`unshare -rn`): that server listens on every address and believes whoever
asks. Says what it saw, one line a step; the exit code is 0 if every step came to its end. ``MODE``: socket or http.
"""

import json
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from pydantic import SecretStr  # the path must be set first
from sqlmodel import select
from websocket import WebSocket, WebSocketException, create_connection

from bot.collaborators import Collaborators
from bot.doors.http_mode import PATH
from riddles.settings import Secrets
from storage import posts
from storage.tables import Guess, Post, Rating
from tests.end_to_end import team

PORT, HTTP_PORT, SECONDS = 3000, 4000, 20.0
ADDRESS = f"http://localhost:{PORT}"
YOU, CHANNEL, BOT = "U0YOU", "C0RIDDLES", "U0BOT"
TOKENS = {"botToken": "xoxb-independent", "appToken": "xapp-independent", "signingSecret": "independent secret"}
Json = dict[str, Any]
Found = TypeVar("Found")


class Somebody:
    """A person in that workspace, through its control interface and the socket of its page."""

    def __init__(self) -> None:
        self.views: list[Json] = []
        self.homes: list[Json] = []
        self._page: WebSocket = create_connection(f"ws://localhost:{PORT}/ui", timeout=SECONDS)
        threading.Thread(target=self._listen, daemon=True).start()

    def clicks(self, message: Json, action: Json) -> None:
        """Use an element of a message."""
        ask("interact", {"channel": CHANNEL, "messageTs": message["ts"], "user": YOU, "action": action})

    def commands(self, text: str) -> None:
        """Type `/riddle text`."""
        ask("command", {"channel": CHANNEL, "user": YOU, "command": "/riddle", "text": text})

    def opens_home(self) -> None:
        """Open the app's Home."""
        ask("open-home", {"user": YOU})

    def guesses(self, text: str) -> None:
        """Submit the modal on top with a guess."""
        view = self.sees_view("Your guess")
        (block,) = [block for block in view["blocks"] if block["type"] == "input"]
        typed = {block["element"]["action_id"]: {"type": "plain_text_input", "value": text}}
        self._page.send(json.dumps({"t": "view_submit", "user": YOU, "values": {block["block_id"]: typed}}))

    def sees_message(self, text: str) -> Json:
        """The newest message with a text."""

        def look() -> Json | None:
            found = [message for message in read(f"messages/{CHANNEL}")["messages"] if text in json.dumps(message)]
            return found[-1] if found else None

        return until(look, f"a message with {text!r}")

    def sees_view(self, text: str) -> Json:
        """The modal on top, once it contains a text."""
        return until(lambda: self.views[-1] if self.views and text in plain(self.views[-1]) else None, f"{text!r}")

    def sees_home(self, text: str) -> Json:
        """The Home, once it contains a text."""
        return until(lambda: self.homes[-1] if self.homes and text in plain(self.homes[-1]) else None, f"{text!r}")

    def _listen(self) -> None:
        while True:
            try:
                news = json.loads(self._page.recv())
            except (OSError, ValueError, WebSocketException):
                return  # the server has ended
            if news.get("t") == "view":
                stack = news.get("stack") or news.get("modalStack") or [news.get("view")]
                self.views += [view for view in stack[-1:] if view]
            elif news.get("t") == "home":
                self.homes.append(news.get("view") or news)


def main() -> None:
    """Every step, in order."""
    binary, mode, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    secrets = Secrets(
        slack_bot_token=SecretStr(TOKENS["botToken"]), slack_app_token=SecretStr(TOKENS["appToken"]),
        slack_signing_secret=SecretStr(TOKENS["signingSecret"]), slack_api_url=f"{ADDRESS}/api/",
    )  # fmt: skip
    http_port = HTTP_PORT if mode == "http" else None
    with workspace(binary, mode, folder), team.started(folder, secrets, http_port) as bot:
        if mode == "socket":
            until(lambda: getattr(bot.door, "is_connected", False) or None, "the connection")
        play(Somebody(), bot.desk)


def play(you: Somebody, desk: Collaborators) -> None:
    """Post, guess, rate, hint, commands, Home, answer."""
    message = you.sees_message("Daily riddle #1")
    said("posted", message["text"].splitlines()[0])
    buttons = {element["action_id"]: element for element in elements(message)}
    you.clicks(message, element_of(buttons["guess"], message))
    you.guesses("a teapot")
    said("wrong", until(lambda: "is not it" in plain(you.views[-1]) or None, "the verdict on a wrong guess"))
    said("kept", [row.text for row in rows(desk, Guess)])
    you.guesses(answer(desk))
    shown = you.sees_view("Correct")
    said("solved", f"Answer: *{answer(desk)}*" in plain(shown))
    for criterion, mark in (("helpful", "4"), ("honest", "5"), ("harmless", "cant_tell")):
        (block,) = [block for block in shown["blocks"] if str(block.get("block_id", "")).endswith(f":{criterion}")]
        radio = block["elements"][0]
        option = next(option for option in radio["options"] if option["value"] == mark)
        you.clicks(message, {**element_of(radio, shown), "block_id": block["block_id"], "selected_option": option})
    until(lambda: len(rows(desk, Rating)) == 3 or None, "three ratings")
    said("rated", {row.criterion: row.value for row in rows(desk, Rating)})
    you.commands("status")
    said("status", "Daily riddle #1 is posted" in plain(you.sees_message("is posted. 1 of 1 solved it")))
    you.commands("help")
    you.sees_message("What you can ask of Riddlewire")
    you.commands("nonsense")
    said("commands", bool(you.sees_message("There is no `/riddle nonsense`")))
    you.opens_home()
    said("home", "Daily riddle #1" in plain(you.sees_home("Today")))
    team.age(desk, rows(desk, Post)[0].id)
    said("answer shown", bool(you.sees_message("The answer is out. It is")))


@contextmanager
def workspace(binary: str, mode: str, folder: Path) -> Iterator[None]:
    """The server, answering; ended at the end."""
    people = [{"id": YOU, "name": "you", "real_name": "You"}, {"id": "U0TEAM1", "name": "a", "real_name": "A"}]
    config = {
        "workspace": {"name": "Independent", "domain": "independent", "teamId": "T0LOCAL"},
        "app": {
            "appId": "A0APP", "botUserId": BOT, "botName": "riddlewire", **TOKENS,
            "mode": "events" if mode == "http" else "socket", "requestUrl": f"http://127.0.0.1:{HTTP_PORT}{PATH}",
        },
        "users": people,
        "channels": [{"id": CHANNEL, "name": "riddles", "members": [YOU, "U0TEAM1", BOT]}],
    }  # fmt: skip
    path = folder / "workspace.json"
    path.write_text(json.dumps(config))
    command = [binary, "--config", str(path), "--port", str(PORT), "--files-dir", str(folder / "files")]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            until(answers, "the local-slack server")
            yield
        finally:
            server.kill()


def answers() -> Json | None:
    """The state, once there is a server."""
    try:
        return read("state")
    except OSError:
        return None


def ask(deed: str, body: Json) -> None:
    """Have something done."""
    request = urllib.request.Request(f"{ADDRESS}/_control/{deed}", json.dumps(body).encode())
    request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:
        assert json.load(answer)["ok"], (deed, body)


def read(what: str) -> Json:
    """Look at something."""
    with urllib.request.urlopen(f"{ADDRESS}/_control/{what}", timeout=SECONDS) as answer:
        found: Json = json.load(answer)
        return found


def until(look: Callable[[], Found | None], what: str) -> Found:
    """Wait until a look finds something."""
    deadline = time.monotonic() + SECONDS
    while True:
        found = look()
        if found is not None:
            return found
        assert time.monotonic() < deadline, f"waited {SECONDS:g} s for {what}"
        time.sleep(0.05)


def plain(view: Json) -> str:
    """Everything in a view or message, as text without escapes."""
    return json.dumps(view, ensure_ascii=False)


def elements(message: Json) -> list[Json]:
    """The interactive elements of a message's action blocks."""
    return [element for block in message["blocks"] for element in block.get("elements", []) if "action_id" in element]


def element_of(element: Json, holder: Json) -> Json:
    """What the page of that server sends about an element."""
    block = next(block for block in holder["blocks"] if element in block.get("elements", []))
    kept: Json = {name: element[name] for name in ("type", "action_id", "value", "text") if name in element}
    return {**kept, "block_id": block.get("block_id", "b0")}


def rows(desk: Collaborators, table: type[Any]) -> list[Any]:
    """All rows of a table."""
    with desk.database.reading() as session:
        return list(session.exec(select(table)))


def answer(desk: Collaborators) -> str:
    """The answer of the riddle that is posted."""
    with desk.database.reading() as session:
        post = session.exec(select(Post)).first()
        assert post is not None
        return posts.told(session, post.id or 0).riddle.answer


def said(step: str, what: object) -> None:
    """One line."""
    sys.stdout.write(json.dumps({"step": step, "saw": what}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
