"""Admins by user group: asked with a scope that the manifest leaves out."""

import json
from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.admin_group import AdminGroup
from bot.local_slack import LocalSlack, manifest
from tests.bot.rig import ROOT

GROUP = "S0ADMINS"  # there is none such


class Seconds:
    """Monotonic time that moves only when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def client_of(slack: LocalSlack) -> WebClient:
    return WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
def wide() -> Iterator[LocalSlack]:
    told = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))
    told["oauth_config"]["scopes"]["bot"].append("usergroups:read")
    with LocalSlack(manifest.parse(told)) as running:
        yield running


def test_members_are_admins_and_are_asked_for_once_a_minute(wide: LocalSlack) -> None:
    made = wide.add_group("admins", ["U0TEAM1"])
    clock = Seconds()
    group = AdminGroup(client_of(wide), made, clock)
    assert group() == group() == {"U0TEAM1"}
    assert len(wide.history.calls("usergroups.users.list")) == 1
    wide.on_loop(lambda: wide.workspace.groups[made].members.remove("U0TEAM1"))
    clock.now = 61.0
    assert group() == frozenset()


def test_without_a_group_nobody_is_asked_for(wide: LocalSlack) -> None:
    assert AdminGroup(client_of(wide), "")() == frozenset()
    assert wide.history.calls("usergroups.users.list") == []


def test_without_the_scope_nobody_is_a_member_and_the_log_says_why(caplog: pytest.LogCaptureFixture) -> None:
    with LocalSlack(ROOT / "manifest.json") as narrow:
        assert AdminGroup(client_of(narrow), GROUP)() == frozenset()
    assert "missing_scope" in caplog.text
    assert "usergroups:read" in caplog.text
