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
