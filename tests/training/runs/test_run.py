"""One whole run on a tiny real model: ratings in the database, a promoted or kept adapter out."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from riddles import language_model, riddle, sealed_folder
from riddles.article import Article
from riddles.criteria import Criterion
from riddles.errors import AdapterRefused, AlreadyRunning, TooFewExamples, TrainingError
from riddles.prompt import Gist, subject_prompt
from riddles.settings import Gate, Model, Settings, Training
from riddles.writers import Candidate
from storage import adapters, database, drafts, jobs, people, ratings, working
from storage.database import Database
from storage.people import Pseudonyms
from storage.tables import Adapter, Dataset, Example, JobState, Riddle
from tests.conftest import few_subjects
from training.runs import run
from training.tuning import recipe

NOW = datetime(2026, 11, 20, tzinfo=UTC)
KEY = Pseudonyms(b"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
RECIPE = "learning_rate = 3e-3\nepochs = 3\nbatch = 8\naccumulate = 1\nmax_length = 160\nreplay = 0\nexam_stories = 4\n"


@dataclass(frozen=True)
class Team:
    """An open database with its desk, and how a job is requested."""

    desk: run.Desk

    def request(self) -> int:
        with self.desk.database.writing() as session:
            job = jobs.request(session, f"retrain:{len(jobs.latest(session, 'train'))}", "train", NOW)
        return job.id or 0

    def run(self) -> int:
        job_id = self.request()
        with working.working_on(self.desk.database, job_id, lambda: NOW) as work:
            run.run(work, self.desk)
        return job_id


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Database]:
    made = database.open_file(tmp_path / "riddlewire.db", create=True)
    yield made
    made.close()


def team(opened: Database, home: Path, base: Model) -> Team:
    path = home / "recipe.toml"
    path.write_text(RECIPE)
    chosen = Settings(
        model=base,
        training=Training(enabled_on_slack=True, minimum_raters=2, minimum_examples=6, recipe=str(path)),
        gate=Gate(approval="auto", minimum_evidence=2),
    )
    return Team(run.Desk(opened, chosen, home, lambda: NOW))


def rate(session: Session, riddle_id: int, value: int, consent: bool = True) -> None:
    for user in ("U1", "U2"):
        person = people.meet(session, KEY, ("T1", user), NOW)
        people.consent(session, person, consent, NOW)
        ratings.record(session, riddle_id, person.id or 0, Criterion.HELPFUL, value, "1.0", NOW)


def liked_riddles(opened: Database, base: str, count: int, consent: bool = True) -> None:
    """Riddles that end with a question are liked, plain couplets are not: a taste the adapter can learn."""
    entries = list(few_subjects().values())
    with opened.writing() as session:
        for number in range(count):
            entry = entries[number % len(entries)]
            couplet = entry.couplets[number // len(entries) % len(entry.couplets)]
            lines = (f"{couplet[0]},", f"{couplet[1]}.")
            for value, verse in ((5, (*lines, entry.questions[0])), (1, lines)):
                told = riddle.Riddle(verse, entry.subject, (), entry.hints[:1])
                story = drafts.remember_article(
                    session, Article(f"Story {number}", link=f"https://e.com/{number}"), "", NOW
                )
                candidate = Candidate(subject_prompt(Gist(entry.subject)), riddle.completion_of(told), told, "", 0.1)
                kept = drafts.keep(session, story, candidate, ("tuned", base, ""), 1, (), NOW)
                assert isinstance(kept, Riddle)
                rate(session, kept.id or 0, value, consent)


def test_too_few_liked_riddles_end_the_run_before_a_model_is_loaded(opened: Database, tmp_path: Path) -> None:
    small = team(opened, tmp_path, Model())
    job_id = small.request()
    with pytest.raises(TooFewExamples), working.working_on(opened, job_id, lambda: NOW) as work:
        run.run(work, small.desk)
    with opened.reading() as session:
        ended = jobs.get(session, job_id)
    assert ended.state == JobState.FAILED
    assert ended.error.startswith("Only 0 riddles are liked")


def test_a_real_workspaces_ratings_are_not_trained_on_without_leave(opened: Database, tmp_path: Path) -> None:
    without = team(opened, tmp_path, Model())
    settings = without.desk.settings.model_copy(update={"training": Training()})
    with pytest.raises(TrainingError, match="enabled_on_slack = true"):
        Team(replace(without.desk, settings=settings)).run()
    with pytest.raises(TooFewExamples):  # the local workspace has no owner to ask
        Team(replace(without.desk, settings=settings, simulated=True)).run()


def test_a_second_run_waits_for_the_first(opened: Database, tmp_path: Path) -> None:
    small = team(opened, tmp_path, Model())
    first = small.request()
    with working.working_on(opened, first, lambda: NOW):
        with pytest.raises(AlreadyRunning, match=f"Run {first} is at work") as refused:
            small.run()
        assert refused.value.exit_code == 75
    with pytest.raises(TooFewExamples):
        small.run()


def test_a_run_that_died_does_not_block_the_next(opened: Database, tmp_path: Path) -> None:
    small = team(opened, tmp_path, Model())
    dead = small.request()
    with opened.writing() as session:
        jobs.claim(session, dead, 1, NOW - 2 * jobs.STALE_AFTER)
    with pytest.raises(TooFewExamples):
        small.run()
    with opened.reading() as session:
        assert jobs.get(session, dead).state == JobState.FAILED


def test_ratings_of_people_who_did_not_agree_teach_nothing(opened: Database, tmp_path: Path) -> None:
    liked_riddles(opened, "embedded", 12, consent=False)
    assert run.gathered(team(opened, tmp_path, Model()).desk).evidence.labelled == []


def test_ratings_of_riddles_by_another_base_teach_nothing(opened: Database, tmp_path: Path) -> None:
    liked_riddles(opened, "owner/other", 12)
    assert run.gathered(team(opened, tmp_path, Model()).desk).evidence.labelled == []


@pytest.mark.model
@pytest.mark.filterwarnings("ignore:.*gradient_checkpointing.*:FutureWarning")  # trl still uses transformers' old name
def test_two_runs_in_a_row_train_examine_and_decide(opened: Database, tmp_path: Path, tiny_model: Model) -> None:
    """The tiny model need not pass the gate, only learn; every stage leaves its rows."""
    liked_riddles(opened, tiny_model.base, 24)
    small = team(opened, tmp_path, tiny_model)
    first = small.run()
    with opened.writing() as session:
        made = adapters.newest(session)[0]
        assert jobs.get(session, first).state == JobState.FINISHED
        assert jobs.get(session, first).result["adapter"] == made.id
        adapters.promote(session, made.id, NOW)
    second = small.run()
    cards = [cards_of(opened, job) for job in (first, second)]
    assert [set(found) for found in cards] == [{"candidate", "base"}, {"candidate", "current", "base"}]
    assert perplexity(cards[0]["candidate"]) < 0.8 * perplexity(cards[0]["base"])
    assert perplexity(cards[1]["current"]) == perplexity(cards[0]["candidate"])
    with opened.reading() as session:
        assert all((found := adapters.decision_of(session, job)) and found.reasons for job in (first, second))
        assert len(list(session.exec(select(Dataset)))) == 1  # the same ratings are the same dataset
        lineage = list(session.exec(select(Example).where(Example.origin == "liked")))
    assert len(lineage) >= 20
    assert all(len(one.rating_ids) == 2 for one in lineage)
    check_the_sealed_adapter(tmp_path / made.folder, made, tiny_model)
    assert not list((tmp_path / "adapters").glob(".staging*"))


@pytest.mark.model
@pytest.mark.filterwarnings("ignore:.*gradient_checkpointing.*:FutureWarning")
def test_a_run_cancelled_while_training_leaves_no_adapter_and_no_staging(
    opened: Database, tmp_path: Path, tiny_model: Model
) -> None:
    liked_riddles(opened, tiny_model.base, 12)
    small = team(opened, tmp_path, tiny_model)
    job_id = small.request()

    def cancel_at_the_second_step(stage: str, _done: float) -> None:
        if stage.startswith("training, step 2"):
            with opened.writing() as session:
                jobs.cancel(session, job_id, NOW)

    with pytest.raises(working.Cancelled), working.working_on(opened, job_id, lambda: NOW) as work:
        work.tell = cancel_at_the_second_step
        run.run(work, small.desk)
    with opened.reading() as session:
        assert jobs.get(session, job_id).state == JobState.CANCELLED
        assert adapters.newest(session) == []
    assert not [*(tmp_path / "adapters").glob("*"), *(tmp_path / "runs").glob("*")]


def cards_of(opened: Database, job_id: int) -> dict[str, dict[str, Any]]:
    with opened.reading() as session:
        return {card.role: card.metrics for card in adapters.scorecards_of(session, job_id)}


def perplexity(card: dict[str, Any]) -> float:
    return float(card["heldout_perplexity"]["value"])


def check_the_sealed_adapter(folder: Path, row: Adapter, base: Model) -> None:
    facts = sealed_folder.verify(folder, row.manifest_sha256)
    assert facts["dataset"] == row.dataset_id
    assert {path.name for path in folder.iterdir()} == {
        "README.md", "adapter_config.json", "adapter_model.safetensors", "manifest.json", "recipe.toml",
    }  # fmt: skip
    assert json.loads((folder / "adapter_config.json").read_text())["r"] == recipe.Recipe().rank
    model = language_model.load(base)
    pair = (subject_prompt(Gist(next(iter(few_subjects())))), "Who?\nAnswer: x")
    (plain,) = model.log_likelihoods([pair])
    model.add_adapter(row.id, folder, row.manifest_sha256)
    with model.writing_with(row.id):
        assert model.log_likelihoods([pair])[0] != plain
    with model.writing_with(""):
        assert model.log_likelihoods([pair])[0] == pytest.approx(plain)
    (folder / "adapter_config.json").write_text("{}")
    with pytest.raises(AdapterRefused):
        language_model.load(base).add_adapter(row.id, folder, row.manifest_sha256)
