"""The HTTP door: what is not Slack's never reaches Bolt, and nothing that is makes it fall over."""

import hashlib
import hmac
import http.client
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlparse

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlmodel import select

from bot import app as apps
from bot.collaborators import Collaborators
from bot.doors.http_mode import PATH, HttpDoor, depth
from storage.tables import Guess, Person, Rating
from tests.bot import rig

SECRET, NOWHERE = "signing secret", "http://127.0.0.1:9/api/"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
WHO = {"id": "U1", "team_id": "T1", "name": "u"}
CLICK: dict[str, Any] = {
    "type": "block_actions", "user": WHO, "team": {"id": "T1"}, "trigger_id": "1.2.3", "response_url": NOWHERE,
    "container": {"type": "view", "view_id": "V1"}, "view": {"id": "V1", "type": "modal", "private_metadata": ""},
    "actions": [{"type": "radio_buttons", "action_id": "rate_helpful", "block_id": "rating:1:helpful",
                 "action_ts": "1.0", "selected_option": {"value": "4"}}],
}  # fmt: skip
SUBMIT: dict[str, Any] = {
    "type": "view_submission", "user": WHO, "team": {"id": "T1"}, "trigger_id": "1.2.3",
    "view": {"id": "V1", "type": "modal", "callback_id": "guess_view", "private_metadata": "1",
             "state": {"values": {"guess:1": {"guess_text": {"type": "plain_text_input", "value": "bridge"}}}}},
}  # fmt: skip
COMMAND = {
    "command": "/riddle",
    "text": "help",
    "team_id": "T1",
    "user_id": "U1",
    "channel_id": "C1",
    "trigger_id": "t",
}
EVENT: dict[str, Any] = {
    "type": "event_callback", "team_id": "T1", "event_id": "Ev1", "api_app_id": "A1",
    "event": {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "messages", "event_ts": "1.0"},
}  # fmt: skip


@dataclass
class Caller:
    """Somebody who posts to the door; ``secret`` is what they sign with."""

    door: HttpDoor
    desk: Collaborators
    secret: str = SECRET

    def get(self, path: str) -> tuple[int, str]:
        return self._ask("GET", path, b"", {})

    def post(self, body: bytes, kind: str = JSON, at: str = "", **headers: str) -> int:
        at = at or str(int(time.time()))
        base = b"v0:" + at.encode("utf-8", "replace") + b":" + body
        sign = "v0=" + hmac.new(self.secret.encode(), base, hashlib.sha256).hexdigest()
        signed = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": sign, "Content-Type": kind, **headers}
        return self._ask("POST", PATH, body, signed)[0]

    def interact(self, payload: dict[str, Any]) -> int:
        return self.post(urlencode({"payload": json.dumps(payload)}).encode(), FORM)

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        connection = http.client.HTTPConnection(urlparse(self.door.url).netloc, timeout=5)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def rows(self) -> int:
        with self.desk.database.reading() as session:
            return sum(len(session.exec(select(table)).all()) for table in (Person, Rating, Guess))


