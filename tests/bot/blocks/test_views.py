"""Modals and App Home: what Slack takes, and what they carry back."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot import wording
from bot.blocks import explanation, guess, home, ids, kit, rating
from bot.guess_verdict import Standing, State
from bot.local_slack import validation
from bot.opinion import Opinion
from riddles.criteria import Criterion
from tests.bot.blocks.rows import told

NOTHING = Opinion({}, False, 0)
EVERYTHING = Opinion({Criterion.HELPFUL: 5, Criterion.HONEST: None, Criterion.HARMLESS: 1}, True, 12)


@given(st.text(max_size=4000), st.sampled_from([NOTHING, EVERYTHING]))
def test_slack_takes_every_view_whatever_it_quotes(foreign: str, opinion: Opinion) -> None:
    post = told(text=foreign, answer=foreign, title=foreign, source=foreign)
    standing = Standing(State.OPEN, 2, wording.wrong(foreign, near=True))
    views = [
        guess.asking(post, standing, 3),
        guess.asking(post, standing, 3, note=foreign),
        guess.result(post, standing, opinion),
        rating.queued(post.riddle, post.article, opinion, foreign),
        rating.nothing_left(),
        explanation.view(3),
        kit.notice(foreign),
    ]
    assert [validation.of_view(view, "modal") for view in views] == [[]] * len(views)


@given(st.text(max_size=3000), st.sampled_from(list(State)))
def test_slack_takes_every_home(foreign: str, state: State) -> None:
    shown = home.Home([(told(text=foreign), state)] * 12, 3, True, foreign)
    assert validation.of_view(home.view(shown), "home") == []
    assert validation.of_view(home.view(home.Home([], 0, False, "")), "home") == []


def test_the_choices_show_what_was_said_and_nothing_where_nothing_was() -> None:
    chosen = [block["elements"][0].get("initial_option", {}).get("value") for block in _radios(EVERYTHING)]
    assert chosen == ["5", ids.CANT_TELL, "1"]
    assert [block["elements"][0].get("initial_option") for block in _radios(NOTHING)] == [None] * 3


def test_each_group_knows_its_riddle_and_criterion() -> None:
    assert [block["block_id"] for block in _radios(NOTHING)] == [
        "rating:3:helpful",
        "rating:3:honest",
        "rating:3:harmless",
    ]


def test_another_riddle_is_offered_only_while_one_waits() -> None:
    assert ids.RATE_ANOTHER in str(rating.section(3, EVERYTHING))
    assert "12 more waiting" in str(rating.section(3, EVERYTHING))
    assert ids.RATE_ANOTHER not in str(rating.section(3, NOTHING))


def test_the_guess_modal_does_not_hold_the_answer() -> None:
    assert "river" not in str(guess.asking(told(), Standing(State.OPEN, 1, ""), 3))


def _radios(opinion: Opinion) -> list[dict[str, Any]]:
    return [block for block in rating.section(3, opinion) if "radio" in str(block)]
