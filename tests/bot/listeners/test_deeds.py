"""Deeds of admins in Slack, end to end: asked, confirmed, done once, audited; refused to everybody else."""

import json
from datetime import date, timedelta

import pytest
from sqlmodel import delete, select

from bot import wording
from bot.blocks import ids
from bot.day import posting
from bot.local_slack import SeenMessage
from bot.messages import announcements, notices, replies
from riddles import sealed_folder
from storage import adapters, jobs, outbox, pauses, tables
from storage.outbox import Content
from storage.tables import AdapterState, JobState, MessageState, SlotState
from tests.bot.listeners.stage import CHANNEL, NOW, YOU, Stage

MATE = "U0TEAM1"
DM = f"D{YOU[1:]}"


@pytest.fixture(autouse=True)
def empty(stage: Stage) -> None:
    """No jobs, adapters, slots or messages of another test."""
    with stage.writing() as session:
        for table in (
            tables.Scorecard, tables.Decision, tables.Adapter, tables.Job, tables.Slot, tables.Pause, tables.Message,
            tables.Receipt,
        ):  # fmt: skip
            session.exec(delete(table))


def said(stage: Stage, words: str, user: str = YOU) -> SeenMessage:
    """What somebody is answered who commands this."""
    person = stage.person(user)
    before = len(person.ephemerals())
    person.command(f"/riddle {words}")
    return person.ephemerals()[before]


def click(stage: Stage, message: SeenMessage, action: str, user: str = YOU) -> SeenMessage:
    """Click, and see what is answered."""
    person = stage.person(user)
    before = stage.slack.history.count("response_url")
    person.click(message, action)
    stage.slack.history.wait_for("response_url", count=before + 1)
    if message.is_ephemeral:
        now = next(one for one in person.ephemerals() if one.ts == message.ts)
        return now if now.text != message.text or now.blocks != message.blocks else person.ephemerals()[-1]
    return person.ephemerals()[-1]


def last_audit(stage: Stage) -> tuple[str, str]:
    row = stage.rows(tables.Audit)[-1]
    return row.command, row.outcome


def adapter(stage: Stage, name: str, state: AdapterState, hours: int = 0, verdict: str = "promote") -> int:
    """A sealed adapter of a finished run; the run's id."""
    folder = stage.desk.home / "adapters" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "adapter_config.json").write_text("{}", encoding="utf-8")
    (folder / "manifest.json").unlink(missing_ok=True)
    manifest = sealed_folder.seal(folder, {"name": name})
    at = NOW + timedelta(hours=hours)
    with stage.writing() as session:
        job = tables.Job(
            key=f"retrain:{name}", kind="train", state=JobState.FINISHED, requested_at=at, finished_at=NOW,
            parameters={"channel": CHANNEL},
        )  # fmt: skip
        session.add(job)
        session.flush()
        promoted = at if state in (AdapterState.CURRENT, AdapterState.RETIRED) else None
        session.add(tables.Adapter(
            id=name, folder=f"adapters/{name}", manifest_sha256=manifest, base="embedded", job_id=job.id, state=state,
            created_at=at, promoted_at=promoted,
        ))  # fmt: skip
        session.flush()
        session.add(tables.Decision(job_id=job.id, adapter_id=name, verdict=verdict, reasons=["It is closer."], at=at))
        assert job.id is not None
        return job.id


def state_of(stage: Stage, name: str) -> AdapterState:
    with stage.desk.database.reading() as session:
        return session.get_one(tables.Adapter, name).state


def today(stage: Stage) -> list[tables.Slot]:
    """The slots of this Friday."""
    return [slot for slot in stage.rows(tables.Slot) if slot.local_date == NOW.date()]


def follow(stage: Stage) -> None:
    """Bring the runs' messages up to date in Slack."""
    announcements.follow_runs(stage.desk, stage.clock.now)
    stage.send()


# Asking first ----------------------------------------------------------------------------------------------------


def test_a_promotion_is_told_confirmed_done_once_and_audited(stage: Stage) -> None:
    adapter(stage, "3-aaa", AdapterState.CANDIDATE)
    asked = said(stage, "promote 3-aaa")
    assert "Adapter 3-aaa will write every riddle from now on, instead of the base model alone" in asked.text
    assert "the gate said “promote”" in asked.text
    assert state_of(stage, "3-aaa") is AdapterState.CANDIDATE
    assert click(stage, asked, ids.CONFIRM).text == wording.writes("3-aaa")
    assert state_of(stage, "3-aaa") is AdapterState.CURRENT
    assert last_audit(stage) == ("/riddle promote 3-aaa", wording.writes("3-aaa"))


