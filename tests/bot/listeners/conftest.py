"""A local workspace, a real Bolt app connected to it, and a database, once per module."""

import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler

from bot import app as apps
from bot.local_slack import LocalSlack
from tests.bot.listeners.stage import Stage, desk_in

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def slack() -> Iterator[LocalSlack]:
    with LocalSlack(ROOT / "manifest.json") as running:
        yield running


@pytest.fixture(scope="module")
def running(slack: LocalSlack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    desk = desk_in(tmp_path_factory.mktemp("home"))
    app = apps.build(slack.bot_token, slack.signing_secret, slack.api_url, desk)
    handler = SocketModeHandler(app, slack.app_token, ping_interval=1)
    handler.client.logger.setLevel(logging.CRITICAL)
    handler.connect()  # type: ignore[no-untyped-call]  # slack_bolt leaves it untyped
    slack.wait_for_bot()
    yield Stage(slack, desk)
    threading.Thread(target=handler.close, daemon=True).start()
    app.listener_runner.listener_executor.shutdown(wait=True)
    desk.database.close()


@pytest.fixture
def stage(running: Stage) -> Iterator[Stage]:
    """The running workspace with no fault set, no modal open and the clock going."""
    yield running
    running.slack.faults.clear()
    running.clock.broken = False
    running.close_modals()
