"""``/riddle``, end to end and on its own."""

import json
from datetime import timedelta
from pathlib import Path

from slack_bolt import Ack
from slack_sdk import WebClient

from bot import wording
from bot.blocks import ids
from bot.collaborators import Collaborators
from bot.listeners import command
from storage import adapters, jobs, slots, tables
from storage.tables import SlotState
from tests.bot.listeners.stage import CHANNEL, NOW, Stage, desk_in


def test_help_lists_only_what_a_person_may_do(stage: Stage) -> None:
    you, mate = stage.person(), stage.person("U0TEAM1")
    you.command("/riddle")
    assert "`/riddle retrain`" in you.sees_ephemeral(wording.HELP_TITLE).text
    mate.command("/riddle help")
    assert "`/riddle retrain`" not in mate.sees_ephemeral(wording.HELP_TITLE).text


def test_an_unknown_subcommand_is_named_harmlessly_with_the_help(stage: Stage) -> None:
    mate = stage.person("U0TEAM1")
    mate.command("/riddle make tea <!channel>`")
    said = mate.sees_ephemeral("make tea").text
    assert said.startswith("There is no `/riddle make tea &lt;!channel&gt;'`.")
    assert wording.HELP_TITLE in said


def test_admin_commands_of_others_are_refused_and_audited(stage: Stage) -> None:
    mate = stage.person("U0TEAM2")
    for words in ("post", "post again", "retrain", "cancel"):
        mate.command(f"/riddle {words}")
        assert mate.sees_ephemeral(wording.ADMINS_ONLY)
        noted = stage.rows(tables.Audit)[-1]
        assert (noted.command, noted.outcome) == (f"/riddle {words}", wording.ADMINS_ONLY)
    assert stage.rows(tables.Slot) == []
    assert stage.rows(tables.Job) == []


def test_post_claims_the_day_once_and_post_again_the_next_edition(stage: Stage) -> None:
    assert _said(stage, "post") == wording.POST_COMES
    assert _said(stage, "post") == wording.POST_IS_COMING
    assert _said(stage, "post again") == wording.POST_IS_COMING
    with stage.writing() as session:
        (slot,) = slots.open_slots(session, "post")
        assert (slot.kind, slot.channel, slot.local_date) == ("post", CHANNEL, NOW.date())
        slots.close(session, slot, SlotState.DONE, NOW)
    assert _said(stage, "post") == wording.POSTED_ALREADY
    assert _said(stage, "post again") == wording.POST_COMES
    with stage.writing() as session:
        (slot,) = slots.open_slots(session)
        assert slot.kind == "post:2"
        slots.close(session, slot, SlotState.SKIPPED, NOW, "Nothing was fit.")
    assert _said(stage, "post again") == wording.POST_COMES
    assert [slot.kind for slot in stage.rows(tables.Slot)] == ["post", "post:2", "post:3"]


