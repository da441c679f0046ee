import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.children.child_environment import Environment
from bot.children.supervision import BY_HAND, Children, Limits
from riddles.settings import Secrets
from storage import database, jobs, working
from storage.database import Database
from storage.tables import Job, JobState
from tests.bot.rig import PROGRAM, ROOT

PATIENCE = 60.0


class Nursery:
    """Children on a real database with the fake program; real time, because real processes take it."""

    def __init__(self, home: Path, **limits: object) -> None:
        self.home = home
        self.opened: Database = database.open_file(home / "riddlewire.db", create=True)
        self.secrets = Secrets.model_validate({"slack_bot_token": "xoxb-1", "riddlewire_news_api_key": "news-key"})
        inherited = dict(os.environ) | {"SLACK_BOT_TOKEN": "xoxb-1", "OTHER": "xapp-2-abc", "HARMLESS": "yes"}
        environment = Environment(home, home / "settings.toml", self.secrets, inherited)
        chosen = Limits(**{"wall": timedelta(minutes=5), "grace": 0.3, "last_words": 1.0} | limits)  # type: ignore[arg-type]
        self.children = Children(self.opened, home, chosen, environment, PROGRAM)

    def request(self, kind: str = "train", deed: str = "", key: str = "") -> int:
        with self.opened.writing() as session:
            job = jobs.request(session, key or f"{kind}:{deed}", kind, working.now(), {"deed": deed})
        assert job.id is not None
        return job.id

    def job(self, job_id: int) -> Job:
        with self.opened.reading() as session:
            return jobs.get(session, job_id)

    def log(self, job_id: int) -> str:
        return (self.home / "logs" / f"job-{job_id}.log").read_text(encoding="utf-8")

    def tend_until(self, done: Callable[[], bool], ago: timedelta = timedelta()) -> None:
        deadline = time.monotonic() + PATIENCE
        while not done():
            assert time.monotonic() < deadline, "the children never got there"
            self.children.tend(working.now() - ago)
            time.sleep(0.02)

    def tend_until_ended(self, job_id: int) -> Job:
        self.tend_until(lambda: self.job(job_id).finished_at is not None)
        self.tend_until(lambda: self.children.is_idle)
        return self.job(job_id)

    def tend_until_running(self, job_id: int, ago: timedelta = timedelta()) -> int:
        self.tend_until(lambda: self.job(job_id).state == JobState.RUNNING, ago)
        return self.job(job_id).pid or 0


