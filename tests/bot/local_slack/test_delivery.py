"""Socket Mode and HTTP mode: acknowledgements, retries, reconnects and faults."""

from __future__ import annotations

import http.client
import json
import logging
import threading
import time
import urllib.error
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from slack_bolt import App, BoltRequest
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot.local_slack import AppFailed, LocalSlack, NotPossible
from bot.local_slack.request_url import RequestUrlRefused
from tests.bot.local_slack.conftest import bolt_app
from tests.bot.local_slack.parts import Connect, button, buttons, keep

ANNA = "U0TEAM1"


def say_hello(app: App) -> None:
    app.command("/riddle")(lambda ack: ack("hello"))


def test_the_websocket_client_adapter_works_as_well(slack: LocalSlack) -> None:
    app = bolt_app(slack)
    say_hello(app)
    handler: Any = SocketModeHandler(app, slack.app_token)
    handler.client.logger.setLevel(logging.CRITICAL)
    handler.connect()
    slack.wait_for_bot(timeout=15)
    slack.person(ANNA).command("/riddle help")
    assert slack.person(ANNA).sees_ephemeral("hello")
    threading.Thread(target=handler.close, daemon=True).start()


def test_each_envelope_goes_to_one_socket_in_turn(slack: LocalSlack, connect: Connect) -> None:
    served: list[int] = []

    def count_in(app: App, number: int) -> None:
        app.command("/riddle")(lambda ack: keep(served, number, ack))

    for number in range(2):
        count_in(connect(slack), number)
    for _ in range(4):
        slack.person(ANNA).command("/riddle")
    assert sorted(served) == [0, 0, 1, 1]


def test_twenty_people_clicking_at_once_are_all_acknowledged(slack: LocalSlack, connect: Connect) -> None:
    app = connect(slack)
    app.action("guess")(lambda ack: ack())
    app.client.chat_postMessage(channel="riddles", text="t", blocks=[buttons(button("guess", "Guess"))])
    anna = slack.person(ANNA)
    seen = anna.sees()
    with ThreadPoolExecutor(20) as pool:
        outcomes = list(pool.map(lambda _: anna.click(seen, "guess", check=False), range(60)))
    assert all(outcome.ok for outcome in outcomes)
    assert slack.history.count("delivery") == 60


def test_a_duplicated_delivery_runs_the_listener_twice(slack: LocalSlack, connect: Connect) -> None:
    app = connect(slack)
    twice = threading.Semaphore(0)

    @app.command("/riddle")
    def listener(ack: Any) -> None:
        ack()
        twice.release()

    slack.faults.duplicate("command")
    slack.person(ANNA).command("/riddle")
    assert all(twice.acquire(timeout=15) for _ in range(2))
    ids = [entry["envelope_id"] for entry in slack.history.entries("delivery")]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_deliveries_can_be_reordered_lost_and_delayed(slack: LocalSlack, connect: Connect) -> None:
    app = connect(slack)
    say_hello(app)
    anna = slack.person(ANNA)
    slack.faults.reorder("command")
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(anna.command, "/riddle first")
        slack.history.wait_for("fault", fault="reorder")
        anna.command("/riddle second")
        first.result(timeout=15)
    assert [entry["payload"]["text"] for entry in slack.history.entries("delivery")] == ["second", "first"]
    slack.faults.lose("command")
    with pytest.raises(AppFailed, match="operation_timeout"):
        anna.command("/riddle lost")
    slack.faults.delay_delivery("command", 0.2)
    began = time.monotonic()
    anna.command("/riddle late")
    assert time.monotonic() - began >= 0.2


@pytest.mark.parametrize("reason", ["refresh_requested", "warning"])
def test_a_refreshed_app_connects_again(slack: LocalSlack, connect: Connect, reason: str) -> None:
    say_hello(connect(slack))
    slack.refresh_sockets(reason)
    slack.history.wait_for("socket", change="open", count=2, timeout=8)
    slack.person(ANNA).command("/riddle")


def test_a_cut_app_connects_again(slack: LocalSlack, connect: Connect) -> None:
    say_hello(connect(slack))
    slack.cut_sockets()
    slack.history.wait_for("socket", change="open", count=2, timeout=10)
    slack.person(ANNA).command("/riddle")


def test_a_half_open_socket_loses_what_is_sent_through_it(hasty: LocalSlack, connect: Connect) -> None:
    say_hello(connect(hasty))
    hasty.freeze_sockets()
    with pytest.raises(AppFailed, match="operation_timeout"):
        hasty.person(ANNA).command("/riddle")
    hasty.freeze_sockets(False)
    hasty.person(ANNA).command("/riddle")


def test_unanswered_events_are_retried_with_number_and_reason(slack: LocalSlack, connect: Connect) -> None:
    connect(slack)
    slack.faults.lose("event", times=2)
    slack.person(ANNA).open_home()
    sent = slack.history.wait_for("delivery", target="event")
    assert (sent["retry_attempt"], sent["retry_reason"]) == (2, "http_timeout")


# Faults of the Web API, seen by the official client


def posts(slack: LocalSlack) -> int:
    return slack.history.count("post")


def test_a_dropped_reply_leaves_the_message_posted(slack: LocalSlack, client: WebClient) -> None:
    slack.faults.drop_reply("chat.postMessage")
    with pytest.raises((ConnectionError, http.client.HTTPException, urllib.error.URLError)):
        client.chat_postMessage(channel="riddles", text="x")
    assert posts(slack) == 1
    slack.faults.drop_reply("chat.postMessage", accepted=False)
    with pytest.raises((ConnectionError, http.client.HTTPException, urllib.error.URLError)):
        client.chat_postMessage(channel="riddles", text="x")
    assert posts(slack) == 1


