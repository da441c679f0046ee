"""What Slack sends, translated; what we did not draw is refused."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import payloads, wording
from bot.blocks import ids
from riddles.criteria import Criterion
from riddles.errors import SlackError


def clicked(**action: Any) -> payloads.Click:
    return payloads.click({"team": {"id": "T1"}, "user": {"id": "U1"}, "trigger_id": "t", "actions": [action]})


def test_a_rating_click_tells_riddle_criterion_value_and_time() -> None:
    given_ = clicked(block_id=ids.rating_block(12, Criterion.HONEST), selected_option={"value": "4"}, action_ts="17.5")
    assert payloads.rating(given_) == (12, Criterion.HONEST, 4, "17.5")


def test_cant_tell_is_no_value() -> None:
    unsure = {"value": ids.CANT_TELL}
    given_ = clicked(block_id=ids.rating_block(12, Criterion.HELPFUL), selected_option=unsure, action_ts="17")
    assert payloads.rating(given_)[2] is None


@pytest.mark.parametrize(
    "action",
    [
        {},
        {"block_id": "rating:12:kind", "selected_option": {"value": "4"}, "action_ts": "17"},
        {"block_id": "rating:x:honest", "selected_option": {"value": "4"}, "action_ts": "17"},
        {"block_id": "rating:12:honest", "selected_option": None, "action_ts": "17"},
        {"block_id": "rating:12:honest", "selected_option": {"value": "4"}, "action_ts": "NaN"},
        {"block_id": "rating:12:honest", "selected_option": {"value": "4"}},
    ],
)
def test_a_rating_that_we_did_not_draw_is_refused(action: dict[str, Any]) -> None:
    with pytest.raises(SlackError, match=wording.UNKNOWN_BUTTON):
        payloads.rating(clicked(**action))


@given(st.none() | st.text(max_size=30) | st.from_regex("[0-9]{1,20}", fullmatch=True) | st.integers())
def test_any_value_of_a_button_is_a_number_or_refused(value: object) -> None:
    given_ = clicked(value=value)
    if isinstance(value, str) and re.fullmatch("[1-9][0-9]{0,17}", value):
        assert payloads.number(given_) == int(value)
    else:
        with pytest.raises(SlackError, match=wording.UNKNOWN_BUTTON):
            payloads.number(given_)


def test_the_team_is_found_where_the_whole_organisation_installed_the_app() -> None:
    found = payloads.click({"team": None, "user": {"id": "U1", "team_id": "T9"}, "actions": [{}]})
    assert found.who == ("T9", "U1")


def test_a_submission_of_another_view_is_refused() -> None:
    with pytest.raises(SlackError):
        payloads.submission({"view": {"state": {"values": {"b": {"other": {}}}}}})


def test_a_command_is_read_in_words() -> None:
    body = {"team_id": "T1", "user_id": "U1", "channel_id": "C1", "text": "  Post   AGAIN ", "trigger_id": "t"}
    assert payloads.command(body) == payloads.Command(("T1", "U1"), "C1", ("post", "again"), "t")
