"""Block Kit's rules: what Slack would refuse is refused, with the reason."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.local_slack import LocalSlack, block_table, validation
from tests.bot.local_slack import gallery
from tests.bot.local_slack.parts import button, buttons, choice, modal, mrkdwn, plain, section, text_input

RADIO = {"type": "radio_buttons", "action_id": "r", "options": [choice("1", "1"), choice("2", "2")]}
CHART: dict[str, Any] = {
    "type": "data_visualization",
    "title": "Ratings",
    "chart": {
        "type": "bar",
        "series": [{"name": "n", "data": [{"label": "W1", "value": 3}]}],
        "axis_config": {"categories": ["W1"], "y_label": "votes"},
    },
}
SERIES = CHART["chart"]["series"][0]
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "unknown type": ({"type": "banner"}, "unsupported type: banner"),
    "markdown header": ({"type": "header", "text": mrkdwn("x")}, "must be one of the types plain_text"),
    "long section": (section("x" * 3001), "must be less than 3001 characters"),
    "empty section": (section(""), "must be more than 0 characters"),
    "section of nothing": ({"type": "section"}, "must define one of: text, fields"),
    "unknown property": (section("x", colour="red"), "invalid additional property: colour"),
    "long button": (buttons(button("a", "x" * 76)), "must be less than 76 characters"),
    "button style": (buttons(button("a", "A", style="green")), "value must be one of"),
    "same action id": (buttons(button("a", "A"), button("a", "B")), "already exists for action ID: a"),
    "too many buttons": (buttons(*(button(str(n), "B") for n in range(26))), "no more than 25 items"),
    "11 radios": (
        buttons({**RADIO, "options": [choice(str(n), str(n)) for n in range(11)]}),
        "no more than 10 items",
    ),
    "foreign initial option": (buttons({**RADIO, "initial_option": choice("3", "3")}), "initial option must be"),
    "same option value": (buttons({**RADIO, "options": [choice("a", "1"), choice("b", "1")]}), "must be unique"),
    "text input in actions": (
        buttons({"type": "plain_text_input", "action_id": "t"}),
        "unsupported type: plain_text_input",
    ),
    "alert outside a modal": ({"type": "alert", "text": mrkdwn("x")}, "unsupported type: alert"),
    "picture without alt": ({"type": "image", "image_url": "https://e.org/a.png"}, "missing required field: alt_text"),
    "half a confirm": (
        buttons(button("a", "A", confirm={"title": plain("Sure?"), "text": mrkdwn("x")})),
        "missing required field: confirm",
    ),
    "labels beside the axis": (
        {**CHART, "chart": {**CHART["chart"], "axis_config": {"categories": ["W2"]}}},
        "labels must match the axis categories",
    ),
    "axes without a name": (
        {**CHART, "chart": {"type": "line", "series": CHART["chart"]["series"]}},
        "missing required field: axis_config",
    ),
    "seven series": (
        {
            **CHART,
            "chart": {**CHART["chart"], "series": [{**CHART["chart"]["series"][0], "name": str(n)} for n in range(7)]},
        },
        "no more than 6 items",
    ),
    "pie of nothing": (
        {**CHART, "chart": {"type": "pie", "segments": [{"label": "x", "value": 0}]}},
        "must be greater than 0",
    ),
    "ragged data table": (
        {**gallery.DATA_TABLE, "rows": [*gallery.DATA_TABLE["rows"], [{"type": "raw_text", "text": "x"}]]},
        "must have the same number of cells",
    ),
    "data table without rows": (
        {**gallery.DATA_TABLE, "rows": gallery.DATA_TABLE["rows"][:1]},
        "no fewer than 2 items",
    ),
    "chart in a container": (
        {"type": "container", "title": plain("C"), "child_blocks": [CHART]},
        "unsupported type: data_visualization",
    ),
    "long chart label": (
        {**CHART, "chart": {"type": "pie", "segments": [{"label": "x" * 21, "value": 1}]}},
        "must be less than 21 characters",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_message_slack_would_refuse_is_refused_with_the_reason(name: str) -> None:
    block, reason = REFUSED[name]
    problems = validation.of_blocks([block], block_table.MESSAGE)
    assert any(reason in problem for problem in problems), problems


ACCEPTED: list[dict[str, Any]] = [
    section("x", accessory=button("a", "A"), fields=[mrkdwn("y")]),
    buttons(RADIO, button("b", "B", style="primary", value="1", url="https://example.org")),
    {"type": "context", "elements": [mrkdwn("x"), plain("y")]},
    {"type": "markdown", "text": "**x**"},
    {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]},
    {"type": "plan", "title": "P", "tasks": [{"task_id": "1", "title": "T", "status": "complete"}]},
    {"type": "card", "title": mrkdwn("x"), "actions": [button("a", "A")]},
    {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "positive_button": {"text": plain("Good"), "value": "1"},
                "negative_button": {"text": plain("Bad"), "value": "0"},
            },
            {"type": "icon_button", "icon": "trash", "text": plain("Remove")},
        ],
    },
    {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]},
    CHART,
    *gallery.MESSAGE,
    gallery.PIE,
]


@pytest.mark.parametrize("block", ACCEPTED, ids=lambda block: block["type"])
def test_a_message_slack_would_take_is_taken(block: dict[str, Any]) -> None:
    assert validation.of_blocks([block], block_table.MESSAGE) == []


def test_block_ids_are_unique_and_their_number_is_limited() -> None:
    twice = [section("x", block_id="b"), section("y", block_id="b")]
    assert "already exists for block ID: b" in validation.of_blocks(twice, block_table.MESSAGE)[0]
    many = [section("x")] * 51
    assert "no more than 50 items" in validation.of_blocks(many, block_table.MESSAGE)[0]
    assert validation.of_blocks(many, block_table.MODAL) == []
    assert "no more than 2 data_visualization" in validation.of_blocks([CHART] * 3, block_table.MESSAGE)[0]


@pytest.mark.parametrize("kind", ["context_actions", "markdown", "plan", "data_visualization", "task_card"])
def test_message_blocks_are_refused_in_modals_and_homes(kind: str) -> None:
    for surface in (block_table.MODAL, block_table.HOME):
        problems = validation.of_blocks([{"type": kind}], surface)
        assert problems == [f"[ERROR] unsupported type: {kind} [json-pointer:/blocks/0/type]"]


def test_a_modal_with_an_input_needs_a_submit_button_and_short_titles() -> None:
    without = modal(text_input("b", "Label"))
    del without["submit"]
    assert validation.of_view(without, block_table.MODAL) == [
        "[ERROR] missing required field: submit [json-pointer:/view]"
    ]
    long = modal(section("x"), title=plain("x" * 25), private_metadata="x" * 3001)
    assert len(validation.of_view(long, block_table.MODAL)) == 2
    assert validation.of_view({"type": "home", "blocks": [section("x")]}, block_table.HOME) == []


def test_every_row_of_the_table_names_its_documentation_page() -> None:
    for kind, shape in {**block_table.BLOCKS, **block_table.ELEMENTS, **block_table.OBJECTS}.items():
        assert shape.doc.split("/")[0] in ("blocks", "block-elements", "composition-objects"), kind


def test_a_workspace_may_not_have_a_block_yet(slack: LocalSlack, client: WebClient) -> None:
    slack.refuse_blocks("data_visualization")
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="riddles", text="t", blocks=[section("x"), CHART])
    assert caught.value.response["error"] == "invalid_blocks"
    assert client.chat_postMessage(channel="riddles", text="t", blocks=[section("x")])["ok"]
    slack.refuse_blocks()
    assert client.chat_postMessage(channel="riddles", text="t", blocks=[CHART])["ok"]


def test_the_reasons_reach_the_caller_of_the_web_api(client: WebClient) -> None:
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="riddles", text="t", blocks=[{"type": "banner"}])
    answer = caught.value.response
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == ["[ERROR] unsupported type: banner [json-pointer:/blocks/0/type]"]
    with pytest.raises(SlackApiError) as caught:
        client.views_publish(user_id="U0YOU", view={"type": "home", "blocks": [{"type": "plan"}]})
    assert caught.value.response["error"] == "invalid_arguments"
    blocks = [{"type": "image", "alt_text": "x", "slack_file": {"id": "F0NONE"}}]
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="riddles", text="t", blocks=blocks)
    assert "invalid slack file" in caught.value.response["response_metadata"]["messages"][0]