@pytest.fixture
def nursery(tmp_path: Path) -> Iterator[Nursery]:
    made = Nursery(tmp_path)
    yield made
    made.children.stop(working.now())
    made.opened.close()


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and that nobody has asked about yet does not."""
    told = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return bool(told.stdout.strip()) and not told.stdout.startswith("Z")


def test_a_requested_job_becomes_a_program_that_ends_its_row(nursery: Nursery) -> None:
    job = nursery.tend_until_ended(nursery.request("draft"))
    assert (job.state, job.result["passed"]) == (JobState.FINISHED, 4)
    assert job.log == f"logs/job-{job.id}.log"


def test_drafts_go_first_then_the_oldest_and_only_one_at_a_time(nursery: Nursery) -> None:
    train, draft = nursery.request("train"), nursery.request("draft")
    nursery.tend_until_ended(train)
    first, second = nursery.job(draft), nursery.job(train)
    assert first.finished_at is not None
    assert second.started_at is not None
    assert first.finished_at <= second.started_at


def test_a_summary_does_not_wait_for_a_long_run(nursery: Nursery) -> None:
    run = nursery.request(deed="wait")
    nursery.tend_until_running(run)
    weekly = nursery.request("weekly")
    nursery.tend_until(lambda: nursery.job(weekly).state == JobState.FINISHED)
    assert nursery.job(run).state == JobState.RUNNING


def test_a_job_done_by_hand_is_left_to_whoever_does_it(nursery: Nursery) -> None:
    job_id = nursery.request("train", key=f"train{BY_HAND}now")
    for _ in range(3):
        nursery.children.tend(working.now())
    assert nursery.job(job_id).state == JobState.REQUESTED


def test_a_child_sees_no_slack_secret_and_runs_apart_at_low_priority(nursery: Nursery) -> None:
    job_id = nursery.request("train", "environment")
    nursery.tend_until_ended(job_id)
    said = nursery.log(job_id)
    assert "xoxb-" not in said
    assert "xapp-" not in said
    assert "news-key" not in said
    assert f"RIDDLEWIRE_HOME={nursery.home}" in said
    assert f"RIDDLEWIRE_CONFIG={nursery.home / 'settings.toml'}" in said
    assert "HARMLESS=yes" in said
    assert "session True" in said
    assert f"nice {min(19, os.nice(0) + 10)}" in said


def test_only_a_draft_gets_the_news_key(nursery: Nursery) -> None:
    job_id = nursery.request("draft", "environment")
    nursery.tend_until_ended(job_id)
    assert "RIDDLEWIRE_NEWS_API_KEY=news-key" in nursery.log(job_id)


def test_a_program_that_dies_before_its_row_says_anything_is_believed_by_its_exit_code(nursery: Nursery) -> None:
    job = nursery.tend_until_ended(nursery.request(deed="crash before claiming"))
    assert job.state == JobState.FAILED
    assert "exit code 1" in job.error
    assert "Segmentation of the imagination" in job.error
    assert "xoxb-123" not in job.error


def test_a_program_killed_in_mid_work_fails_its_job_at_once(nursery: Nursery) -> None:
    job = nursery.tend_until_ended(nursery.request(deed="die"))
    assert (job.state, "killed by signal 9" in job.error) == (JobState.FAILED, True)


def test_a_program_that_cannot_be_found_fails_its_job(tmp_path: Path) -> None:
    made = Nursery(tmp_path)
    environment = Environment(tmp_path, tmp_path / "settings.toml", made.secrets)
    made.children = Children(made.opened, tmp_path, Limits(timedelta(minutes=1)), environment, ("/no/such/program",))
    job = made.tend_until_ended(made.request())
    made.opened.close()
    assert job.state == JobState.FAILED


def test_a_cancelled_program_that_listens_stops_by_itself(nursery: Nursery) -> None:
    job_id = nursery.request(deed="wait")
    nursery.tend_until_running(job_id)
    with nursery.opened.writing() as session:
        jobs.cancel(session, job_id, working.now())
    assert nursery.tend_until_ended(job_id).state == JobState.CANCELLED


def test_a_cancelled_program_that_is_deaf_is_killed_after_its_grace(nursery: Nursery) -> None:
    job_id = nursery.request(deed="deaf")
    pid = nursery.tend_until_running(job_id)
    with nursery.opened.writing() as session:
        jobs.cancel(session, job_id, working.now())
    assert nursery.tend_until_ended(job_id).state == JobState.CANCELLED
    assert not is_alive(pid)


@pytest.mark.parametrize("deed", ["deaf", "with last words"])
def test_a_program_that_takes_too_long_is_stopped_with_the_setting_named(tmp_path: Path, deed: str) -> None:
    made = Nursery(tmp_path)
    number = made.request(deed=deed)
    made.tend_until_running(number, ago=timedelta(minutes=5))  # only who runs has last words
    job = made.tend_until_ended(number)
    made.opened.close()
    assert (job.state, "training.max_minutes" in job.error) == (JobState.FAILED, True)


def test_a_program_that_keeps_too_much_in_memory_is_stopped_with_the_setting_named(tmp_path: Path) -> None:
    made = Nursery(tmp_path, memory=1_000_000)  # no Python is as small
    job = made.tend_until_ended(made.request(deed="deaf"))
    made.opened.close()
    assert (job.state, "training.max_memory_gb" in job.error) == (JobState.FAILED, True)


def test_stopping_ends_the_whole_group_and_its_row(nursery: Nursery) -> None:
    job_id = nursery.request(deed="with a child of its own")
    pid = nursery.tend_until_running(job_id)
    nursery.tend_until(lambda: bool(nursery.log(job_id).strip()))
    grandchild = int(nursery.log(job_id).split()[0])
    nursery.children.stop(working.now())
    assert not is_alive(pid)
    assert not is_alive(grandchild)
    assert nursery.job(job_id).state == JobState.FAILED
    assert "stopped" in nursery.job(job_id).error


def test_nothing_is_launched_after_the_stop(nursery: Nursery) -> None:
    nursery.children.stop(working.now())
    job_id = nursery.request()
    nursery.children.tend(working.now())
    assert nursery.job(job_id).state == JobState.REQUESTED


def test_a_row_left_running_by_an_earlier_bot_is_given_up_and_the_next_job_starts(nursery: Nursery) -> None:
    with nursery.opened.writing() as session:
        left = jobs.request(session, "left", "train", working.now())
        jobs.claim(session, left.id or 0, 1, working.now() - timedelta(minutes=1))
    assert nursery.tend_until_ended(nursery.request("draft")).state == JobState.FINISHED
    assert nursery.job(left.id or 0).state == JobState.FAILED


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux kills the children of a process that was killed")
def test_a_child_dies_when_the_bot_is_killed_without_a_word(tmp_path: Path) -> None:
    parent = """
import subprocess, sys, os
subprocess.Popen([sys.executable, "-S", sys.argv[1], str(os.getpid()), "0", sys.executable, "-c",
    "import os, time; print(os.getpid(), flush=True); time.sleep(60)"], start_new_session=True)
import time; time.sleep(60)
"""
    wrapper = str(ROOT / "bot" / "children" / "child.py")
    with subprocess.Popen([sys.executable, "-c", parent, wrapper], stdout=subprocess.PIPE, text=True) as bot:
        assert bot.stdout is not None
        child = int(bot.stdout.readline())
        bot.kill()
    deadline = time.monotonic() + PATIENCE
    while is_alive(child):
        assert time.monotonic() < deadline, "the child outlived the bot"
        time.sleep(0.02)