def test_confirming_twice_does_it_once(stage: Stage) -> None:
    adapter(stage, "3-aaa", AdapterState.CANDIDATE)
    asked = said(stage, "promote 3-aaa")
    stage.slack.faults.duplicate("interactive")
    before = stage.slack.history.count("response_url")
    stage.person().click(asked, ids.CONFIRM)
    stage.slack.history.wait_for("response_url", count=before + 2)
    outcomes = [row.outcome for row in stage.rows(tables.Audit)][-2:]
    assert outcomes == [wording.writes("3-aaa"), wording.DONE_BEFORE]


def test_never_mind_does_nothing_and_is_audited(stage: Stage) -> None:
    asked = said(stage, "pause")
    assert click(stage, asked, ids.NEVER_MIND).text == wording.NOTHING_DONE
    assert stage.rows(tables.Pause) == []
    assert last_audit(stage) == ("/riddle pause", wording.NOTHING_DONE)


def test_who_lost_the_right_meanwhile_cannot_confirm(stage: Stage) -> None:
    asked = said(stage, "pause")
    value = next(e["value"] for block in asked.blocks for e in block.get("elements", []))
    with stage.writing() as session:
        content = Content("forged", [{"type": "actions", "elements": [
            {"type": "button", "action_id": ids.CONFIRM, "text": {"type": "plain_text", "text": "x"}, "value": value}
        ]}])  # fmt: skip
        outbox.put(session, "forged:1", CHANNEL, content, NOW)
    stage.send()
    forged = stage.person(MATE).sees("riddles", "forged")
    assert click(stage, forged, ids.CONFIRM, MATE).text == wording.ADMINS_ONLY
    assert stage.rows(tables.Pause) == []
    assert last_audit(stage) == ("/riddle pause", wording.ADMINS_ONLY)


def test_a_button_that_is_not_ours_does_nothing(stage: Stage) -> None:
    with stage.writing() as session:
        for number, value in enumerate(("x", json.dumps(["retrain", "", CHANNEL, "k"]))):
            content = Content(f"odd {number}", [{"type": "actions", "elements": [
                {"type": "button", "action_id": ids.CONFIRM, "text": {"type": "plain_text", "text": "x"},
                 "value": value}
            ]}])  # fmt: skip
            outbox.put(session, f"odd:{number}", CHANNEL, content, NOW)
    stage.send()
    for number in range(2):
        message = stage.person().sees("riddles", f"odd {number}")
        assert click(stage, message, ids.CONFIRM).text == wording.UNKNOWN_BUTTON
    assert stage.rows(tables.Job) == []


# The model -------------------------------------------------------------------------------------------------------


def test_a_damaged_adapter_is_refused_in_words(stage: Stage) -> None:
    adapter(stage, "3-aaa", AdapterState.CANDIDATE)
    (stage.desk.home / "adapters/3-aaa/adapter_config.json").write_text("changed", encoding="utf-8")
    answer = click(stage, said(stage, "promote"), ids.CONFIRM).text
    assert "3-aaa" in answer
    assert state_of(stage, "3-aaa") is AdapterState.CANDIDATE
    assert last_audit(stage)[0] == "/riddle promote 3-aaa"


def test_promote_says_which_adapters_there_are_to_choose_from(stage: Stage) -> None:
    assert said(stage, "promote").text == wording.NOTHING_PROMOTABLE
    assert "There is no adapter" in said(stage, "promote 9-zzz").text
    adapter(stage, "3-aaa", AdapterState.CANDIDATE)
    adapter(stage, "4-bbb", AdapterState.CANDIDATE)
    assert said(stage, "promote").text == wording.WHICH_ADAPTER


def test_a_rollback_goes_to_the_adapter_before_and_only_if_nothing_changed(stage: Stage) -> None:
    assert said(stage, "rollback").text == wording.NO_CURRENT
    adapter(stage, "3-aaa", AdapterState.RETIRED)
    adapter(stage, "4-bbb", AdapterState.CURRENT, hours=1)
    asked, again = said(stage, "rollback"), said(stage, "rollback")
    assert "Instead of adapter 4-bbb, adapter 3-aaa will write from now on." in asked.text
    assert click(stage, asked, ids.CONFIRM).text == wording.writes("3-aaa")
    assert click(stage, again, ids.CONFIRM).text == wording.THINGS_CHANGED
    assert state_of(stage, "3-aaa") is AdapterState.CURRENT
    assert "the base model alone will write" in said(stage, "rollback").text


