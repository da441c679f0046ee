"""A run, stage by stage: ratings, labels, dataset, fine-tune, seal, exam, gate, and the pointer if it may move.

Each stage seals its output before the next one uses it, so that a run that was cut short goes on where it was. A run
that fails leaves the current adapter as it was.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from evaluation import exam, scorecard
from riddles import language_model
from riddles.errors import AlreadyRunning, RiddlewireError, RunInterrupted, TrainingError
from riddles.settings import Settings
from storage import adapters, jobs, lineage, tables
from storage.database import Database
from storage.working import Clock, Work
from training.adapters import adapter_folder
from training.adapters.adapter_folder import Sealed
from training.data import datasets, examples, gathering, mixing
from training.data.examples import HELD_OUT, TRAIN, Chosen, Example
from training.data.gathering import Gathered
from training.runs import examination, explaining, launching, model_lock, run_folder, verdict
from training.runs.examination import BASE, CANDIDATE, CURRENT
from training.runs.run_folder import RunFolder
from training.runs.scoring import Questions
from training.runs.verdict import Examined
from training.tuning import recipe
from training.tuning.recipe import Recipe


@dataclass(frozen=True)
class Desk:
    """What a run works with. ``simulated`` lets the ratings of the local workspace's people count; ``brief`` makes the
    exam take only what the gate needs.
    """

    database: Database
    settings: Settings
    home: Path
    clock: Clock
    simulated: bool = False
    brief: bool = False


@dataclass(frozen=True)
class Data:
    """The examples of a run, and the dataset they are frozen in."""

    chosen: Chosen
    dataset_id: str

    @property
    def examples(self) -> Sequence[Example]:
        """The demonstrations: what supervised fine-tuning and the exam's held-out measures use."""
        return self.chosen.examples


def run(work: Work, desk: Desk) -> None:
    """Do the claimed job, or what an earlier attempt at it left to do; ``work.result`` gets verdict, reasons, adapter
    and counts.

    Raises AlreadyRunning beside another run, TooFewExamples before any model is loaded if the ratings do not suffice,
    RunInterrupted for what may pass, and any other TrainingError, ModelError or EvaluationError of its stages.
    """
    job_id = work.job.id or 0
    refuse_a_second(desk, job_id)
    refuse_without_leave(desk)
    work.wall = timedelta(minutes=desk.settings.training.max_minutes)
    folder = run_folder.of(desk.home, job_id)
    with (
        _cleared(folder, lambda: adapter_folder.clear(desk.home, job_id)),
        explaining.explained(work.job),
        model_lock.held(desk.settings.training.lock, desk.home, lambda: work.report("waiting for the model", 0.0)),
    ):
        data = _data(work, desk, folder)
        work.result = _decided(work, desk) or _from_training_to_verdict(work, desk, folder, data)
        work.result |= {"dataset": data.dataset_id, **datasets.card(data.chosen)["counts"]}


def refuse_a_second(desk: Desk, job_id: int | None = None) -> None:
    """Raise AlreadyRunning if a run other than ``job_id`` is at work: two would fight for memory and the pointer."""
    with desk.database.writing() as session:
        jobs.give_up_stale(session, desk.clock())
        others = [job for job in jobs.running(session, "train") if job.id != job_id]
    if others:
        raise AlreadyRunning(
            f"Run {others[0].id} is at work ({others[0].stage}); wait for it, or `riddlewire cancel {others[0].id}`."
        )


def refuse_without_leave(desk: Desk) -> None:
    """Raise TrainingError if these are ratings of a real workspace whose owner has not been asked."""
    if not desk.simulated and not desk.settings.training.enabled_on_slack:
        raise TrainingError(
            "Ratings of a real workspace may not be trained on yet; ask its owner (README, Privacy), "
            "then set training.enabled_on_slack = true."
        )


def gathered(desk: Desk) -> Gathered:
    """What people said of riddles of the current base that teaches something."""
    with desk.database.reading() as session:
        return gathering.gather(
            session, desk.settings.model.base, desk.settings.training.minimum_raters, desk.simulated
        )


def gather(desk: Desk, plan: Recipe) -> Data:
    """Label, choose, freeze and register the examples of a run. Raises TooFewExamples."""
    found = gathered(desk)
    gathering.refuse_discord(found.consensus)
    replay = mixing.replay(desk.home, desk.settings, plan)
    chosen = examples.choose(found.evidence, replay, desk.settings.training.minimum_examples)
    identity, folder = datasets.freeze(desk.home, chosen)
    with desk.database.writing() as session:
        datasets.register(session, identity, folder.relative_to(desk.home).as_posix(), chosen, desk.clock())
    return Data(chosen, identity)


def held_out_premade(chosen: Settings) -> list[Example]:
    """The hand-written pairs no run is trained on, in the base's prompt style."""
    style = language_model.style_of(language_model.locate(chosen.model)[0])
    return [one for one in examples.premade(style) if one.split == HELD_OUT]


def _data(work: Work, desk: Desk, folder: RunFolder) -> Data:
    """The frozen dataset of an interrupted run, or a new one. Raises TrainingError if the old one became stale."""
    if folder.has_task:
        identity = str(folder.task()["dataset"])
        with desk.database.reading() as session:
            lineage.refuse_stale(session, identity)
        return Data(folder.data(), identity)
    work.report("gathering ratings and freezing the dataset", 0.02)
    plan, text = recipe.read(desk.settings.training.recipe)
    adapter_folder.refuse_no_room(desk.home, adapter_folder.room_for(desk.settings.model.base, plan.full))
    data = gather(desk, plan)
    settings = desk.settings
    facts = {
        "run": work.job.id, "model": settings.model.model_dump(), "dataset": data.dataset_id,
        "processes": settings.training.processes,
    }  # fmt: skip
    folder.prepare(facts, text, datasets.folder_of(desk.home, data.dataset_id))
    return data


