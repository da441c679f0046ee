"""Modals and App Home: what Slack takes, and what they carry back."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot import wording
from bot.blocks import duel, explanation, guess, home, ids, kit, privacy, rating, reporting, rewriting
from bot.local_slack import validation
from bot.play.guess_verdict import Standing, State
from bot.play.opinion import Opinion
from riddles.criteria import Criterion
from storage.forgetting import Farewell, Traces
from storage.play import Played, Round
from storage.tables import Guess
from tests.bot.blocks.rows import told

NOTHING = Opinion({}, False, 0)
EVERYTHING = Opinion({Criterion.HELPFUL: 5, Criterion.HONEST: None, Criterion.HARMLESS: 1}, True, 12, 2)


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
        rating.others(5, {Criterion.HELPFUL: (4.25, 4), Criterion.HONEST: (None, 0)}, (3, 1), 3),
        duel.asking(1, (post.riddle, post.riddle), post.article, foreign),
        duel.decided(1, (post.riddle, post.riddle), post.article, "a", 2),
        rewriting.form(post.riddle, None),
        reporting.form(7),
        privacy.coming({"guess": 3, "rating": 1}),
        privacy.shown({"text": foreign}),
        privacy.farewell(Farewell({"guess": 1}, Traces(("abc",), ("1-abc",)))),
        explanation.view(3),
        kit.notice(foreign),
    ]
    assert [validation.of_view(view, "modal") for view in views] == [[]] * len(views)


@given(st.text(max_size=3000), st.sampled_from(list(State)))
def test_slack_takes_every_home(foreign: str, state: State) -> None:
    post = told(text=foreign)
    made = Round(post.post, post.riddle, 42, [], {"helpful": 4, "honest": None})
    you = home.You(Played(9, 5, 12, 3, 1), Played(1), 4, [made] * 5)
    choices = home.Choices(True, True, True, post.post.local_date)
    leaders = [("<@U1>", 12)] * 10
    shown = home.Home([(post, state)] * 12, 3, foreign, you, 2, choices, leaders)
    assert validation.of_view(home.view(shown), "home") == []
    empty = home.Home([], 0, "", home.You(Played(), Played()))
    assert validation.of_view(home.view(empty), "home") == []
    assert validation.of_view(home.farewell(), "home") == []


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
    assert "12 more riddles wait for your rating." in str(rating.section(3, EVERYTHING))
    assert ids.RATE_ANOTHER not in str(rating.section(3, NOTHING))


def test_the_guess_modal_does_not_hold_the_answer() -> None:
    assert "river" not in str(guess.asking(told(), Standing(State.OPEN, 1, ""), 3))


def _radios(opinion: Opinion) -> list[dict[str, Any]]:
    return [block for block in rating.section(3, opinion) if "radio" in str(block)]


def test_a_duel_is_blind() -> None:
    post = told()
    one, two = post.riddle, told(text="Another verse").riddle
    one.adapter_id, two.adapter_id = "3-aaa", "4-bbb"
    for view in (duel.asking(1, (one, two), post.article), duel.decided(1, (two, one), post.article, "b", 0)):
        assert "3-aaa" not in str(view)
        assert "4-bbb" not in str(view)
        assert "tuned" not in str(view)
    shown = str(duel.asking(1, (two, one), post.article))
    assert shown.index("Another verse") < shown.index("no legs")


def test_what_others_said_is_a_mean_only_from_three_people_on() -> None:
    said: dict[Criterion, tuple[float | None, int]] = {Criterion.HELPFUL: (4.25, 2)}
    assert "4.2" not in str(rating.others(2, said, (2, 0), 3))
    assert "4.2" in str(rating.others(3, said, (2, 0), 3))
    assert "👍" not in str(rating.others(3, said, (2, 0), 3))
    assert wording.thumbs(2, 1) in str(rating.others(3, said, (2, 1), 3))
    assert wording.NOBODY_ELSE in str(rating.others(0, {}, (0, 0), 3))


def test_home_publishes_how_points_are_counted() -> None:
    shown = str(home.view(home.Home([], 0, "", home.You(Played(), Played()))))
    for deed, worth in home.WORTH.items():
        assert f"{worth} for {deed}" in shown


def test_the_history_tells_each_outcome() -> None:
    post = told()

    def line(*guesses: Guess, **values: int | None) -> str:
        one = Round(post.post, post.riddle, 42, guesses, dict(values))
        return str(home.view(home.Home([], 0, "", home.You(Played(), Played(), 0, [one]))))

    def guess_row(**more: Any) -> Guess:
        return Guess(
            post_id=1, person_id=1, text="x", at=post.post.created_at, **{"attempt": 1, "right": False, **more}
        )

    assert "#42: not guessed, rated helpful 4, honest (can't tell)" in line(helpful=4, honest=None)
    assert "#42: solved at once, not rated" in line(guess_row(right=True))
    assert "#42: solved at attempt 2" in line(guess_row(), guess_row(attempt=2, right=True))
    assert "#42: looked at the answer" in line(guess_row(gave_up=True))
    assert "#42: not solved" in line(guess_row())
