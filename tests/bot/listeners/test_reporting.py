"""Report a problem, end to end: hidden at once, told to the admins, decided by one of them."""

from datetime import timedelta

import pytest
from slack_bolt import Ack

from bot import wording
from bot.blocks import ids
from bot.listeners import reporting
from bot.local_slack import SeenMessage
from riddles.errors import SlackError
from storage import reports, tables
from tests.bot.listeners.stage import TEAM, Stage, post_of

ADMIN_DM = "D0YOU"


def test_a_report_hides_the_riddle_for_everybody_until_an_admin_shows_it_again(stage: Stage) -> None:
    mate, message = stage.person("U0TEAM1"), stage.post("river")
    report(stage, "U0TEAM1", message, "untrue", "the moon <!channel> & more")
    assert mate.modal(wording.REPORT_SENT)
    stage.send()
    hidden = stage.now(message, "U0TEAM2")
    assert wording.UNDER_REVIEW in hidden.readable
    assert hidden.actions == []
    asked = told(stage)
    assert "untrue" in asked.readable
    assert "the moon &lt;!channel&gt; &amp; more" in asked.readable
    stage.person().click(asked, wording.DISMISS)
    settled = stage.now_at(ADMIN_DM, asked)
    assert wording.decided(upheld=False) in settled.readable
    assert settled.actions == []
    stage.send()
    assert "no legs" in stage.now(message).readable
    assert wording.GUESS in str(stage.now(message).actions)
    assert "report on riddle" in stage.rows(tables.Audit)[-1].command


def test_a_riddle_that_an_admin_let_stand_is_not_hidden_again(stage: Stage) -> None:
    mate, message = stage.person("U0TEAM2"), stage.post("lake")
    report(stage, "U0TEAM1", message, "other")
    stage.send()
    stage.person().click(told(stage), wording.DISMISS)
    stage.send()
    report(stage, "U0TEAM2", stage.now(message), "hurtful")
    assert mate.modal(wording.REPORT_NOTED)
    stage.send()
    assert wording.STANDS_AGAIN in told(stage).readable
    assert "no legs" in stage.now(message).readable


def test_a_withdrawn_riddle_stays_hidden_and_its_answer_too(stage: Stage) -> None:
    you, message = stage.person(), stage.post("desert")
    report(stage, "U0TEAM3", message, "hurtful")
    stage.send()
    asked = told(stage)
    you.click(asked, wording.UPHOLD)
    stage.reveal(message)
    assert wording.WITHDRAWN in stage.now(message).readable
    assert not any("desert" in item.readable for item in stage.person("U0TEAM3").messages())
    assert wording.decided(upheld=True) in stage.now_at(ADMIN_DM, asked).readable


def test_of_two_admins_the_first_decides(stage: Stage) -> None:
    message = stage.post("island")
    report(stage, "U0TEAM3", message, "other")
    stage.send()
    asked = told(stage)
    with stage.writing() as session:
        reports.decide(session, riddle_of(stage, message), None, False, stage.clock.now)
    stage.person().click(asked, wording.UPHOLD)
    assert wording.DECIDED_BEFORE in stage.now_at(ADMIN_DM, asked).readable
    stage.send()
    assert "no legs" in stage.now(message).readable


def test_whoever_has_the_riddle_open_is_told_that_it_is_hidden(stage: Stage) -> None:
    mate, message = stage.person("U0TEAM4"), stage.post("valley")
    mate.click(message, wording.GUESS)
    asking = mate.modal(wording.YOUR_GUESS)
    report(stage, "U0TEAM1", message, "leak")
    mate.submit(asking, {wording.YOUR_GUESS: "valley"})
    assert mate.modal(wording.UNDER_REVIEW)
    mate.close(everything=True)
    mate.click(message, wording.HINT)
    assert mate.sees_ephemeral(wording.UNDER_REVIEW)
    mate.command("/riddle hint")
    assert len([item for item in mate.ephemerals() if wording.UNDER_REVIEW in item.readable]) == 2
    stage.open_home("U0TEAM4")
    assert "valley" not in mate.home().readable
    assert stage.guesses_of(message, "U0TEAM4") == []


