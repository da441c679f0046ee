"""The Bolt app as it is built."""

import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from slack_bolt import BoltRequest
from slack_sdk.signature import SignatureVerifier

from bot import app as apps
from bot.authorize import authorize
from tests.bot.listeners.stage import desk_in

NOWHERE = "http://127.0.0.1:9/api/"  # nobody listens there


def test_building_the_app_calls_nobody_and_retries_nothing(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    app = apps.build("xoxb-test", "secret", NOWHERE, desk)
    assert app.client.base_url == NOWHERE
    assert app.client.token == "xoxb-test"
    assert app.client.retry_handlers == []
    app.listener_runner.listener_executor.shutdown()
    desk.database.close()


def test_bolt_never_logs_below_warning(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    logging.getLogger("slack_bolt").setLevel(logging.DEBUG)
    app = apps.build("xoxb-test", "secret", NOWHERE, desk)
    assert app.logger.level >= logging.WARNING
    assert logging.getLogger("slack_bolt.RequestVerification").level >= logging.WARNING
    app.listener_runner.listener_executor.shutdown()
    desk.database.close()


def test_a_stranger_s_request_is_refused_and_a_signed_command_answered_without_calling_slack(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    app = apps.build("xoxb-test", "secret", NOWHERE, desk)
    body = "command=%2Friddle&text=help&team_id=T0LOCAL&user_id=U1&channel_id=C1&trigger_id=t"
    assert app.dispatch(BoltRequest(body=body, headers=_headers(body, "other"))).status == 401
    answer = app.dispatch(BoltRequest(body=body, headers=_headers(body, "secret")))
    assert answer.status == 200
    assert "What you can ask" in answer.body
    app.listener_runner.listener_executor.shutdown()
    desk.database.close()


def test_only_the_listed_and_the_group_s_members_are_admins(tmp_path: Path) -> None:
    desk = replace(desk_in(tmp_path, admins=["U1"]), admin_group=lambda: frozenset({"U3"}))
    assert authorize(desk, "U3")
    assert authorize(desk, "U1")
    assert not authorize(desk, "U2")
    assert not authorize(desk, "")


def _headers(body: str, secret: str) -> dict[str, str | Sequence[str]]:
    at = str(int(time.time()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=at, body=body)
    return {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": at,
        "x-slack-signature": str(signature),
    }