@pytest.fixture(scope="module")
def caller(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    with rig.desk(tmp_path_factory.mktemp("home")) as desk:
        rig.store_riddle(desk.database, desk.clock())
        app = apps.build("xoxb-test", SECRET, NOWHERE, desk)
        door = HttpDoor(app, SECRET, 0, lambda: ["disk"] if (desk.home / "full").exists() else [])
        door.open()
        yield Caller(door, desk)
        door.close()
        app.listener_runner.listener_executor.shutdown(wait=False)


def test_what_slack_signed_is_answered(caller: Caller) -> None:
    assert caller.interact(CLICK) == 200
    assert caller.post(urlencode(COMMAND).encode(), FORM) == 200
    assert caller.post(json.dumps(EVENT).encode()) == 200


@pytest.mark.parametrize("at", ["soon", "-5", "1e9", "٣", "", "9" * 13, "0", "1700000000"])
def test_a_time_that_is_none_or_long_ago_is_refused(caller: Caller, at: str) -> None:
    assert caller.post(json.dumps(EVENT).encode(), **{"X-Slack-Request-Timestamp": _latin(at)}) == 401


@pytest.mark.parametrize("length", ["-1", "1e3", "", "999999999999", "12 "])
def test_a_length_that_is_none_or_too_much_is_refused(caller: Caller, length: str) -> None:
    assert caller.post(b"{}", **{"Content-Length": length}) in (400, 413)


def test_a_signed_body_nested_too_deep_is_refused_but_brackets_in_a_guess_are_not(caller: Caller) -> None:
    assert caller.post(b'{"event":' + b"[" * 5000 + b"]" * 5000 + b"}") == 400
    assert caller.post(urlencode({"payload": "[" * 5000}).encode(), FORM) == 400
    text = '[[{{"\\' * 500
    brackets = json.loads(json.dumps(SUBMIT))
    brackets["view"]["state"]["values"]["guess:1"]["guess_text"]["value"] = text
    assert caller.interact(brackets) == 200


def test_depth_counts_what_is_open_at_once() -> None:
    assert depth("") == 0
    assert depth('{"a": [1, {"b": []}], "c": {}}') == 4
    assert depth('{"a": "[[[[\\"[[["}') == 1


def test_watchers_are_told_whether_the_bot_is_alive_and_ready(caller: Caller) -> None:
    assert caller.get("/healthz") == (200, "ok")
    assert caller.get("/readyz") == (200, '{"ready": true, "faults": []}')
    (caller.desk.home / "full").touch()
    assert caller.get("/readyz") == (503, '{"ready": false, "faults": ["disk"]}')
    (caller.desk.home / "full").unlink()
    assert caller.get("/")[0] == 404
    assert caller.get(PATH)[0] == 404


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.binary(max_size=400), some.sampled_from([FORM, JSON, "", "multipart/form-data; boundary=x"]))
def test_a_stranger_gets_a_refusal_whatever_they_send(caller: Caller, body: bytes, kind: str) -> None:
    before = caller.rows()
    stranger = Caller(caller.door, caller.desk, "another secret")
    assert stranger.post(body, kind) == 401
    assert stranger.post(body + b"&ssl_check=1", FORM) == 401  # slack_bolt before 1.29 let this one in
    assert caller.rows() == before


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.sampled_from(["click", "submit", "event", "command"]), some.integers(0, 2**32))
def test_a_signed_body_of_any_shape_makes_no_error_of_ours(caller: Caller, kind: str, seed: int) -> None:
    """Whoever can sign is Slack; what it may send next year must not be a 500, which it would send again."""
    chance = random.Random(seed)
    payload = {"click": CLICK, "submit": SUBMIT, "event": EVENT, "command": COMMAND}[kind]
    mutant = mutated(payload, chance)
    if kind == "event":
        status = caller.post(json.dumps(mutant).encode())
    elif kind == "command":
        status = caller.post(urlencode({name: str(value) for name, value in mutant.items()}).encode(), FORM)
    else:
        status = caller.interact(mutant)
    assert status < 500, mutant


STRANGE: tuple[Any, ...] = (None, "", 0, -1, True, [], {}, "x" * 3000, [None], {"": None}, "🎉", "\x00", 1e308)


def mutated(value: Any, chance: random.Random) -> Any:
    """The same with a few parts left out, exchanged or doubled."""
    value = json.loads(json.dumps(value))
    for _ in range(chance.randint(1, 3)):
        holder = chance.choice(_holders(value))
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        if not keys:
            continue
        key = chance.choice(keys)
        if chance.random() < 0.3:
            del holder[key]
        else:
            holder[key] = json.loads(json.dumps(chance.choice(STRANGE)))
    return value


def _holders(value: Any) -> list[Any]:
    found = [value] if isinstance(value, dict | list) else []
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return found + [holder for part in inner for holder in _holders(part)]


def _latin(text: str) -> str:
    """Headers carry Latin-1; the door must also bear digits of another alphabet."""
    return text.encode().decode("latin-1")
