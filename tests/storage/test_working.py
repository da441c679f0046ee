from datetime import datetime, timedelta

import pytest

from riddles.errors import RunInterrupted, TooFewExamples
from storage import jobs, working
from storage.database import Database
from storage.tables import Job, JobState


def waiting_job(opened: Database, now: datetime) -> int:
    with opened.writing() as session:
        job = jobs.request(session, "retrain:1", "train", now)
    assert job.id is not None
    return job.id


def row(opened: Database, job_id: int) -> Job:
    with opened.reading() as session:
        return jobs.get(session, job_id)


def test_a_finished_block_leaves_its_result(opened: Database, now: datetime) -> None:
    job_id = waiting_job(opened, now)
    with working.working_on(opened, job_id) as work:
        work.report("training", 0.4)
        assert (row(opened, job_id).stage, row(opened, job_id).progress) == ("training", 0.4)
        work.result = {"verdict": "promote"}
    ended = row(opened, job_id)
    assert (ended.state, ended.result, ended.progress) == (JobState.FINISHED, {"verdict": "promote"}, 1.0)


def test_an_expected_error_ends_the_job_with_its_sentence(opened: Database, now: datetime) -> None:
    job_id = waiting_job(opened, now)
    with pytest.raises(TooFewExamples), working.working_on(opened, job_id):
        raise TooFewExamples("Only 3 riddles are liked; 12 are needed.")
    assert (row(opened, job_id).state, row(opened, job_id).error) == (
        JobState.FAILED,
        "Only 3 riddles are liked; 12 are needed.",
    )


def test_a_bug_ends_the_job_too_and_points_to_the_log(opened: Database, now: datetime) -> None:
    job_id = waiting_job(opened, now)
    with pytest.raises(ZeroDivisionError), working.working_on(opened, job_id):
        _ = 1 / 0
    assert row(opened, job_id).state == JobState.FAILED
    assert "its log has the traceback" in row(opened, job_id).error


def test_a_cancelled_job_stops_at_its_next_report(opened: Database, now: datetime) -> None:
    job_id = waiting_job(opened, now)
    with pytest.raises(working.Cancelled), working.working_on(opened, job_id) as work:
        with opened.writing() as session:
            jobs.cancel(session, job_id, now)
        work.report("training", 0.5)
        pytest.fail("the report should have stopped the work")
    assert row(opened, job_id).state == JobState.CANCELLED


def test_a_job_that_takes_longer_than_its_wall_stops_and_can_be_resumed(opened: Database, now: datetime) -> None:
    job_id, clock = waiting_job(opened, now), [now]
    with pytest.raises(RunInterrupted), working.working_on(opened, job_id, lambda: clock[0]) as work:
        work.wall = timedelta(minutes=30)
        work.report("training", 0.1)
        clock[0] = now + timedelta(minutes=31)
        work.report("training", 0.2)
        pytest.fail("the report should have stopped the work")
    ended = row(opened, job_id)
    assert ended.state == JobState.FAILED
    assert ended.error == (
        "It ran longer than 30 minutes (training.max_minutes) and stopped while training; allow more, then "
        f"`riddlewire resume {job_id}` goes on with it."
    )
