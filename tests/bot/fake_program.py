"""A child program for tests, `fake_program.py KIND --job N`: does what the job's parameters say, without a model."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from riddles.errors import TooFewExamples  # the path must be set first
from storage import adapters, database, jobs, ratings, working
from storage.tables import Adapter, Decision, Scorecard
from tests.bot import rig

FIGURES = {
    "week_ending": "2026-11-20", "posts": 1, "guessed": 2, "solved": 1, "raters": 1, "criteria": {},
    "current": None, "changes": [], "top_riddle": None,
}  # fmt: skip


def main() -> None:
    """Do the job."""
    kind, job_id = sys.argv[1], int(sys.argv[3])
    opened = database.open_file(Path(os.environ["RIDDLEWIRE_HOME"]) / "riddlewire.db")
    with opened.reading() as session:
        deed = str(jobs.get(session, job_id).parameters.get("deed", ""))
    if deed == "crash before claiming":
        sys.exit("Segmentation of the imagination, token xoxb-123-secret")
    if deed == "deaf":
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    with working.working_on(opened, job_id) as work:
        _do(deed, kind, work, opened)


def _do(deed: str, kind: str, work: working.Work, opened: database.Database) -> None:
    if deed == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if deed in ("wait", "deaf", "with last words", "with a child of its own"):
        if deed == "with a child of its own":
            own = subprocess.Popen(["sleep", "60"])
            sys.stderr.write(f"{own.pid}\n")
        while True:
            time.sleep(0.05)
            if deed not in ("deaf", "with last words"):
                work.report("waiting", 0.5)
    if deed == "environment":
        sys.stderr.write("\n".join(f"{name}={value}" for name, value in os.environ.items()))
        sys.stderr.write(f"\nnice {os.nice(0)} session {os.getsid(0) == os.getpid()}\n")
    work.result = {"weekly": weekly, "draft": draft, "train": train}[kind](work, opened)


def weekly(_work: working.Work, _opened: database.Database) -> dict[str, Any]:
    """Figures."""
    return dict(FIGURES)


def draft(work: working.Work, opened: database.Database) -> dict[str, Any]:
    """A few riddles by the current writer, every other one ending with a question."""
    work.report("writing", 0.5)
    with opened.reading() as session:
        current = adapters.current(session, "embedded")
    for number in range(4):
        verse = ("I cross what I never drink.", "What am I?" if number % 2 else "People trust me.")
        rig.store_riddle(opened, working.now(), f"bridge {work.job.id}-{number}", current.id if current else "", verse)
    return {"stories": 4, "riddles": 4, "passed": 4, "sample": True, "problems": ["There is no network."]}


def train(work: working.Work, opened: database.Database) -> dict[str, Any]:
    """An adapter that is promoted if there are ratings to learn from, with the scorecard saying how many."""
    work.report("training", 0.5)
    now, name = working.now(), f"{work.job.id}-fake"
    with opened.writing() as session:
        given = [rating for rating, person in ratings.consented(session) if person.simulated]
        if not given:
            raise TooFewExamples("There are no ratings to learn from.")
        adapters.register(session, Adapter(
            id=name, folder="adapters/x", manifest_sha256="0", base="embedded", job_id=work.job.id, created_at=now,
        ))  # fmt: skip
        figures = {"ratings": {"value": float(len(given)), "n": len(given), "low": 0.0, "high": 1.0}}
        session.add(Scorecard(job_id=work.job.id, role="candidate", exam="x", metrics=figures, created_at=now))
        session.add(Decision(
            job_id=work.job.id, adapter_id=name, verdict="promote", reasons=["It is better."], promoted=True, at=now,
        ))  # fmt: skip
        adapters.promote(session, name, now)
    return {"verdict": "promote"}


if __name__ == "__main__":
    main()
