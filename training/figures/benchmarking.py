"""Standard benchmarks of the base and its adapters, on one loaded base; what was answered before is not asked again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation import scorecard
from evaluation.benchmarks import measuring
from evaluation.benchmarks.catalogue import SMALL, Benchmark, Suite
from evaluation.benchmarks.measuring import Asked, Engine, Result
from riddles.errors import EvaluationError
from riddles.language_model import LanguageModel
from storage import benchmarks as shelf
from storage.database import Database
from storage.tables import Adapter, BenchmarkResult
from storage.working import Clock

BASE = "base"
Say = Callable[[str], None]
Tell = Callable[[str, float], None]


@dataclass(frozen=True)
class Plan:
    """What is asked of whom. ``folder`` holds the benchmarks' files; None asks the hub by the engine's own names."""

    benchmarks: Sequence[Benchmark]
    suite: Suite
    folder: Path | None
    sitters: Mapping[str, Adapter | None]  # "base" has none
    anew: bool = False


@dataclass(frozen=True)
class Task:
    """One benchmark for one sitter; ``asked`` None means that the engine has its own questions."""

    sitter: str
    benchmark: Benchmark
    asked: Asked | None
    questions: str


def tasks(plan: Plan, say: Say) -> list[Task]:
    """Every task of the plan, sitter by sitter. What cannot be asked is said and left out.

    Raises EvaluationError if nothing is left.
    """
    found = []
    for benchmark in plan.benchmarks:
        try:
            found.append(_questions(plan, benchmark))
        except EvaluationError as error:
            say(f"Left out: {benchmark.name}. {error}")
    if not found:
        raise EvaluationError("No benchmark can be asked; give the folder of their files with --data-dir.")
    return [Task(sitter, *rest) for sitter in plan.sitters for rest in found]


def missing(opened: Database, base: str, plan: Plan, todo: Sequence[Task]) -> list[Task]:
    """The tasks without a stored result; all of them for a plan that asks anew."""
    with opened.reading() as session:
        return [
            task for task in todo
            if plan.anew or shelf.find(session, base, task.sitter, task.benchmark.name, task.questions) is None
        ]  # fmt: skip


def answer(
    opened: Database, model: LanguageModel, engine: Engine, todo: Sequence[Task], plan: Plan, clock: Clock, tell: Tell
) -> None:
    """Ask each task and store its result at once, so that a broken-off benchmark goes on where it stopped.

    The adapters of ``plan`` must be on ``model`` already. Raises EvaluationError if the hub's questions cannot be had.
    """
    for number, task in enumerate(todo):
        tell(f"{task.benchmark.name} of {task.sitter}", number / len(todo))
        with model.writing_with("" if task.sitter == BASE else task.sitter):
            result = _answered(task, model, engine, plan.suite)
        with opened.writing() as session:
            shelf.keep(session, BenchmarkResult(
                base=model.name, sitter=task.sitter, benchmark=task.benchmark.name, questions=task.questions,
                figures=scorecard.to_json(result.card), seconds=result.seconds, at=clock(),
            ))  # fmt: skip
    tell("done", 1.0)


def results(opened: Database, base: str, todo: Sequence[Task]) -> list[BenchmarkResult]:
    """The stored results of these tasks, benchmark by benchmark."""
    wanted = {(task.sitter, task.benchmark.name, task.questions) for task in todo}
    with opened.reading() as session:
        found = shelf.of_base(session, base)
    return [one for one in found if (one.sitter, one.benchmark, one.questions) in wanted]


def _questions(plan: Plan, benchmark: Benchmark) -> tuple[Benchmark, Asked | None, str]:
    if plan.folder is not None:
        asked = measuring.questions(benchmark, plan.folder, plan.suite)
        return benchmark, asked, asked.identity
    if not benchmark.hub:
        raise EvaluationError("It is on no hub; give the folder of its files with --data-dir.")
    return benchmark, None, f"{measuring.VERSION}:hub:{plan.suite}"


def _answered(task: Task, model: LanguageModel, engine: Engine, suite: Suite) -> Result:
    if task.asked is None:
        return measuring.named(task.benchmark, engine, SMALL if suite == Suite.SMALL else None)
    lengths = [model.token_count(text) for text in measuring.read_texts(task.asked.questions)]
    return measuring.measure(task.asked, engine, lengths, model.context)
