"""One of every block and element, as an app might send it, by the surface it belongs to."""

from __future__ import annotations

from typing import Any

from tests.bot.local_slack.parts import button, choice, mrkdwn, plain, section, text_input

Json = dict[str, Any]
SURE = {"title": plain("Sure?"), "text": plain("It is gone then."), "confirm": plain("Yes"), "deny": plain("Keep")}
CHOICES = [choice("one", "1"), choice("two", "2")]
WEEKS = [{"label": "W1", "value": 3}, {"label": "W2", "value": 4.5}]
RICH = {"type": "rich_text_section", "elements": [{"type": "text", "text": "rich", "style": {"bold": True}}]}


def chart(kind: str) -> Json:
    """A chart block of a kind that has axes."""
    axes = {"categories": ["W1", "W2"], "x_label": "week", "y_label": "mean"}
    return {
        "type": "data_visualization",
        "title": f"Ratings as {kind}",
        "chart": {"type": kind, "series": [{"name": "helpful", "data": WEEKS}], "axis_config": axes},
    }


PIE = {"type": "data_visualization", "title": "Votes", "chart": {"type": "pie", "segments": WEEKS}}
DATA_TABLE: Json = {
    "type": "data_table",
    "caption": "Riddles",
    "page_size": 2,
    "rows": [
        [{"type": "raw_text", "text": "riddle"}, {"type": "raw_text", "text": "solved"}],
        [{"type": "raw_text", "text": "a"}, {"type": "raw_number", "value": 9}],
        [{"type": "raw_text", "text": "b"}, {"type": "raw_number", "value": 30}],
        [{"type": "raw_text", "text": "c"}, {"type": "raw_number", "value": 4}],
    ],
}
CONTROLS = [
    button("b1", "Plain"),
    button("b2", "Primary", style="primary"),
    button("b3", "Danger", style="danger", confirm=SURE),
    button("b4", "Link", url="https://example.org"),
    {"type": "overflow", "action_id": "more", "options": CHOICES},
    {"type": "static_select", "action_id": "s1", "options": CHOICES, "initial_option": CHOICES[1], "confirm": SURE},
    {"type": "static_select", "action_id": "s2", "option_groups": [{"label": plain("Group"), "options": CHOICES}]},
    {"type": "users_select", "action_id": "u", "initial_user": "U0TEAM1"},
    {"type": "channels_select", "action_id": "c"},
    {"type": "conversations_select", "action_id": "v"},
    {"type": "datepicker", "action_id": "d", "initial_date": "2026-11-20"},
    {"type": "timepicker", "action_id": "t", "initial_time": "09:00"},
    {"type": "datetimepicker", "action_id": "dt", "initial_date_time": 1795000000},
    {"type": "radio_buttons", "action_id": "r", "options": CHOICES, "initial_option": CHOICES[0]},
    {"type": "checkboxes", "action_id": "x", "options": CHOICES, "initial_options": [CHOICES[1]]},
]
ANYWHERE: list[Json] = [
    {"type": "header", "text": plain("A header")},
    section("*bold* _italic_ ~struck~ `code` <https://e.org|link> :tada:", fields=[mrkdwn("left"), plain("right")]),
    section("beside", accessory={"type": "multi_static_select", "action_id": "m", "options": CHOICES}),
    section("people", accessory={"type": "multi_users_select", "action_id": "mu", "initial_users": ["U0TEAM2"]}),
    section("channels", accessory={"type": "multi_channels_select", "action_id": "mc"}),
    section("talks", accessory={"type": "multi_conversations_select", "action_id": "mv"}),
    {"type": "divider"},
    {"type": "context", "elements": [
        mrkdwn("small"), {"type": "image", "image_url": "https://e.org/i.png", "alt_text": "i"}]},
    {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "far away", "title": plain("Picture")},
    {"type": "rich_text", "elements": [RICH]},
    {"type": "actions", "elements": CONTROLS},
    {"type": "card", "title": mrkdwn("A card"), "body": plain("with words"), "actions": [button("card", "Open card")]},
    {"type": "video", "alt_text": "a film", "title": plain("Film"), "thumbnail_url": "https://e.org/t.png",
     "video_url": "https://e.org/v"},
]  # fmt: skip
TABLES: list[Json] = [
    {"type": "table", "rows": [[{"type": "raw_text", "text": "head"}], [{"type": "rich_text", "elements": [RICH]}]]},
    DATA_TABLE,
    {"type": "carousel", "elements": [
        {"type": "card", "title": plain("In a row"), "actions": [button("row", "Pick")]}]},
    {"type": "container", "title": plain("Container"), "is_collapsible": True, "child_blocks": [
        section("inside"), {"type": "actions", "elements": [button("inner", "Inner")]}]},
]  # fmt: skip
MESSAGE: list[Json] = [
    *ANYWHERE,
    *TABLES,
    {"type": "markdown", "text": "# Title\n**bold**"},
    {"type": "file", "external_id": "report", "source": "remote"},
    {"type": "plan", "title": "Plan", "tasks": [{"task_id": "1", "title": "Task", "status": "in_progress"}]},
    {"type": "task_card", "task_id": "2", "title": "Alone", "status": "complete"},
    {"type": "context_actions", "block_id": "thumbs", "elements": [
        {"type": "feedback_buttons", "action_id": "thumb",
         "positive_button": {"text": plain("Good riddle"), "value": "up"},
         "negative_button": {"text": plain("Bad riddle"), "value": "down"}},
        {"type": "icon_button", "action_id": "bin", "icon": "trash", "text": plain("Remove")}]},
]  # fmt: skip
CHARTS = [[chart("line"), chart("bar")], [chart("area"), PIE]]
MODAL: list[Json] = [
    *ANYWHERE,
    {"type": "alert", "text": mrkdwn("careful"), "level": "warning"},
    text_input("text", "Text", max_length=80),
    text_input("long", "Long text", multiline=True, initial_value="before"),
    {"type": "input", "block_id": "mail", "label": plain("Mail"), "optional": True,
     "element": {"type": "email_text_input", "action_id": "e"}},
    {"type": "input", "block_id": "web", "label": plain("Web"), "optional": True,
     "element": {"type": "url_text_input", "action_id": "w"}},
    {"type": "input", "block_id": "number", "label": plain("Number"), "element": {
        "type": "number_input", "action_id": "n", "is_decimal_allowed": False, "min_value": "1", "max_value": "9"}},
]  # fmt: skip
HOME = [*ANYWHERE, *TABLES]
