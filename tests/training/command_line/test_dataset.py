"""``riddlewire dataset`` from its arguments to its output, on a database with one real dataset."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from riddles.article import Article
from riddles.criteria import Criterion
from riddles.errors import StorageError, TrainingError
from riddles.riddle import Riddle, completion_of
from riddles.writers import Candidate
from storage import adapters, database, drafts, people, posts, ratings, tables
from storage.database import Database
from training.command_line import dataset
from training.data import datasets, examples, gathering
from training.data.examples import Replay

NOW = datetime(2026, 11, 20, tzinfo=UTC)
TEAM = ("U1", "U2", "U3")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "var"


@pytest.fixture
def opened(home: Path) -> Iterator[Database]:
    made = database.open_file(home / "riddlewire.db", create=True)
    yield made
    made.close()


@pytest.fixture
def identity(opened: Database, home: Path) -> str:
    """Four stories with a liked and a disliked riddle each, frozen, and an adapter trained on it."""
    key = people.open_key(home / "people.key")
    with opened.writing() as session:
        adapters.register(session, tables.Adapter(
            id="1-old", folder="a", manifest_sha256="0", base="embedded", created_at=NOW
        ))  # fmt: skip
        team = [people.meet(session, key, ("T1", user), NOW) for user in TEAM]
        for one in team:
            people.consent(session, one, True, NOW)
        for number in range(8):
            verse = Riddle((f"Line {number}", f"So many lines of {number}"), "river")
            article = drafts.remember_article(session, Article(f"Story {number // 2}"), "", NOW)
            candidate = Candidate(f"p{number // 2}", completion_of(verse), verse, "", 0.1)
            row = drafts.keep(session, article, candidate, ("tuned", "embedded", "1-old"), 1, (), NOW)
            assert isinstance(row, tables.Riddle)
            for one in team:
                ratings.record(session, row.id or 0, one.id or 0, Criterion.HELPFUL, 1 + 4 * (number % 2), "1.0", NOW)
            if number == 1:
                posts.create(session, "C1", date(2026, 11, 20), row, NOW)
        found = gathering.gather(session, "embedded", 3, simulated=False)
        chosen = examples.choose(found.evidence, Replay([], 0, 1), 2)
        made, folder = datasets.freeze(home, chosen)
        datasets.register(session, made, folder.relative_to(home).as_posix(), chosen, NOW)
        job = tables.Job(key="t", kind="train", requested_at=NOW)
        session.add(job)
        session.flush()
        adapters.register(session, tables.Adapter(
            id="2-new", folder="b", manifest_sha256="0", base="embedded", dataset_id=made, job_id=job.id, created_at=NOW
        ))  # fmt: skip
    return made


def run(home: Path, *arguments: str) -> Result:
    app = typer.Typer()
    dataset.register(app)
    environment = {"RIDDLEWIRE_HOME": str(home), "COLUMNS": "80"}
    return CliRunner().invoke(app, ["dataset", *arguments], env=environment)


def test_datasets_are_listed_with_what_they_hold_and_who_learned_from_them(home: Path, identity: str) -> None:
    told = json.loads(run(home, "list", "--json").stdout)
    assert told["dataset"] == identity[:12]
    assert (told["liked"], told["disliked"], told["best_worst"], told["adapters"]) == (4, 4, 4, "2-new")
    assert identity[:12] in run(home, "list").stdout


def test_without_a_dataset_the_remedy_is_named(home: Path, opened: Database) -> None:
    assert "`riddlewire train` makes one" in run(home, "list").stdout


def test_each_row_is_traced_to_its_ratings_posts_and_writer(home: Path, identity: str) -> None:
    told = json.loads(run(home, "show", identity[:8], "--limit", "0", "--json").stdout)
    posted = next(row for row in told["origins"] if row["riddle"] == 2 and row["origin"] == "liked")
    assert (posted["by"], posted["posts"], posted["story"]) == ("1-old", "2026-11-20 in C1", "Story 0")
    assert len(posted["ratings"]) == 3
    preferred = [row for row in told["origins"] if row["origin"] == "best_worst"]
    assert {(row["riddle"], row["over"]) for row in preferred} == {(2, 1), (4, 3), (6, 5), (8, 7)}
    shown = run(home, "show", identity[:8], "--limit", "2").stdout
    assert "ratings: 24" in shown
    assert "card" not in shown
    assert "… and 10 rows more" in shown


def test_where_a_rating_a_riddle_or_a_person_went(home: Path, identity: str) -> None:
    for asked in (("--rating", "5"), ("--riddle", "2"), ("--person", "U2")):
        told = json.loads(run(home, "where", *asked, "--json").stdout)
        assert [one["dataset"] for one in told["datasets"]] == [identity[:12]]
        assert [one["adapter"] for one in told["adapters"]] == ["2-new"]
        assert told["runs"] == [1]
    assert "Adapter 2-new (candidate) learned from it in run 1." in run(home, "where", "--rating", "5").stdout
    assert "It has reached no dataset" in run(home, "where", "--rating", "999").stdout


def test_a_stranger_is_refused_and_so_is_asking_for_two_things(home: Path, identity: str) -> None:
    refused = run(home, "where", "--person", "U9")
    assert isinstance(refused.exception, StorageError)
    assert "Nobody here has the user id 'U9'" in str(refused.exception)
    assert run(home, "where", "--person", "U1", "--rating", "1").exit_code == 2


def test_two_datasets_differ_by_their_rows(home: Path, opened: Database, identity: str) -> None:
    smaller = datasets.read(home / "datasets" / identity[:16])
    fewer = examples.Chosen(smaller.examples[1:], smaller.disliked, smaller.preferences)
    other, folder = datasets.freeze(home, fewer)
    with opened.writing() as session:
        datasets.register(session, other, folder.relative_to(home).as_posix(), fewer, NOW)
    told = json.loads(run(home, "diff", other[:8], identity[:8], "--json").stdout)
    assert (told["same"], told["gone"], len(told["new"])) == (11, [], 1)
    assert "11 rows are the same, 1 are gone, 0 are new." in run(home, "diff", identity[:8], other[:8]).stdout


def test_a_dataset_is_exported_and_a_stale_one_is_not(
    home: Path, opened: Database, identity: str, tmp_path: Path
) -> None:
    told = run(home, "export", identity[:8], "--format", "trl", "--out", str(tmp_path / "out"))
    assert told.exit_code == 0
    assert (tmp_path / "out" / "kto.train.jsonl").read_text().count("\n") >= 4
    with opened.writing() as session:
        session.get_one(tables.Dataset, identity).stale_since = NOW
    refused = run(home, "export", identity[:8], "--out", str(tmp_path / "again"))
    assert isinstance(refused.exception, TrainingError)
    assert "is stale since 2026-11-20" in str(refused.exception)
    assert json.loads(run(home, "list", "--json").stdout)["stale"] == "2026-11-20"
    assert run(home, "export", identity[:8], "--format", "parquet").exit_code == 2


@pytest.mark.parametrize(("start", "told"), [("ffffffff", "no dataset starts"), ("a", "give at least 4 characters")])
def test_an_unknown_dataset_is_refused_with_where_to_look(home: Path, identity: str, start: str, told: str) -> None:
    refused = run(home, "show", start)
    assert isinstance(refused.exception, StorageError)
    assert told in str(refused.exception)
