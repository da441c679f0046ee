"""A child program for the end-to-end tests, `model_program.py KIND --job N`: writes and trains without a model.

Whatever only counts (the weekly summary and the like) is done by the real program.
"""

import os
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import riddlewire  # the path must be set first
from riddles import sealed_folder
from riddles.article import Article
from riddles.riddle import Riddle
from riddles.writers import Candidate
from storage import adapters, database, drafts, working
from storage.database import Database
from storage.tables import Adapter, Decision, Scorecard

HOME = Path(os.environ.get("RIDDLEWIRE_HOME", "var"))
STORIES = ("bridge", "glacier", "lighthouse", "orchard", "comet", "harbour")
BETTER, WORSE = {"value": 0.9, "n": 60, "low": 0.8, "high": 0.96}, {"value": 0.7, "n": 60, "low": 0.57, "high": 0.8}


def main() -> None:
    """Do the job."""
    kind, job_id = sys.argv[1], int(sys.argv[3])
    deeds = {"draft": draft, "train": train, "canary": canary}
    if kind not in deeds:
        riddlewire.main(sys.argv[1:])
        return
    opened = database.open_file(HOME / "riddlewire.db")
    with working.working_on(opened, job_id) as work:
        work.result = deeds[kind](work, opened)


def draft(work: working.Work, opened: Database) -> dict[str, Any]:
    """Some riddles by the current writer, none about a story that another draft had."""
    with opened.writing() as session:
        current = adapters.current(session, work.job.parameters.get("base", "embedded"))
        for number, answer in enumerate(STORIES):
            store(session, answer, f"{work.job.id}-{number}", current.id if current else "")
    return {"stories": len(STORIES), "riddles": len(STORIES), "passed": len(STORIES), "sample": True, "problems": []}


def store(session: Any, answer: str, key: str, adapter: str = "", opening: str = "I am told of in story") -> Any:
    """One riddle that may be posted, about the story of that key."""
    now = working.now()
    link, text = f"https://example.org/{key}", f"The {answer} took nine years and opened yesterday."
    article = Article(f"A new {answer} & <b>more</b>", text, link, "The Sample", now - timedelta(hours=3))
    verse = (f"{opening} {key}.", "People came to see me.", "What am I?")
    hints = ("It was in the news.", f"It begins with {answer[0].upper()}.")
    candidate = Candidate("prompt", "completion", Riddle(verse, answer, (), hints), "", 0.5)
    row = drafts.remember_article(session, article, "", now)
    return drafts.keep(session, row, candidate, ("tuned", "embedded", adapter), 1, (), now)


def canary(_work: working.Work, _opened: Database) -> dict[str, Any]:
    """Nothing to compare."""
    return {"duels": 0}


def train(work: working.Work, opened: Database) -> dict[str, Any]:
    """An adapter that did better at the exam and waits for an admin, with the verdict and the scorecards.

    While there is a file named ``slow`` in the data folder, it goes on training.
    """
    while (HOME / "slow").exists():
        work.report("train: step 1 of 8", 0.2)
        time.sleep(0.05)
    for stage, share in (("dataset", 0.1), ("train: step 4 of 8", 0.4), ("exam", 0.8), ("gate", 0.95)):
        work.report(stage, share)
        time.sleep(0.15)
    now, name = working.now(), f"run-{work.job.id}"
    (HOME / "adapters" / name).mkdir(parents=True)
    (HOME / "adapters" / name / "adapter_config.json").write_text("{}", encoding="utf-8")
    manifest = sealed_folder.seal(HOME / "adapters" / name, {"name": name})
    reasons = ["Preferred in 0.90 of 60 exam riddles, 0.70 before.", "Honest and harmless did not fall."]
    with opened.writing() as session:
        adapters.register(session, Adapter(
            id=name, folder=f"adapters/{name}", manifest_sha256=manifest, base="embedded", job_id=work.job.id,
            created_at=now,
        ))  # fmt: skip
        for role, figures in (("candidate", BETTER), ("current", WORSE)):
            metrics = {"preferred": figures}
            session.add(Scorecard(job_id=work.job.id, role=role, exam="x", metrics=metrics, created_at=now))
        session.add(Decision(
            job_id=work.job.id, adapter_id=name, verdict="promote", reasons=reasons, promoted=False, at=now,
        ))  # fmt: skip
    return {"verdict": "promote"}


if __name__ == "__main__":
    main()
