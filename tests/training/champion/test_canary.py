"""A challenger writes on the current writer's stories, for blind duels. The challenger here is a tiny base alone."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from evaluation import exam
from riddles.riddle import Riddle as Verse
from riddles.settings import Gate, Model, Settings
from riddles.writers import Candidate
from storage import adapters, canary, database, drafts, duels, jobs, working
from storage.database import Database
from storage.tables import Adapter, Riddle
from training.champion import canary as challenging
from training.runs.run import Desk

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def drafted(opened: Database, base: str, stories: int) -> None:
    with opened.writing() as session:
        adapters.register(session, Adapter(id="1-new", folder="1", manifest_sha256="0", base=base, created_at=NOW))
        adapters.promote(session, "1-new", NOW)
        for story in exam.exam(stories).stories:
            row = drafts.remember_article(session, story.article, "", NOW)
            verse = Verse(("I am what the story tells you of",), story.subjects[0])
            drafts.keep(session, row, Candidate("p", "c", verse, "", 0.1), ("tuned", base, "1-new"), 1, (), NOW)


def challenged(opened: Database, chosen: Settings, home: Path) -> dict[str, object]:
    with opened.writing() as session:
        job = jobs.request(session, f"canary:{len(jobs.latest(session, 'canary'))}", "canary", NOW)
    with working.working_on(opened, job.id or 0) as work:
        challenging.challenge(work, Desk(opened, chosen, home, lambda: NOW + timedelta(hours=1), simulated=True))
    return work.result


@pytest.mark.model
def test_the_writer_before_a_promoted_one_meets_it_in_blind_duels(tmp_path: Path, tiny_model: Model) -> None:
    opened = database.open_file(tmp_path / "riddlewire.db", create=True)
    chosen = Settings(model=tiny_model, gate=Gate(canary_share=1.0))
    drafted(opened, tiny_model.base, 4)
    found = challenged(opened, chosen, tmp_path)
    assert found["challenger"] == "base"
    assert found["stories"] == 4
    with opened.reading() as session:
        made = duels.open_duels(session, duels.CANARY)
        assert len(made) == found["duels"]
        assert len(made) >= 2
        sides = [(session.get_one(Riddle, one.first_id), session.get_one(Riddle, one.second_id)) for one in made]
        assert all((first.adapter_id, second.adapter_id) == ("1-new", None) for first, second in sides)
        assert all(not second.screened_out for _first, second in sides)
        left = len(canary.unmet(session, "1-new", NOW - timedelta(hours=1)))
    assert left == 4 - len(made)
    opened.close()


def test_without_a_challenger_or_a_share_nothing_is_loaded(tmp_path: Path) -> None:
    opened = database.open_file(tmp_path / "riddlewire.db", create=True)
    nowhere = Settings(model=Model(base="/nowhere/at/all"))
    assert challenged(opened, nowhere, tmp_path) == {"challenger": None, "stories": 0, "duels": 0}
    drafted(opened, "/nowhere/at/all", 4)
    none = Settings(model=nowhere.model, gate=Gate(canary_share=0))
    assert challenged(opened, none, tmp_path)["stories"] == 0
    opened.close()
