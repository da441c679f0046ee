"""Whatever fails inside, Slack gets its ack and the person one sentence."""

import logging

import pytest

from bot import wording
from tests.bot.listeners.stage import Stage


def test_a_bug_behind_a_button_of_a_message_is_told_privately_and_logged(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    you, message = stage.person(), stage.post("river")
    stage.clock.broken = True
    you.click(message, wording.GUESS)
    assert you.sees_ephemeral(wording.OUR_FAULT)
    assert "ZeroDivisionError: the clock is broken" in caplog.text
    assert you.failures() == []


def test_a_bug_at_a_submit_keeps_the_guess_and_says_so_on_top(stage: Stage) -> None:
    you, message = stage.person(), stage.post("stone")
    you.click(message, wording.GUESS)
    modal = you.modal(wording.YOUR_GUESS)
    stage.clock.broken = True
    you.submit(modal, {wording.YOUR_GUESS: "stone"})
    you.close(you.modal(wording.OUR_FAULT))
    stage.clock.broken = False
    you.submit(you.modal(wording.YOUR_GUESS))
    assert you.modal(wording.correct(1))


def test_a_bug_behind_a_rating_says_that_it_was_not_saved(stage: Stage) -> None:
    you, message = stage.person("U0TEAM1"), stage.post("cloud")
    stage.reveal(message)
    you.click(stage.now(message), wording.RATE)
    view = you.modal("cloud")
    stage.clock.broken = True
    you.click(view, "rate_helpful", "4")
    assert you.modal(wording.OUR_FAULT)


def test_a_bug_behind_a_command_answers_the_command(stage: Stage) -> None:
    you = stage.person("U0TEAM2")
    stage.clock.broken = True
    you.command("/riddle status")
    assert you.sees_ephemeral(wording.OUR_FAULT)


def test_a_bug_behind_app_home_opens_a_notice_for_clicks(stage: Stage) -> None:
    mate = stage.person("U0TEAM3")
    stage.riddle("bell")
    mate.open_home()
    home = mate.home(wording.RATE)
    stage.clock.broken = True
    mate.click(home, "rate_waiting")
    assert mate.modal(wording.OUR_FAULT)


def test_a_click_too_old_to_open_a_modal_is_told_on_top_of_home(stage: Stage) -> None:
    mate = stage.person("U0TEAM1")
    stage.riddle("lantern")
    stage.open_home("U0TEAM1")
    for _ in range(2):
        stage.slack.faults.slack_error("views.open", "expired_trigger_id", times=2)
        before = stage.published()
        mate.click(mate.home(wording.RATE), "rate_waiting")
        stage.drawn(before)
    shown = mate.home(wording.TOO_SLOW)
    assert shown.readable.count(wording.TOO_SLOW) == 1
    mate.click(shown, "rate_waiting")
    assert mate.modal("lantern")


def test_a_click_too_old_to_open_a_modal_is_told_on_top_of_the_modal(stage: Stage) -> None:
    mate, message = stage.person("U0TEAM2"), stage.post("pillow")
    mate.click(message, wording.GUESS)
    mate.submit(mate.modal(wording.YOUR_GUESS), {wording.YOUR_GUESS: "pillow"})
    view = mate.modal(wording.correct(1))
    mate.click(view, "rate_helpful", "4")
    stage.slack.faults.slack_error("views.push", "expired_trigger_id", times=2)
    mate.click(view, wording.REWRITE)
    told = mate.modal(wording.TOO_SLOW)
    assert told.id == view.id
    assert wording.correct(1) in told.readable
    mate.click(told, wording.REWRITE)
    assert mate.modal(wording.REWRITE_INTRO)


@pytest.mark.parametrize("fault", ["html", "server_error", "drop_reply"])
def test_slack_out_of_order_is_told_as_slack_s_trouble(stage: Stage, fault: str) -> None:
    mate, message = stage.person("U0TEAM4"), stage.post("wheel")
    before = stage.slack.history.count("ephemeral")
    getattr(stage.slack.faults, fault)("views.open")
    mate.click(message, wording.GUESS)
    stage.slack.history.wait_for("ephemeral", count=before + 1)
    assert mate.ephemerals()[-1].text == wording.SLACK_FAULT


def test_nothing_a_person_wrote_reaches_the_log(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    you, message = stage.person(), stage.post("spoon")
    you.click(message, wording.GUESS)
    you.submit(you.modal(wording.YOUR_GUESS), {wording.YOUR_GUESS: "xyzzyplugh"})
    assert "xyzzyplugh" in you.modal(wording.YOUR_GUESS).readable
    assert "xyzzyplugh" not in caplog.text