def test_one_person_reports_a_riddle_once(stage: Stage) -> None:
    mate, message = stage.person("U0TEAM1"), stage.post("comet")
    mate.click(message, ids.MORE, f"report:{post_of(message)}")
    form = mate.modal(wording.REPORT_INTRO)
    assert mate.submit(form).errors  # a reason is needed
    mate.submit(form, {ids.REPORT_REASON: "other"})
    assert mate.modal(wording.REPORT_SENT)
    mate.close(everything=True)
    answer = submitted(stage, message)
    assert wording.REPORTED_BEFORE in str(answer)


def test_only_an_admin_decides_whoever_got_the_button(stage: Stage) -> None:
    message = stage.post("meteor")
    report(stage, "U0TEAM2", message, "other")
    ack = Ack()  # type: ignore[no-untyped-call]  # slack_bolt leaves it untyped
    action = {"action_id": ids.REPORT_DISMISS, "value": str(riddle_of(stage, message))}
    body = {"team": {"id": TEAM}, "user": {"id": "U0TEAM2"}, "actions": [action]}
    with pytest.raises(SlackError, match=wording.ADMINS_ONLY.split("`")[0]):
        reporting.decided(ack, body, stage.client, stage.desk)
    with stage.desk.database.reading() as session:
        row = session.get(tables.Riddle, riddle_of(stage, message))
        assert row is not None
        assert row.hidden


def test_a_menu_that_we_did_not_draw_is_refused(stage: Stage) -> None:
    mate, message = stage.person("U0TEAM3"), stage.post("planet")
    blocks = [dict(block) for block in message.blocks]
    option = {"text": {"type": "plain_text", "text": "Sing"}, "value": f"sing:{post_of(message)}"}
    blocks[-1] = {"type": "actions", "elements": [{"type": "overflow", "action_id": ids.MORE, "options": [option]}]}
    stage.client.chat_update(channel="C0RIDDLES", ts=message.ts, text="old", blocks=blocks)
    mate.click(stage.now(message), ids.MORE, option["value"])
    assert mate.sees_ephemeral(wording.UNKNOWN_BUTTON)


def test_a_riddle_reported_before_the_answer_comes_back_answered(stage: Stage) -> None:
    message = stage.post("glacier")
    report(stage, "U0TEAM4", message, "other")
    stage.reveal(message)
    assert wording.UNDER_REVIEW in stage.now(message).readable
    stage.clock.now += timedelta(minutes=1)
    stage.person().click(told(stage), wording.DISMISS)
    stage.send()
    assert "Answer: *glacier*" in stage.now(message).readable
    assert any("It is *glacier*" in item.readable for item in stage.person("U0TEAM1").thread(message))


def report(stage: Stage, user: str, message: SeenMessage, reason: str, more: str = "") -> None:
    person = stage.person(user)
    person.click(message, ids.MORE, f"report:{post_of(message)}")
    values = {ids.REPORT_REASON: reason, **({ids.REPORT_MORE: more} if more else {})}
    person.submit(person.modal(wording.REPORT_INTRO), values)


def told(stage: Stage) -> SeenMessage:
    """The newest message to the admin."""
    return stage.person().sees(ADMIN_DM, wording.REPORTED)


def submitted(stage: Stage, message: SeenMessage) -> str:
    ack = Ack()  # type: ignore[no-untyped-call]  # slack_bolt leaves it untyped
    values = {ids.REPORT_REASON: {ids.REPORT_REASON: {"selected_option": {"value": "other"}}}}
    view = {"private_metadata": str(post_of(message)), "state": {"values": values}}
    body = {"type": "view_submission", "team": {"id": TEAM}, "user": {"id": "U0TEAM1"}, "view": view}
    reporting.submitted(ack, body, stage.client, stage.desk)
    assert ack.response is not None
    return str(ack.response.body)


def riddle_of(stage: Stage, message: SeenMessage) -> int:
    post = next(row for row in stage.rows(tables.Post) if row.id == post_of(message))
    return int(post.riddle_id)
