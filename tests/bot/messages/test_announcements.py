from datetime import date, timedelta
from pathlib import Path

from bot.collaborators import Collaborators
from bot.messages import announcements
from storage import jobs, outbox, slots
from storage.tables import Message, SlotState
from tests.bot import rig
from tests.bot.fake_program import FIGURES
from tests.bot.rig import CHANNEL, FRIDAY, FakeClock

WEEKLY_AT = FRIDAY + timedelta(hours=7, minutes=30)


def message(desk: Collaborators, key: str) -> Message | None:
    with desk.database.reading() as session:
        return outbox.by_key(session, key)


def request_run(desk: Collaborators, **parameters: str) -> int:
    with desk.database.writing() as session:
        job = jobs.request(session, "retrain:1", "train", desk.clock(), dict(parameters))
    assert job.id is not None
    return job.id


def tick(desk: Collaborators) -> None:
    for step in (announcements.claim_weekly, announcements.tell_weekly, announcements.follow_runs):
        step(desk, desk.clock())


def test_a_runs_one_message_follows_it_from_request_to_end(tmp_path: Path) -> None:
    clock = FakeClock()
    with rig.desk(tmp_path, clock) as desk:
        job_id = request_run(desk, channel=CHANNEL)
        tick(desk)
        waiting = message(desk, f"run:{job_id}")
        assert waiting is not None
        assert (waiting.channel, waiting.wanted) == (CHANNEL, 1)
        tick(desk)
        with desk.database.writing() as session:
            job = jobs.claim(session, job_id, 1, clock.now)
            jobs.report(session, job, clock.forward(seconds=5), "training step 1", 0.5)
        tick(desk)
        running = message(desk, f"run:{job_id}")
        assert running is not None
        assert running.wanted == 2
        assert "50%" in running.text
        with desk.database.writing() as session:
            jobs.fail(session, job_id, clock.now, "The loss became no number.")
        tick(desk)
        failed = message(desk, f"run:{job_id}")
        assert failed is not None
        assert "The loss became no number." in failed.text


def test_a_run_that_nobody_asked_for_in_a_channel_is_told_nowhere(tmp_path: Path) -> None:
    with rig.desk(tmp_path) as desk:
        job_id = request_run(desk)
        tick(desk)
        assert message(desk, f"run:{job_id}") is None


def test_a_run_of_long_ago_is_left_alone(tmp_path: Path) -> None:
    clock = FakeClock()
    with rig.desk(tmp_path, clock) as desk:
        job_id = request_run(desk, channel=CHANNEL)
        with desk.database.writing() as session:
            jobs.fail(session, job_id, clock.now, "no")
        clock.forward(days=2)
        tick(desk)
        assert message(desk, f"run:{job_id}") is None


def test_the_weekly_summary_is_posted_once_when_its_figures_are_there(tmp_path: Path) -> None:
    with rig.desk(tmp_path, FakeClock(WEEKLY_AT)) as desk:
        for _ in range(2):
            tick(desk)
        with desk.database.writing() as session:
            (job,) = jobs.waiting(session, "weekly")
            jobs.finish(session, jobs.claim(session, job.id or 0, 1, WEEKLY_AT), WEEKLY_AT, dict(FIGURES))
        for _ in range(2):
            tick(desk)
        told = message(desk, f"weekly:{CHANNEL}:2026-11-20")
        assert told is not None
        assert told.wanted == 1
        assert job.parameters == {"channel": CHANNEL, "local_date": "2026-11-20"}


def test_a_weekly_summary_without_figures_is_skipped_with_the_reason(tmp_path: Path) -> None:
    with rig.desk(tmp_path, FakeClock(WEEKLY_AT)) as desk:
        tick(desk)
        with desk.database.writing() as session:
            jobs.fail(session, jobs.waiting(session, "weekly")[0].id or 0, WEEKLY_AT, "The disk is full.")
        tick(desk)
        with desk.database.reading() as session:
            slot = slots.find(session, "weekly", CHANNEL, date(2026, 11, 20))
        assert slot is not None
        assert (slot.state, slot.reason) == (SlotState.SKIPPED, "The disk is full.")


def test_a_summary_missed_by_more_than_six_hours_is_a_recorded_skip(tmp_path: Path) -> None:
    with rig.desk(tmp_path, FakeClock(WEEKLY_AT + timedelta(hours=8))) as desk:
        tick(desk)
        with desk.database.reading() as session:
            slot = slots.find(session, "weekly", CHANNEL, date(2026, 11, 20))
            assert jobs.waiting(session) == []
        assert slot is not None
        assert slot.state == SlotState.SKIPPED