def test_a_retrain_is_stopped_after_confirming(stage: Stage) -> None:
    assert said(stage, "cancel").text == wording.NOTHING_RUNS
    said(stage, "retrain")
    asked = said(stage, "cancel")
    assert "waiting to start" in asked.text
    assert click(stage, asked, ids.CONFIRM).text == wording.CANCELLED
    assert [job.state for job in stage.rows(tables.Job)] == [JobState.CANCELLED]


def test_an_admin_approves_and_the_message_says_who(stage: Stage) -> None:
    adapter(stage, "5-ccc", AdapterState.CANDIDATE)
    follow(stage)
    message = stage.person(MATE).sees("riddles", wording.waits_for_decision("5-ccc"))
    assert click(stage, message, ids.APPROVE, MATE).text == wording.ADMINS_ONLY
    assert state_of(stage, "5-ccc") is AdapterState.CANDIDATE
    assert click(stage, message, ids.APPROVE).text == wording.writes("5-ccc")
    assert state_of(stage, "5-ccc") is AdapterState.CURRENT
    stage.send()
    now = stage.now(message, MATE)
    assert wording.approved(f"<@{YOU}>") in now.readable
    assert ids.APPROVE not in str(now.blocks)
    assert last_audit(stage)[1] == wording.writes("5-ccc")


def test_a_rejected_adapter_stays_rejected_whoever_clicks_later(stage: Stage) -> None:
    adapter(stage, "5-ccc", AdapterState.CANDIDATE)
    follow(stage)
    message = stage.person().sees("riddles", wording.waits_for_decision("5-ccc"))
    assert click(stage, message, ids.REJECT).text == wording.REJECTED_NOW
    assert state_of(stage, "5-ccc") is AdapterState.REJECTED
    assert click(stage, message, ids.APPROVE).text == wording.NOT_WAITING
    follow(stage)
    assert wording.rejected(f"<@{YOU}>") in stage.now(message).readable


# Riddles ---------------------------------------------------------------------------------------------------------


def test_a_skipped_riddle_does_not_come_and_the_next_one_is_the_day_after(stage: Stage) -> None:
    asked = said(stage, "skip")
    assert "Friday, 20 November" in asked.text
    assert "Friday, 20 November is skipped" in click(stage, asked, ids.CONFIRM).text
    posting.claim_due(stage.desk, NOW)
    (slot,) = today(stage)
    assert (slot.local_date, slot.state) == (date(2026, 11, 20), SlotState.SKIPPED)
    assert slot.reason == wording.NEXT_RIDDLE_SKIPPED
    assert "Monday, 23 November" in said(stage, "skip").text


def test_a_paused_channel_gets_no_riddle_until_it_is_resumed(stage: Stage) -> None:
    assert said(stage, "resume").text == wording.NOT_PAUSED
    click(stage, said(stage, "pause"), ids.CONFIRM)
    assert said(stage, "pause").text == wording.PAUSED_BEFORE
    assert wording.PAUSED_LINE in said(stage, "status").text
    posting.claim_due(stage.desk, NOW)
    (slot,) = today(stage)
    assert (slot.state, slot.reason) == (SlotState.SKIPPED, posting.PAUSED)
    assert said(stage, "resume").text == wording.RESUMED
    posting.claim_due(stage.desk, NOW + timedelta(days=3))
    assert [slot.state for slot in stage.rows(tables.Slot)][-1] == SlotState.CLAIMED


def test_a_previewed_riddle_is_posted_as_it_was_seen(stage: Stage) -> None:
    first, second = stage.riddle("lake", text="I am a lake"), stage.riddle("moor", text="I am a moor")
    seen, again = said(stage, "preview"), said(stage, "preview")
    assert "I am a lake" in seen.readable
    assert "Answer: *lake*" in seen.readable
    assert "I am a lake" not in str(stage.person(MATE).messages()[-3:])
    other = click(stage, seen, ids.PREVIEW_ANOTHER)
    assert "I am a moor" in other.readable
    assert "is being posted" in click(stage, other, ids.PREVIEW_POST).text
    stage.send()
    assert stage.person(MATE).sees("riddles", "I am a moor")
    assert [slot.state for slot in stage.rows(tables.Slot)] == [SlotState.DONE]
    with stage.desk.database.reading() as session:
        offered = posting.offered(session, stage.desk, CHANNEL, NOW.date())
    assert first.id not in [one.id for one in offered]
    assert click(stage, again, ids.PREVIEW_POST).text == wording.PREVIEW_GONE
    assert second.id is not None


