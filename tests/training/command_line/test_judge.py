"""The command ``riddlewire judge``: people's ratings and duels against a judge behind a real address."""

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import typer
from sqlmodel import Session
from typer.testing import CliRunner, Result

from riddles.article import Article
from riddles.criteria import Criterion
from riddles.errors import SettingsError
from riddles.riddle import Riddle
from riddles.writers import Candidate
from storage import database, drafts, people, ratings, tables
from storage.people import Pseudonyms
from tests.training.judge_service import JudgeService
from training.command_line import judge

KEY = Pseudonyms(b"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
NOW = datetime.fromisoformat("2026-01-05T08:00:00+00:00")
RIDDLES = 24


@pytest.fixture
def service() -> Iterator[JudgeService]:
    running = JudgeService()
    yield running
    running.stop()


def judged_by_people(session: Session) -> None:
    """Riddles of one to five lines, rated as the judge would; each meets a longer or shorter one in a duel."""
    person = people.meet(session, KEY, ("T1", "U1"), NOW)
    assert person.id is not None
    story = drafts.remember_article(session, Article("The bridge reopens", link="https://example.com/1"), "", NOW)
    rows = [riddle(session, story, number % 5 + 1) for number in range(RIDDLES)]
    for number, row in enumerate(rows):
        assert row.id is not None
        lines = number % 5 + 1
        ratings.record(session, row.id, person.id, Criterion.HELPFUL, lines, "1.0", NOW)
        ratings.record(session, row.id, person.id, Criterion.HONEST, 5 - lines % 2, "1.0", NOW)
        ratings.record(session, row.id, person.id, Criterion.HARMLESS, 5, "1.0", NOW)
    for one, other in pairwise(rows):
        duel(session, one, other, person.id)


def riddle(session: Session, story: tables.Article, lines: int) -> tables.Riddle:
    verse = Riddle(tuple(f"I am line {number} of them," for number in range(lines)), "river")
    told = Candidate("prompt", "completion", verse, "", 0.1)
    kept = drafts.keep(session, story, told, ("tuned", "embedded", ""), 1, (), NOW)
    assert isinstance(kept, tables.Riddle)
    return kept


def duel(session: Session, one: tables.Riddle, other: tables.Riddle, person_id: int) -> None:
    row = tables.Duel(
        article_id=one.article_id, first_id=one.id or 0, second_id=other.id or 0, purpose="teaching", created_at=NOW
    )
    session.add(row)
    session.flush()
    longer = "first" if one.text.count("\n") > other.text.count("\n") else "second"
    session.add(tables.DuelVote(
        duel_id=row.id or 0, person_id=person_id, choice=longer, swapped=False, action_ts="1.0", at=NOW
    ))  # fmt: skip


def run(home: Path, section: str, *arguments: str) -> Result:
    settings, data = home / "riddlewire.toml", home / "var" / "riddlewire.db"
    settings.write_text(f"[judge]\n{section}")
    if not data.exists():
        data.parent.mkdir()
        opened = database.open_file(data, create=True)
        with opened.writing() as session:
            judged_by_people(session)
        opened.close()
    app = typer.Typer()
    judge.register(app)
    environment = {
        "RIDDLEWIRE_HOME": str(data.parent), "RIDDLEWIRE_CONFIG": str(settings), "RIDDLEWIRE_JUDGE_KEY": "sk-judge",
    }  # fmt: skip
    return CliRunner().invoke(app, list(arguments), env=environment)


def section(service: JudgeService, **more: Any) -> str:
    return "\n".join(
        f"{name} = {json.dumps(value)}"
        for name, value in {"base_url": service.url, "model": "wise", "completion_price": 5.0, **more}.items()
    )


def test_agreement_with_the_team_is_measured_and_a_judge_that_always_says_the_same_only_advises(
    tmp_path: Path, service: JudgeService
) -> None:
    result = run(tmp_path, section(service), "--json")

    told = json.loads(result.stdout)
    assert result.exit_code == 0
    assert told["entries"]["helpful"]["value"] == pytest.approx(1.0)
    assert told["entries"]["honest"]["value"] == pytest.approx(1.0)
    assert told["entries"]["duels"]["value"] == pytest.approx(1.0)
    assert "the same value" in told["entries"]["harmless"]["unscored"]
    assert told["counts"] is False
    assert told["asked"] == RIDDLES + 2 * (RIDDLES - 1)  # each duel in both orders
    assert told["tokens"] == 120 * told["asked"]
    assert told["cost"] == pytest.approx(told["asked"] * 20 * 5 / 1e6)
    assert {one["key"] for one in service.asked} == {"Bearer sk-judge"}
    assert {one["temperature"] for one in service.asked} == {0.0}


def test_what_was_asked_before_is_not_asked_again(tmp_path: Path, service: JudgeService) -> None:
    run(tmp_path, section(service), "--limit", "5")
    assert len(service.asked) == 5 + 2 * 5

    second = run(tmp_path, section(service), "--limit", "0")
    assert len(service.asked) == 15
    assert "only 5 riddles have a rating of people and of the judge; 20 are needed" in second.stdout
    assert "It only advises" in second.stdout

    run(tmp_path, section(service))
    assert len(service.asked) == RIDDLES + 2 * (RIDDLES - 1)


def test_a_missing_judge_is_one_sentence(tmp_path: Path) -> None:
    result = run(tmp_path, "")

    assert isinstance(result.exception, SettingsError)
    assert str(result.exception) == (
        "No judge is set; name base_url and model, or local, under [judge] in riddlewire.toml."
    )
