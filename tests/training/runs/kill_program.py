"""Runs that are killed, `kill_program.py HOME BASE RECIPE STAGE...`: each in a process of its own, resumed in another.

A stage is what the run reports, or ``opens PATTERN``: the first time that it opens a file whose path matches.

The libraries are loaded once and the processes forked from there, so that many kills take little time. For each stage a
run is requested; when it reports that stage its process is killed with SIGKILL. Then the run is resumed, and a line
tells, as JSON, what its row said after the kill and at the end, and what the resumed process did.
"""

import json
import os
import re
import signal
import sys
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from evaluation.metrics import METRICS
from riddles import sealed_folder
from riddles.errors import AdapterRefused
from riddles.settings import Gate, Model, Settings, Training  # the path must be set first
from storage import adapters, database, jobs, working
from training.runs import run


def main() -> None:
    """Kill and resume a run for every stage named."""
    home, base, recipe, *stages = sys.argv[1:]
    import peft  # noqa: F401  (what a forked process must not load again)
    import trl  # noqa: F401

    for score in METRICS.values():
        score([])  # likewise the metrics' libraries, which only taking a metric loads

    training = Training(enabled_on_slack=True, minimum_raters=2, minimum_examples=6, recipe=recipe)
    settings = Settings(model=Model(base=base), training=training, gate=Gate(minimum_evidence=2))
    for stage in stages:
        sys.stdout.write(json.dumps({"stage": stage, **_killed_and_resumed(Path(home), settings, stage)}) + "\n")
        sys.stdout.flush()


def _killed_and_resumed(home: Path, settings: Settings, stage: str) -> dict[str, Any]:
    job_id = _forked(lambda: _request(home, stage))
    killed = _forked(lambda: _work(home, settings, job_id, stage))
    after = _forked_fact(home, lambda: _given_up(home, job_id))
    resumed = _forked(lambda: _work(home, settings, job_id, ""))
    return {
        "killed": killed, "after": after, "resumed": resumed,
        "ended": _forked_fact(home, lambda: _row(home, job_id)),
    }  # fmt: skip


def _work(home: Path, settings: Settings, job_id: int, fatal: str) -> int:
    """Do the run; die at the stage ``fatal``, or (without one) resume it and note every stage."""
    opened = database.open_file(home / "riddlewire.db")
    seen: list[str] = []

    if fatal.startswith("opens "):
        _die_opening(re.compile(fatal.removeprefix("opens ")))

    def tell(stage: str, _done: float) -> None:
        seen.append(stage)
        if fatal and stage.startswith(fatal):
            os.kill(os.getpid(), signal.SIGKILL)

    with working.working_on(opened, job_id, resumed="" if fatal else "train") as work:
        work.tell = tell
        run.run(work, run.Desk(opened, settings, home, working.now))
    (home / f"stages-{job_id}.json").write_text(json.dumps(seen))
    return 0


def _die_opening(fatal: "re.Pattern[str]") -> None:
    def dies(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and fatal.search(str(arguments[0])):
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(dies)


def _request(home: Path, stage: str) -> int:
    with database.open_file(home / "riddlewire.db").writing() as session:
        return jobs.request(session, f"retrain:{stage}", "train", working.now()).id or 0


def _given_up(home: Path, job_id: int) -> dict[str, Any]:
    """The row once the clock has found it silent."""
    with database.open_file(home / "riddlewire.db").writing() as session:
        jobs.give_up_stale(session, working.now() + jobs.STALE_AFTER + timedelta(seconds=1))
    return _row(home, job_id)


def _row(home: Path, job_id: int) -> dict[str, Any]:
    with database.open_file(home / "riddlewire.db").reading() as session:
        row = jobs.get(session, job_id)
        known = adapters.newest(session)
    broken = [one.id for one in known if not _is_whole(home / one.folder, one.manifest_sha256)]
    seen = home / f"stages-{job_id}.json"
    return {
        "state": row.state.value, "error": row.error, "result": row.result, "broken": broken,
        "seconds": jobs.stage_seconds(row), "expected": isinstance(row.expected_at, datetime),
        "stages": json.loads(seen.read_text()) if seen.exists() else [],
    }  # fmt: skip


def _is_whole(folder: Path, manifest_sha256: str) -> bool:
    try:
        sealed_folder.verify(folder, manifest_sha256)
    except AdapterRefused:
        return False
    return True


def _forked(deed: Callable[[], int]) -> int:
    """Do it in a process of its own; its exit code (a job's number, or 0), or minus the signal that killed it."""
    child = os.fork()
    if child == 0:
        code = 70
        try:
            code = deed()
        except BaseException:
            traceback.print_exc()
            raise
        finally:
            sys.stderr.flush()
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _forked_fact(home: Path, deed: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """As ``_forked``; what it returns comes back by a file."""
    answer = home / "answer.json"

    def write() -> int:
        answer.write_text(json.dumps(deed()))
        return 0

    assert _forked(write) == 0
    found: dict[str, Any] = json.loads(answer.read_text())
    return found


if __name__ == "__main__":
    main()