def test_post_tells_why_the_day_was_skipped(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    with desk.database.writing() as session:
        slot = slots.claim(session, "post", CHANNEL, NOW.date(), NOW)
        assert slot is not None
        slots.close(session, slot, SlotState.SKIPPED, NOW, "No story was fit.")
    assert "No story was fit." in _answer(desk, "post")
    assert _answer(desk, "post again") == wording.POST_COMES


def test_retrain_is_requested_once_and_says_how_it_stands(stage: Stage) -> None:
    assert _said(stage, "retrain") == wording.RETRAIN_REQUESTED
    (job,) = stage.rows(tables.Job)
    assert (job.kind, job.parameters) == ("train", {"channel": CHANNEL, "simulated": True})
    assert job.key.startswith("retrain:")
    assert job.requested_by is not None
    assert _said(stage, "retrain") == wording.RETRAIN_WAITS
    with stage.writing() as session:
        claimed = jobs.claim(session, job.id, 4711, NOW)
        jobs.report(session, claimed, NOW, "fine-tuning", 0.42)
    assert _said(stage, "retrain") == wording.retrain_runs("fine-tuning", 0.42)
    assert wording.retrain_runs("fine-tuning", 0.42) in _said(stage, "status")
    assert "(fine-tuning) will be stopped" in _said(stage, "cancel")
    with stage.writing() as session:
        jobs.fail(session, job.id, NOW, "Stopped.")
    assert _said(stage, "cancel") == wording.NOTHING_RUNS


def test_a_retrain_delivered_twice_is_one_retrain(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    assert _answer(desk, "retrain", trigger="t1") == wording.RETRAIN_REQUESTED
    assert _answer(desk, "retrain", trigger="t1") == wording.RETRAIN_REQUESTED
    with desk.database.reading() as session:
        assert len(jobs.latest(session, "train")) == 1


def test_a_real_workspace_is_not_trained_on_without_its_owner_s_word(tmp_path: Path) -> None:
    desk = desk_in(tmp_path, local=False)
    assert _answer(desk, "retrain") == wording.TRAINING_IS_OFF
    with desk.database.reading() as session:
        assert jobs.latest(session, "train") == []


def test_a_command_elsewhere_means_the_first_riddle_channel(tmp_path: Path) -> None:
    desk = desk_in(tmp_path, channels=["CFIRST", "CSECOND"])
    _answer(desk, "post", channel="CELSEWHERE")
    _answer(desk, "post", channel="CSECOND")
    with desk.database.reading() as session:
        assert [slot.channel for slot in slots.open_slots(session)] == ["CFIRST", "CSECOND"]


def test_without_a_channel_posting_says_what_to_set(tmp_path: Path) -> None:
    desk = desk_in(tmp_path, channels=[])
    assert _answer(desk, "post") == _answer(desk, "retrain") == wording.NO_CHANNEL
    assert wording.NOTHING_TODAY in _answer(desk, "hint")


def test_the_date_of_a_post_is_the_channel_s_own(tmp_path: Path) -> None:
    desk = desk_in(tmp_path, time_zone="Pacific/Kiritimati")  # 14 hours ahead
    _answer(desk, "post")
    with desk.database.reading() as session:
        assert [slot.local_date for slot in slots.open_slots(session)] == [NOW.date()]
    desk.clock.now = NOW + timedelta(hours=1)  # type: ignore[attr-defined]
    assert _answer(desk, "post") == wording.POST_COMES


def test_status_tells_the_day_the_writer_and_what_there_is_to_train_on(stage: Stage) -> None:
    you, message = stage.person(), stage.post("river")
    you.click(message, wording.GUESS)
    you.submit(you.modal(wording.YOUR_GUESS), {wording.YOUR_GUESS: "river"})
    you.click(you.modal(wording.correct(1)), "rate_helpful", "4")
    assert wording.ratings_to_train_on(0, 0, False) in _said(stage, "status")
    you.click(you.modal(wording.correct(1)), ids.CONSENT, [ids.AGREED])
    said = _said(stage, "status")
    assert "#1 is posted. 1 of 1 solved it. The answer is not out yet." in said
    assert wording.model_line(None, "embedded") in said
    assert wording.ratings_to_train_on(1, 1, False) in said
    assert "The next riddle comes <!date^" in said
    with stage.writing() as session:
        adapters.register(
            session, tables.Adapter(id="3-9f2ab1", folder="", manifest_sha256="", base="embedded", created_at=NOW)
        )
        adapters.promote(session, "3-9f2ab1", NOW)
    assert wording.model_line("3-9f2ab1", "embedded") in _said(stage, "status")


def test_the_hint_command_gives_today_s_next_hint(stage: Stage) -> None:
    mate = stage.person("U0TEAM3")
    stage.post("lake", hints=["It is <still>"])
    mate.command("/riddle hint")
    assert mate.sees_ephemeral(wording.hint(1, 1, "It is &lt;still&gt;"))


def _said(stage: Stage, words: str) -> str:
    you = stage.person()
    before = len(you.ephemerals())
    you.command(f"/riddle {words}")
    return you.ephemerals()[before].text


def _answer(desk: Collaborators, words: str, channel: str = CHANNEL, trigger: str = "") -> str:
    ack = Ack()  # type: ignore[no-untyped-call]  # slack_bolt leaves it untyped
    body = {
        "command": "/riddle",
        "text": words,
        "team_id": "T0LOCAL",
        "user_id": "U0YOU",
        "channel_id": channel,
        "trigger_id": trigger or f"trigger-{words}-{channel}",
    }
    command.riddle(ack, body, WebClient("unused"), desk)
    assert ack.response is not None
    return str(json.loads(ack.response.body)["text"])