def test_a_preview_without_a_draft_asks_for_one_and_comes_by_direct_message(stage: Stage) -> None:
    with stage.writing() as session:
        for riddle in session.exec(select(tables.Riddle)):
            riddle.hidden = True
            session.add(riddle)
    assert said(stage, "preview").text == wording.DRAFT_COMES
    assert said(stage, "preview").text == wording.DRAFT_COMES
    (job,) = stage.rows(tables.Job)
    assert (job.kind, job.parameters["channel"]) == ("draft", CHANNEL)
    stage.riddle("fjord", text="I am a fjord")
    finish(stage, job.id, {})
    assert "I am a fjord" in stage.person().sees(DM, wording.PREVIEW_TITLE).readable


def test_skipping_from_a_preview_lets_the_day_fall_out(stage: Stage) -> None:
    stage.riddle("lake", text="I am a lake")
    assert "is skipped" in click(stage, said(stage, "preview"), ids.PREVIEW_SKIP).text
    assert [slot.state for slot in stage.rows(tables.Slot)] == [SlotState.SKIPPED]


# What is asked ---------------------------------------------------------------------------------------------------


def finish(stage: Stage, job_id: int, result: dict[str, object]) -> None:
    """A program has done a job; who asked is told."""
    with stage.writing() as session:
        jobs.finish(session, jobs.claim(session, job_id, 1, NOW), NOW, result)
    replies.tell(stage.desk, NOW)
    replies.tell(stage.desk, NOW)
    stage.send()


def test_a_dry_run_is_counted_elsewhere_and_told_to_who_asked(stage: Stage) -> None:
    assert said(stage, "retrain —dry-run").text == wording.FORECAST_COMES  # a phone's dash
    (job,) = stage.rows(tables.Job)
    assert job.kind == "forecast"
    finish(stage, job.id, {
        "ready": False, "obstacle": "Only 2 riddles are liked.", "liked": 2, "disliked": 1, "rewritten": 0, "duels": 3,
        "needed": 12, "rows": {"train/liked": 2}, "replay": "1 hand-written for each liked one", "base": "embedded",
        "recipe": "embedded", "method": "supervised (LoRA)", "minutes": 3.5, "cost": 0.35, "estimated_from": "two runs",
    })  # fmt: skip
    told = stage.person().sees(DM, wording.FORECAST_TITLE).readable
    assert "A retrain would not start: Only 2 riddles are liked." in told
    assert "2 riddles are liked, 1 disliked" in told
    assert "About 3.5 minutes, judged by two runs, about 0.35 in your currency." in told
    assert len([row for row in stage.rows(tables.Message) if row.kind == "reply"]) == 1


def test_a_failed_count_is_told_with_its_reason(stage: Stage) -> None:
    said(stage, "raters")
    (job,) = stage.rows(tables.Job)
    with stage.writing() as session:
        jobs.fail(session, job.id, NOW, "The disk is <full>.")
    replies.tell(stage.desk, NOW)
    stage.send()
    assert stage.person().sees(DM, "The disk is &lt;full&gt;.")


def test_raters_are_named_only_where_the_message_is_read(stage: Stage) -> None:
    said(stage, "raters")
    (job,) = stage.rows(tables.Job)
    with stage.writing() as session:
        mate = stage.id_of(session, MATE)
    row = {
        "person": mate, "ratings": 12, "means": {"helpful": 4.0, "honest": None}, "simulated": True, "consented": False,
        "agreement": 0.51, "quarantined": False, "self_consistency": {"value": 0.9, "n": 10},
    }  # fmt: skip
    finish(stage, job.id, {"raters": [row]})
    told = stage.person().sees(DM, wording.RATERS_TITLE).readable
    assert f"<@{MATE}> (simulated, no consent): 12 marks, helpful 4.0, honest –" in told
    assert MATE not in str([message.blocks for message in stage.rows(tables.Message)])


