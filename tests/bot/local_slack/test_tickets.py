"""Trigger ids and response URLs: how often and how long they work."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.local_slack import LocalSlack
from tests.bot.local_slack.conftest import ROOT_MANIFEST, FakeClock
from tests.bot.local_slack.parts import Connect, button, buttons, modal, section

ANNA = "U0TEAM1"


def trigger(slack: LocalSlack) -> str:
    return slack.on_loop(lambda: slack.workspace.triggers.issue(ANNA))


def response_url(slack: LocalSlack, ts: str | None = None) -> str:
    token = slack.on_loop(lambda: slack.workspace.response_urls.issue(ANNA, "C0RIDDLES", ts))
    return f"{slack.url}respond/{token}"


def test_a_trigger_works_once(slack: LocalSlack, client: WebClient) -> None:
    mine = trigger(slack)
    client.views_open(trigger_id=mine, view=modal(section("x")))
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        client.views_open(trigger_id=mine, view=modal(section("x")))
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        client.views_open(trigger_id="1.2.3", view=modal(section("x")))


def test_a_trigger_works_for_three_seconds(clock: FakeClock) -> None:
    with LocalSlack(ROOT_MANIFEST, clock=clock) as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url)
        early, late = trigger(slack), trigger(slack)
        clock.now += 2.9
        assert client.views_open(trigger_id=early, view=modal(section("x")))["ok"]
        clock.now += 0.2
        with pytest.raises(SlackApiError, match="expired_trigger_id"):
            client.views_open(trigger_id=late, view=modal(section("x")))


def test_at_most_three_modals_are_stacked(slack: LocalSlack, client: WebClient) -> None:
    client.views_open(trigger_id=trigger(slack), view=modal(section("1")))
    for text in ("2", "3"):
        client.views_push(trigger_id=trigger(slack), view=modal(section(text)))
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        client.views_push(trigger_id=trigger(slack), view=modal(section("4")))
    anna = slack.person(ANNA)
    anna.close()
    assert "2" in anna.modal().readable


def test_a_response_url_works_five_times(slack: LocalSlack) -> None:
    hook = WebhookClient(response_url(slack))
    answers = [hook.send(text=str(number)) for number in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert "used_url" in answers[-1].body
    assert [seen.text for seen in slack.person(ANNA).ephemerals()] == list("01234")


def test_a_response_url_works_for_thirty_minutes(clock: FakeClock) -> None:
    with LocalSlack(ROOT_MANIFEST, clock=clock) as slack:
        hook = WebhookClient(response_url(slack))
        clock.now += 30 * 60 + 1
        answer = hook.send(text="late")
        assert (answer.status_code, "expired_url" in answer.body) == (404, True)


def test_a_response_replaces_and_deletes_the_ephemeral_it_belongs_to(slack: LocalSlack, connect: Connect) -> None:
    app = connect(slack)

    @app.action("more")
    def more(ack: Any, respond: Any) -> None:
        ack()
        respond(text="replaced", blocks=[section("replaced"), buttons(button("less", "Less"))], replace_original=True)

    @app.action("less")
    def less(ack: Any, respond: Any) -> None:
        ack()
        respond(delete_original=True)

    app.client.chat_postEphemeral(channel="riddles", user=ANNA, text="first", blocks=[buttons(button("more", "More"))])
    anna = slack.person(ANNA)
    first = anna.sees_ephemeral("first")
    anna.click(first, "More")
    second = anna.sees_ephemeral("replaced")
    assert second.ts == first.ts
    delivered = slack.history.entries("delivery")[0]["payload"]
    assert delivered["container"]["is_ephemeral"] is True
    assert "message" not in delivered
    anna.click(second, "Less")
    slack.history.wait_for("delete")
    assert anna.ephemerals() == []


def test_a_response_in_channel_is_for_everybody_and_bad_blocks_are_refused(slack: LocalSlack) -> None:
    hook = WebhookClient(response_url(slack))
    assert hook.send(text="all", response_type="in_channel").status_code == 200
    assert slack.person("U0TEAM2").sees(text="all").text == "all"
    refused = hook.send_dict({"text": "x", "blocks": [{"type": "banner"}]})
    assert (refused.status_code, "invalid_blocks" in refused.body) == (400, True)
