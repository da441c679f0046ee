from datetime import datetime, timedelta

import pytest

from riddles.errors import StorageError
from storage import jobs
from storage.database import Database
from storage.tables import Job, JobState


def requested(opened: Database, now: datetime, key: str = "retrain:1") -> int:
    with opened.writing() as session:
        job = jobs.request(session, key, "train", now)
    assert job.id is not None
    return job.id


def claimed(opened: Database, now: datetime, job_id: int) -> Job:
    with opened.writing() as session:
        return jobs.claim(session, job_id, 4711, now)


def test_the_same_key_requests_one_job(opened: Database, now: datetime) -> None:
    assert requested(opened, now) == requested(opened, now)
    with opened.reading() as session:
        assert len(jobs.waiting(session, "train")) == 1


def test_a_job_is_claimed_once(opened: Database, now: datetime) -> None:
    job_id = requested(opened, now)
    claimed(opened, now, job_id)
    with pytest.raises(StorageError, match="is running, not requested"):
        claimed(opened, now, job_id)


def test_a_job_without_heartbeat_is_given_up(opened: Database, now: datetime) -> None:
    job_id = requested(opened, now)
    claimed(opened, now, job_id)
    with opened.writing() as session:
        assert jobs.give_up_stale(session, now + timedelta(seconds=29)) == []
        (stale,) = jobs.give_up_stale(session, now + timedelta(seconds=31))
    assert (stale.id, stale.state) == (job_id, JobState.FAILED)
    assert "stopped answering" in stale.error


def test_a_program_that_was_given_up_can_publish_nothing(opened: Database, now: datetime) -> None:
    job = claimed(opened, now, requested(opened, now))
    with opened.writing() as session:
        jobs.give_up_stale(session, now + timedelta(minutes=1))
    with pytest.raises(StorageError, match="given up"), opened.writing() as session:
        jobs.finish(session, job, now, {"verdict": "promote"})
    with opened.reading() as session:
        assert jobs.get(session, job.id or 0).result == {}


def test_cancelling_a_waiting_job_ends_it_and_a_running_one_is_asked(opened: Database, now: datetime) -> None:
    waiting, running = requested(opened, now, "a"), requested(opened, now, "b")
    job = claimed(opened, now, running)
    with opened.writing() as session:
        assert jobs.cancel(session, waiting, now).state == JobState.CANCELLED
        assert jobs.cancel(session, running, now).state == JobState.RUNNING
        assert jobs.report(session, job, now, "training", 0.5) is True


def test_a_failure_after_the_end_changes_nothing(opened: Database, now: datetime) -> None:
    job = claimed(opened, now, requested(opened, now))
    with opened.writing() as session:
        jobs.finish(session, job, now, {"verdict": "keep"})
        jobs.fail(session, job.id or 0, now, "exit code 1")
        assert jobs.get(session, job.id or 0).state == JobState.FINISHED


def test_an_unknown_job_is_named_in_the_error(opened: Database) -> None:
    with pytest.raises(StorageError, match="no job 99"), opened.reading() as session:
        jobs.get(session, 99)


def test_a_job_that_died_before_it_said_anything_has_no_stages_yet(opened: Database, now: datetime) -> None:
    job_id = requested(opened, now)
    assert jobs.stage_seconds(claimed(opened, now, job_id)) == []


def test_the_time_until_it_is_resumed_counts_for_no_stage(opened: Database, now: datetime) -> None:
    job_id = requested(opened, now)
    job = claimed(opened, now, job_id)
    seconds = timedelta(seconds=1)
    with opened.writing() as session:
        jobs.report(session, job, now, "training, step 1", 0.1)
        jobs.report(session, job, now + 2 * seconds, "training, step 2", 0.2)
        jobs.fail(session, job_id, now + 3 * seconds, "The power went.")
        jobs.reopen(session, job_id, "train")
    again = claimed(opened, now + 10 * seconds, job_id)
    with opened.writing() as session:
        jobs.report(session, again, now + 10 * seconds, "training, step 3", 0.3)
        jobs.finish(session, again, now + 14 * seconds, {})
        found = jobs.stage_seconds(jobs.get(session, job_id))
    assert found == [("training", 2.0), (jobs.CUT_SHORT, 8.0), ("training", 4.0)]