def test_models_metrics_audit_and_settings_are_told_without_secrets(stage: Stage) -> None:
    assert said(stage, "models").text == wording.NO_ADAPTERS
    run = adapter(stage, "3-aaa", AdapterState.CANDIDATE, verdict="keep")
    with stage.writing() as session:
        figure = {"value": 0.5, "n": 60, "low": 0.4, "high": 0.6}
        session.add(tables.Scorecard(job_id=run, role="base", exam="1", metrics={"valid": figure}, created_at=NOW))
        adapters.get(session, "3-aaa").stale_since = NOW
    assert "*3-aaa* candidate · made 20 Nov 2026 · dataset not known · verdict: keep" in said(stage, "models").readable
    assert "asked to be forgotten" in said(stage, "models").readable
    assert "valid  0.50 (0.40 to 0.60)  60" in said(stage, "metrics").readable
    audited = said(stage, "audit").readable
    assert f"<@{YOU}>: `/riddle metrics`" in audited
    told = said(stage, "settings").readable
    assert "[slack]" in told
    assert "xoxb" not in told


def test_words_too_many_do_nothing(stage: Stage) -> None:
    assert "does not know what to do with “tomorrow”" in said(stage, "post tomorrow").text
    assert stage.rows(tables.Slot) == []


# Stuck messages --------------------------------------------------------------------------------------------------


def stick(stage: Stage, key: str, state: MessageState, channel: str = CHANNEL, fault: str = "It broke.") -> int:
    with stage.writing() as session:
        row = outbox.put(session, key, channel, Content(f"text of {key}", []), NOW)
        row.state, row.fault = state, fault
        session.add(row)
        assert row.id is not None
        return row.id


def test_a_message_of_unknown_fate_is_told_to_the_admin_who_sends_it_again(stage: Stage) -> None:
    stick(stage, "post:99", MessageState.UNKNOWN)
    for _ in range(2):
        notices.tell(stage.desk, NOW)
    stage.send()
    notice = stage.person().sees(DM, "post:99")
    assert "Slack never said whether it has this message" in notice.readable
    stage.person().click(notice, ids.RESEND)
    assert stage.person().sees(DM, wording.resent("post:99"))
    stage.send()
    assert stage.person(MATE).sees("riddles", "text of post:99")
    assert ids.RESEND not in str(stage.now(notice, channel=DM).blocks)
    assert len([row for row in stage.rows(tables.Message) if row.kind == "stuck"]) == 1


def test_trouble_with_a_channel_is_told_once_until_it_is_resolved(stage: Stage) -> None:
    first = stick(stage, "post:90", MessageState.PARKED, "C0GONE", "Slack refused with is_archived; unarchive it.")
    stick(stage, "post:91", MessageState.PARKED, "C0GONE", "Slack refused with is_archived; unarchive it.")
    notices.tell(stage.desk, NOW)
    notices.tell(stage.desk, NOW)
    assert [row.key for row in stage.rows(tables.Message) if row.kind == "stuck"] == [f"stuck:{first}:0"]


def test_the_list_lets_messages_be_and_only_admins_may(stage: Stage) -> None:
    assert said(stage, "outbox").text == wording.NONE_STUCK
    stick(stage, "post:98", MessageState.PARKED)
    listed = said(stage, "outbox")
    assert "This message could not be sent" in listed.readable
    assert click(stage, listed, ids.LET_BE).text == wording.let_be("post:98")
    assert [row.state for row in stage.rows(tables.Message)] == [MessageState.DISMISSED]
    assert "not stuck" in click(stage, listed, ids.RESEND).text
    assert said(stage, "outbox", MATE).text == wording.ADMINS_ONLY


# App Home --------------------------------------------------------------------------------------------------------


def test_home_shows_admins_how_things_stand_and_lets_them_act(stage: Stage) -> None:
    adapter(stage, "3-aaa", AdapterState.CANDIDATE)
    stage.open_home(MATE)
    assert wording.HOME_ADMIN not in stage.person(MATE).home().readable
    stage.open_home()
    you = stage.person()
    home = you.home(wording.HOME_ADMIN)
    assert "The last verdict: promote (adapter 3-aaa)." in home.readable
    before = stage.published()
    you.click(home, ids.HOME_DEEDS["promote"])
    assert you.modal(wording.writes("3-aaa"))
    stage.drawn(before)
    you.close()
    assert state_of(stage, "3-aaa") is AdapterState.CURRENT
    before = stage.published()
    you.click(you.home(wording.HOME_ADMIN), ids.HOME_DEEDS["pause"])
    assert you.modal(wording.PAUSED_NOW)
    stage.drawn(before)
    you.close()
    with stage.desk.database.reading() as session:
        assert pauses.find(session, CHANNEL)
    assert wording.PAUSED_LINE in you.home(wording.HOME_ADMIN).readable