def _decided(work: Work, desk: Desk) -> dict[str, object] | None:
    """What the gate said before this run was cut short, if it came that far."""
    with desk.database.reading() as session:
        decision = adapters.decision_of(session, work.job.id or 0)
    return None if decision is None else verdict.facts(decision)


def _from_training_to_verdict(work: Work, desk: Desk, folder: RunFolder, data: Data) -> dict[str, object]:
    plan, text = folder.recipe()
    sealed = _sealed_before(work, desk, data) or _seal(work, desk, data, folder, (text, _trained(work, desk, folder)))
    examined = _examine(work, desk, plan, data, sealed)
    work.report("asking the gate", 0.98)
    with desk.database.writing() as session:
        return verdict.conclude(session, work.job, examined, desk.settings.gate, desk.clock())


def _trained(work: Work, desk: Desk, folder: RunFolder) -> Mapping[str, object]:
    done = folder.outcome()
    if done is None:
        work.report("loading the base model", 0.05)
        launching.fine_tune(
            desk.settings.training, folder, lambda stage, share: work.report(stage, 0.15 + 0.45 * share)
        )
        done = folder.outcome()
    if done is None:
        raise TrainingError(f"Fine-tuning ended without an outcome in {folder.path}; see the run's log.")
    return done


def _sealed_before(work: Work, desk: Desk, data: Data) -> Sealed | None:
    """The adapter that this run had sealed from these data before it was cut short.

    One that was sealed and not registered yet is removed: nobody knows its hash.
    """
    with desk.database.reading() as session:
        rows = adapters.of_job(session, work.job.id or 0)
    adapter_folder.clear_unknown(desk.home, work.job.id or 0, {desk.home / row.folder for row in rows})
    mine = [row for row in rows if row.dataset_id == data.dataset_id]
    return Sealed(mine[-1].id, desk.home / mine[-1].folder, mine[-1].manifest_sha256) if mine else None


def _seal(
    work: Work, desk: Desk, data: Data, folder: RunFolder, made_by: tuple[str, Mapping[str, object]]
) -> Sealed:  # fmt: skip
    work.report("sealing the adapter", 0.6)
    text, trained = made_by
    job_id = work.job.id or 0
    staged = adapter_folder.staging(desk.home, job_id)
    shutil.copytree(folder.adapter, staged, dirs_exist_ok=True)
    facts = {
        "base": desk.settings.model.base, "base_revision": desk.settings.model.revision, "job": job_id,
        "dataset": data.dataset_id, "made_at": desk.clock().isoformat(timespec="seconds"),
        **datasets.card(data.chosen)["counts"], **trained,
    }  # fmt: skip
    sealed = adapter_folder.seal(staged, job_id, text, facts)
    with desk.database.writing() as session:
        adapters.register(session, tables.Adapter(
            id=sealed.id, folder=sealed.folder.relative_to(desk.home).as_posix(),
            manifest_sha256=sealed.manifest_sha256, base=desk.settings.model.base, job_id=job_id,
            dataset_id=data.dataset_id, created_at=desk.clock(),
        ))  # fmt: skip
    return sealed


def _examine(work: Work, desk: Desk, plan: Recipe, data: Data, sealed: Sealed) -> Examined:
    work.report("loading the base for the exam", 0.62)
    model = language_model.load(desk.settings.model)
    model.add_adapter(sealed.id, sealed.folder, sealed.manifest_sha256)
    sitters = {CANDIDATE: sealed.id, BASE: ""}
    with desk.database.reading() as session:
        current = adapters.current(session, desk.settings.model.base)
    if current is not None:
        model.add_adapter(current.id, desk.home / current.folder, current.manifest_sha256)
        sitters = {CANDIDATE: sealed.id, CURRENT: current.id, BASE: ""}
    held_out = [one for one in data.examples if one.split == HELD_OUT]
    learnt = [one for one in data.examples if one.split == TRAIN]
    judged = examples.held_out_riddles(data.chosen)
    questions = Questions(exam.exam(plan.exam_stories), held_out, plan.seed, judged, learnt, desk.brief)
    cards = examination.examine(
        model, sitters, questions, desk.settings.model.use_hub,
        lambda stage, done: work.report(stage, 0.65 + 0.33 * done),
    )  # fmt: skip
    with desk.database.writing() as session:
        adapters.forget_scorecards(session, work.job.id or 0)  # of an exam that was cut short
        session.add_all(
            tables.Scorecard(
                job_id=work.job.id, adapter_id=sitters[role] or None, role=role, exam=questions.exam.version,
                metrics=scorecard.to_json(card), created_at=desk.clock(),
            )
            for role, card in cards.items()
        )  # fmt: skip
    return Examined(sealed.id, current.id if current else "", judged, cards)


@contextmanager
def _cleared(folder: RunFolder, clear_staging: Callable[[], None]) -> Iterator[None]:
    """Remove what a run leaves behind when it ends, however it ends, unless it may be resumed."""
    try:
        yield
    except RunInterrupted:
        raise
    except RiddlewireError:  # cancelled, or failed in a way that would repeat itself
        folder.clear()
        raise
    else:
        folder.clear()
    finally:
        clear_staging()