def test_a_rate_limit_carries_any_retry_after_text(slack: LocalSlack, client: WebClient) -> None:
    slack.faults.rate_limit("chat.postMessage", retry_after="soon")
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="riddles", text="x")
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "soon"
    patient = WebClient(
        slack.bot_token, base_url=slack.api_url, retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=2)]
    )
    slack.faults.rate_limit("*", retry_after="0", times=2)
    assert patient.chat_postMessage(channel="riddles", text="x")["ok"]
    assert posts(slack) == 1


def test_server_errors_pages_words_and_delays_are_answered_as_asked(slack: LocalSlack, client: WebClient) -> None:
    slack.faults.server_error("chat.postMessage", status=503)
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="riddles", text="x")
    assert caught.value.response.status_code == 503
    slack.faults.html("chat.postMessage", accepted=True)
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel="riddles", text="x")
    slack.faults.slack_error("chat.postMessage", "fatal_error")
    with pytest.raises(SlackApiError, match="fatal_error"):
        client.chat_postMessage(channel="riddles", text="x")
    slack.faults.delay("chat.postMessage", 0.2)
    began = time.monotonic()
    client.chat_postMessage(channel="riddles", text="x")
    assert time.monotonic() - began >= 0.2
    assert posts(slack) == 2


# HTTP mode


@contextmanager
def served(app: App) -> Iterator[str]:
    """A Bolt app behind a plain HTTP server; yields its request URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            headers: dict[str, Any] = {name: [value] for name, value in self.headers.items()}
            answer = app.dispatch(BoltRequest(body=body, headers=headers))
            content = answer.body.encode()
            self.send_response(answer.status)
            for name, values in answer.headers.items():
                self.send_header(name, values[0])
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/slack/events"
    server.shutdown()
    thread.join()
    server.server_close()


def test_http_mode_signs_and_verifies_and_understands_inline_answers(slack: LocalSlack) -> None:
    app = bolt_app(slack)
    app.command("/riddle")(lambda ack: ack({"response_type": "in_channel", "text": "inline"}))

    @app.action("guess")
    def guess(ack: Any, respond: Any) -> None:
        ack()
        respond("clicked")

    with served(app) as url:
        slack.use_request_url(url)
        anna = slack.person(ANNA)
        anna.command("/riddle")
        assert slack.person("U0TEAM2").sees(text="inline")
        app.client.chat_postMessage(channel="riddles", text="t", blocks=[buttons(button("guess", "Guess"))])
        anna.click(anna.sees(text="Guess"), "guess")
        assert anna.sees_ephemeral("clicked")


def test_a_wrong_secret_or_silent_url_is_refused(slack: LocalSlack) -> None:
    stranger = App(client=WebClient(slack.bot_token, base_url=slack.api_url), signing_secret="another")
    stranger.command("/riddle")(lambda ack: ack("never"))
    with served(stranger) as url:
        with pytest.raises(RequestUrlRefused, match="http_error_401"):
            slack.use_request_url(url)
        slack.use_request_url(url, verify=False)
        with pytest.raises(AppFailed, match="http_error_401"):
            slack.person(ANNA).command("/riddle")
    with pytest.raises(RequestUrlRefused, match="connection_failed"):
        slack.use_request_url("http://127.0.0.1:9/")


def test_http_events_are_retried_with_headers_until_told_not_to(slack: LocalSlack) -> None:
    seen: list[tuple[str | None, str | None]] = []

    class Failing(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            seen.append((self.headers["X-Slack-Retry-Num"], self.headers["X-Slack-Retry-Reason"]))
            self.send_response(500)
            if len(seen) == 3:
                self.send_header("X-Slack-No-Retry", "1")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Failing)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    slack.use_request_url(f"http://127.0.0.1:{server.server_address[1]}/", verify=False)
    slack.person(ANNA).open_home()
    slack.history.wait_for("no_ack", target="event", count=3)
    time.sleep(0.2)
    server.shutdown()
    thread.join()
    server.server_close()
    assert seen == [(None, None), ("1", "http_error"), ("2", "http_error")]


# The history and the driver


def test_the_history_keeps_order_and_no_tokens(slack: LocalSlack, client: WebClient) -> None:
    client.chat_postMessage(channel="riddles", text="x")
    entries = slack.history.entries()
    assert [entry.kind for entry in entries] == ["post", "api"]
    assert [entry.number for entry in entries] == [0, 1]
    everything = json.dumps([entry.facts for entry in entries])
    assert slack.bot_token not in everything
    with pytest.raises(TimeoutError, match="1 x delete"):
        slack.history.wait_for("delete", timeout=0.05)


def test_a_person_says_what_there_is_when_something_is_missing(slack: LocalSlack, client: WebClient) -> None:
    client.chat_postMessage(
        channel="riddles", text="t", blocks=[buttons(button("guess", "Guess"), button("g2", "Guess"))]
    )
    anna = slack.person(ANNA)
    seen = anna.sees()
    with pytest.raises(NotPossible, match="nothing called 'Hint'"):
        anna.click(seen, "Hint")
    with pytest.raises(NotPossible, match="means 2 elements"):
        anna.click(seen, "Guess")
    with pytest.raises(LookupError, match="There is nobody 'U0NOBODY'"):
        slack.person("U0NOBODY")
    slack.delete_message("riddles", seen.ts)
    with pytest.raises(NotPossible, match="sees no message"):
        anna.click(seen, "guess")
