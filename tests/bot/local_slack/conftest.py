"""A running workspace and a small but real Bolt app connected to it by Socket Mode."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.local_slack import LocalSlack, manifest
from tests.bot.local_slack.parts import Connect

ROOT_MANIFEST = Path(__file__).resolve().parents[3] / "manifest.json"
RETRY_DELAYS = (0.0, 0.05, 0.1)
WIDE_MANIFEST = {
    "display_information": {"name": "Wide"},
    "features": {
        "app_home": {"home_tab_enabled": True},
        "bot_user": {"display_name": "wide"},
        "slash_commands": [{"command": "/riddle", "description": "d", "should_escape": True}],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "chat:write",
                "commands",
                "files:write",
                "channels:read",
                "channels:history",
                "im:write",
                "im:history",
                "users:read",
                "reactions:write",
                "usergroups:read",
                "app_mentions:read",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "app_mention", "message.channels", "reaction_added"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


class FakeClock:
    """Time that moves only when told to."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    """A workspace with time enough for a busy machine; it repeats an event sooner than Slack."""
    with LocalSlack(ROOT_MANIFEST, ack_seconds=10, retry_delays=RETRY_DELAYS) as running:
        yield running


@pytest.fixture
def hasty() -> Iterator[LocalSlack]:
    """A workspace that gives up waiting soon, for an app that does not acknowledge."""
    with LocalSlack(ROOT_MANIFEST, ack_seconds=2, retry_delays=RETRY_DELAYS) as running:
        yield running


@pytest.fixture
def wide() -> Iterator[LocalSlack]:
    """A workspace whose app asked for more scopes and events."""
    found = manifest.parse(WIDE_MANIFEST)
    with LocalSlack(found, ack_seconds=10, retry_delays=RETRY_DELAYS) as running:
        yield running


@pytest.fixture
def client(slack: LocalSlack) -> WebClient:
    return WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Make a Bolt app for a workspace; listeners may be added before and after connecting."""
    handlers: list[SocketModeHandler] = []
    pools: list[Executor] = []

    def make(slack: LocalSlack) -> App:
        app = bolt_app(slack)
        pools.append(app.listener_runner.listener_executor)
        handler: Any = SocketModeHandler(app, slack.app_token, ping_interval=1)
        handler.client.logger.setLevel(logging.CRITICAL)
        handler.connect()
        handlers.append(handler)
        slack.history.wait_for("socket", change="open", count=len(handlers), timeout=10)
        return app

    yield make
    for handler in handlers:
        threading.Thread(target=handler.close, daemon=True).start()
    for pool in pools:
        pool.shutdown(wait=False)


def bolt_app(slack: LocalSlack) -> App:
    """An unmodified Bolt app; only its base URL differs."""
    return App(
        client=WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[]),
        signing_secret=slack.signing_secret,
    )
