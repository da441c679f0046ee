"""The command of standard benchmarks."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from evaluation.benchmarks import catalogue, harness, table
from evaluation.benchmarks.catalogue import Suite
from riddles import language_model, settings
from riddles.errors import EvaluationError
from riddles.settings import Settings
from storage import adapters, database, working
from storage.database import Database
from storage.tables import Adapter, BenchmarkResult
from training.figures import benchmarking
from training.figures.benchmarking import BASE, Plan, Task

_ERRORS = Console(stderr=True, highlight=False, soft_wrap=True)
_OUT = Console(highlight=False)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(benchmark)


def benchmark(
    suite: Annotated[Suite, typer.Option(help="small: 100 questions of each; full: all of them.")] = Suite.SMALL,
    adapter: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="An adapter to ask beside the base; repeatable. Without it the current one."),
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help=f"One of {', '.join(catalogue.BENCHMARKS)}; repeatable.")
    ] = None,
    data_dir: Annotated[
        Path | None, typer.Option(help="The folder of the benchmarks' files; without it they come from the hub.")
    ] = None,
    anew: Annotated[bool, typer.Option(help="Ask again what has been answered before.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a result on stdout.")] = False,
) -> None:
    """Ask the base and its adapters the standard benchmarks of the field, on one loaded base.

    Results are stored; a benchmark that was broken off goes on where it stopped.

    Example: riddlewire benchmark --suite small --data-dir ./benchmarks
    """
    harness.prepare()
    chosen = settings.read(settings.settings_path())
    opened = database.open_here()
    try:
        plan = _plan(opened, chosen, suite, adapter or [], only or [], data_dir, anew)
        todo = benchmarking.tasks(plan, lambda said: _ERRORS.print(said, markup=False))
        _ask(opened, chosen, plan, benchmarking.missing(opened, chosen.model.base, plan, todo))
        _show(benchmarking.results(opened, chosen.model.base, todo), as_json)
    finally:
        opened.close()


def _plan(
    opened: Database, chosen: Settings, suite: Suite, names: list[str], only: list[str], folder: Path | None, anew: bool
) -> Plan:
    if folder is None and not chosen.model.use_hub:
        raise EvaluationError(
            "No benchmark can be had: the hub is off (model.use_hub = false) and no folder is named; "
            "give the folder of their files with --data-dir."
        )
    if folder is not None and not folder.is_dir():
        raise EvaluationError(f"The folder {folder} does not exist; docs/benchmarks.md says what it should hold.")
    base = chosen.model.base
    with opened.reading() as session:
        current = adapters.current(session, base)
        found = [adapters.get(session, name) for name in names] if names else [current] if current else []
    for one in found:
        if one.base != base:
            raise EvaluationError(
                f"{one.id} was trained on {one.base!r}, the base is {base!r}; choose another adapter."
            )
    sitters: dict[str, Adapter | None] = {BASE: None, **{one.id: one for one in found}}
    return Plan(catalogue.chosen(only), suite, folder, sitters, anew)


def _ask(opened: Database, chosen: Settings, plan: Plan, todo: list[Task]) -> None:
    if not todo:
        return
    model = language_model.load(chosen.model)
    for one in plan.sitters.values():
        if one is not None:
            model.add_adapter(one.id, settings.home() / one.folder, one.manifest_sha256)
    engine = harness.Harness(model)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:.0%}"), TimeElapsedColumn())
    # the file itself, not whatever stands for it while the engine is kept quiet
    with Progress(*columns, console=Console(file=sys.stderr)) as bar:
        shown = bar.add_task("starting", total=1.0)
        benchmarking.answer(
            opened, model, engine, todo, plan, working.now,
            lambda stage, done: bar.update(shown, description=stage, completed=done),
        )  # fmt: skip


def _show(results: list[BenchmarkResult], as_json: bool) -> None:
    found = [_facts(one) for one in results]
    if as_json:
        for one in found:
            typer.echo(json.dumps(one))
        return
    rows = table.rows(found)
    shown = Table(box=None, pad_edge=False)
    for name in rows[0]:
        shown.add_column(name, no_wrap=True)
    before = ""
    for row in rows:
        shown.add_row(*(row | {"benchmark": "" if row["benchmark"] == before else row["benchmark"]}).values())
        before = row["benchmark"]
    _OUT.print(shown)


def _facts(result: BenchmarkResult) -> dict[str, Any]:
    return {
        "benchmark": result.benchmark, "sitter": result.sitter, "base": result.base, "questions": result.questions,
        "figures": result.figures, "seconds": round(result.seconds, 4), "at": result.at.isoformat(timespec="seconds"),
    }  # fmt: skip
