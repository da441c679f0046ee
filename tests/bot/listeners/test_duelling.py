"""Duels, end to end: blind, in an order of each person's own, decided and undone with one click."""

from datetime import timedelta

import pytest

from bot import wording
from bot.blocks import ids
from bot.local_slack import SeenView
from storage import duels, tables
from tests.bot.listeners.stage import Stage


@pytest.fixture(autouse=True)
def a_later_week(stage: Stage) -> None:
    """No duel of another test is offered any more."""
    stage.clock.now += timedelta(days=20)


def test_home_offers_a_duel_and_a_choice_is_stored_as_a_riddle(stage: Stage) -> None:
    duel, you = stage.duel(), stage.person()
    stage.open_home()
    you.click(you.home(wording.DUEL_WAITS), ids.DUEL)
    asked = you.modal(wording.DUEL_INTRO)
    you.click(asked, wording.A_BETTER)
    said = you.modal(wording.chosen("a"))
    assert said.id == asked.id
    (vote,) = votes(stage, duel)
    assert vote.choice == (duels.SECOND if shown_first(asked) == "second" else duels.FIRST)
    assert vote.swapped == (shown_first(asked) == "second")


@pytest.mark.parametrize("place", ["tie", "both_bad"])
def test_a_tie_and_both_bad_are_choices(stage: Stage, place: str) -> None:
    duel, mate = stage.duel(), stage.person("U0TEAM1")
    mate.click(opened(stage, "U0TEAM1"), ids.DUEL_CHOICES[place])
    assert mate.modal(wording.chosen(place))
    assert [vote.choice for vote in votes(stage, duel)] == [place]


def test_a_choice_can_be_undone_and_the_order_stays(stage: Stage) -> None:
    duel, mate = stage.duel(), stage.person("U0TEAM2")
    asked = opened(stage, "U0TEAM2")
    mate.click(asked, wording.B_BETTER)
    mate.click(mate.modal(wording.chosen("b")), wording.UNDO)
    again = mate.modal(wording.DUEL_UNDONE)
    assert shown_first(again) == shown_first(asked)
    assert [vote.choice for vote in votes(stage, duel)] == [None]
    mate.click(again, wording.TIE)
    assert mate.modal(wording.chosen("tie"))
    assert [vote.choice for vote in votes(stage, duel)] == [duels.TIE]


def test_another_duel_follows_until_none_is_left(stage: Stage) -> None:
    stage.duel()
    stage.duel()
    mate = stage.person("U0TEAM3")
    mate.click(opened(stage, "U0TEAM3"), wording.TIE)
    mate.click(mate.modal(wording.chosen("tie")), wording.ANOTHER_DUEL)
    mate.click(mate.modal(wording.DUEL_INTRO), wording.TIE)
    last = mate.modal(wording.chosen("tie"))
    assert ids.DUEL_NEXT not in str(last.blocks)
    stage.open_home("U0TEAM3")
    assert ids.DUEL not in [action.split()[0] for action in mate.home(wording.NO_DUEL_WAITS).actions]


def test_a_duel_follows_a_rating_on_top_of_it(stage: Stage) -> None:
    stage.duel()
    mate, message = stage.person("U0TEAM4"), stage.post("harvest")
    mate.click(message, wording.GUESS)
    mate.submit(mate.modal(wording.YOUR_GUESS), {wording.YOUR_GUESS: "harvest"})
    rated = mate.modal(wording.correct(1))
    mate.click(rated, wording.COMPARE)
    mate.click(mate.modal(wording.DUEL_INTRO), wording.TIE)
    mate.close(mate.modal(wording.chosen("tie")))
    assert mate.modal(wording.correct(1)).id == rated.id


def test_two_fast_clicks_are_ordered_by_slack_s_time(stage: Stage) -> None:
    duel, mate = stage.duel(), stage.person("U0TEAM1")
    asked = opened(stage, "U0TEAM1")
    stage.overtaken(lambda: mate.click(asked, wording.BOTH_BAD), lambda: mate.click(asked, wording.TIE))
    assert [vote.choice for vote in votes(stage, duel)] == [duels.TIE]


def test_a_duel_that_closed_meanwhile_or_is_unknown_is_told(stage: Stage) -> None:
    duel, mate = stage.duel(), stage.person("U0TEAM2")
    asked = opened(stage, "U0TEAM2")
    with stage.writing() as session:
        duels.close(session, duel.id or 0, stage.clock.now)
    mate.click(asked, wording.TIE)
    assert mate.modal("This duel is closed")
    mate.close()
    with stage.writing() as session:
        for vote in votes(stage, duel):
            session.delete(vote)
        session.flush()
        session.delete(duel)
    mate.click(mate.modal(wording.DUEL_INTRO), wording.TIE)
    assert mate.modal(wording.UNKNOWN_DUEL)


def test_nothing_to_compare_is_said(stage: Stage) -> None:
    duel, mate = stage.duel(), stage.person("U0TEAM3")
    stage.open_home("U0TEAM3")
    seen = mate.home(wording.DUEL_WAITS)
    with stage.writing() as session:
        duels.close(session, duel.id or 0, stage.clock.now)
    mate.click(seen, ids.DUEL)
    assert mate.modal(wording.NO_DUEL)


def opened(stage: Stage, user: str) -> SeenView:
    stage.open_home(user)
    person = stage.person(user)
    person.click(person.home(wording.DUEL_WAITS), ids.DUEL)
    return person.modal(wording.DUEL_INTRO)


def shown_first(view: SeenView) -> str:
    return "first" if view.readable.index("first verse") < view.readable.index("second verse") else "second"


def votes(stage: Stage, duel: tables.Duel) -> list[tables.DuelVote]:
    return [vote for vote in stage.rows(tables.DuelVote) if vote.duel_id == duel.id]
