"""Commands of runs and adapters."""

import json
import signal
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from evaluation import exam, scorecard
from evaluation.report import words
from riddles import language_model, sealed_folder, settings
from riddles.errors import AdapterRefused
from storage import adapters, audit, database, jobs, working
from storage.database import Database
from storage.tables import Adapter, Job
from training.runs import examination, forecasting, run, telling
from training.runs.scoring import Questions

_ERRORS = Console(stderr=True, highlight=False, soft_wrap=True)
_OUT = Console(highlight=False, soft_wrap=True)
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]
JobOption = Annotated[int | None, typer.Option("--job", help="The waiting job to do; without it a new one is made.")]
Simulated = Annotated[bool, typer.Option(help="Count the ratings of the local workspace's people.", hidden=True)]


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    for command in (train, resume, runs, cancel, evaluate, promote, rollback):
        app.command()(command)
    app.command("adapters")(adapters_)


def train(
    job: JobOption = None,
    dry_run: Annotated[bool, typer.Option(help="Only say what a run would learn from.")] = False,
    simulated: Simulated = False,
    as_json: AsJson = False,
) -> None:
    """Fine-tune an adapter on the ratings so far, examine it, and let the gate decide.

    Example: riddlewire train --dry-run
    """
    with closing(database.open_here()) as opened:
        desk = _desk(opened, simulated)
        if dry_run:
            _foretell(forecasting.forecast(desk), as_json)
            return
        if job is None:
            run.refuse_a_second(desk)
        number = job or _requested(opened, "train", {"simulated": True} if simulated else {})
        result = _done(opened, desk, number)
    _say(result, as_json)


def resume(
    number: Annotated[int, typer.Argument(metavar="RUN", help="The run's number.")], as_json: AsJson = False
) -> None:
    """Go on with a run that was cut short: from its last checkpoint, or from the last stage it finished.

    A run that failed or was cancelled for good starts anew, with the ratings of today.

    Example: riddlewire resume 7
    """
    with closing(database.open_here()) as opened:
        desk = _desk(opened, simulated=False)
        run.refuse_a_second(desk, number)
        with opened.writing() as session:
            audit.note(session, None, f"resume {number}", "requested", working.now())
        result = _done(opened, desk, number, resumed="train")
    _say(result, as_json)


def runs(limit: Annotated[int, typer.Option(min=1, help="At most this many.")] = 20, as_json: AsJson = False) -> None:
    """List the runs, newest first, with what became of them.

    Example: riddlewire runs --limit 5
    """
    with closing(database.open_here()) as opened, opened.reading() as session:
        found = jobs.latest(session, "train", limit)
    rows = [
        {
            "run": job.id, "state": job.state.value, "requested": f"{job.requested_at:%Y-%m-%d %H:%M}",
            "verdict": job.result.get("verdict", ""), "adapter": job.result.get("adapter", ""),
            "error": job.error,
        }
        for job in found
    ]  # fmt: skip
    _table(rows, as_json, "No run has been requested yet; `riddlewire train` starts one.")


def cancel(number: Annotated[int, typer.Argument(metavar="RUN", help="The run's number.")]) -> None:
    """Cancel a waiting run, or ask a running one to stop.

    Example: riddlewire cancel 7
    """
    now = working.now()
    with closing(database.open_here()) as opened, opened.writing() as session:
        job = jobs.cancel(session, number, now)
        audit.note(session, None, f"cancel {number}", str(job.state), now)
    _OUT.print(f"Run {number} is {'asked to stop' if job.cancel_asked else job.state}.")


def evaluate(
    who: Annotated[str, typer.Argument(metavar="base|current|ADAPTER", help="Whom to examine.")],
    size: Annotated[int, typer.Option(min=2, help="Stories of the exam.")] = 60,
    seed: Annotated[int, typer.Option(help="Seed of the riddles.")] = 11,
    as_json: AsJson = False,
) -> None:
    """Examine the base, the current adapter, or any other, and print its scorecard.

    Example: riddlewire evaluate current --size 24
    """
    with closing(database.open_here()) as opened:
        desk = _desk(opened, simulated=False)
        chosen = _adapter(opened, who, desk.settings.model.base)
    if chosen is None and who != "base":
        _ERRORS.print("There is no current adapter: the base writes alone, so the base is examined.")
    model = language_model.load(desk.settings.model)
    if chosen is not None:
        model.add_adapter(chosen.id, desk.home / chosen.folder, chosen.manifest_sha256)
    role = chosen.id if chosen else "base"
    held_out = run.held_out_premade(desk.settings)
    with _bar() as (bar, task):
        cards = examination.examine(
            model, {role: chosen.id if chosen else ""}, Questions(exam.exam(size), held_out, seed),
            desk.settings.model.use_hub, lambda stage, done: bar.update(task, description=stage, completed=done),
        )  # fmt: skip
    figures = scorecard.to_json(cards[role])
    if as_json:
        typer.echo(json.dumps({"who": role, "exam": exam.exam(size).version, "metrics": figures}))
        return
    card = {"metrics": figures}
    _table([
        {
            "": f"{label} {words.direction(better)}".rstrip(),
            "value (95 % interval, n)": words.figure(figures[name], form),
        }
        for name, label, form, better in words.metrics([card])
    ], False, "")  # fmt: skip
    for told in words.unscored([card]):
        _OUT.print(f"Unscored: {told}", markup=False)


def adapters_(as_json: AsJson = False) -> None:
    """List the adapters, newest first.

    Example: riddlewire adapters
    """
    with closing(database.open_here()) as opened, opened.reading() as session:
        found = adapters.newest(session)
    rows = [
        {"adapter": one.id, "state": one.state.value, "base": one.base, "made": f"{one.created_at:%Y-%m-%d %H:%M}"}
        for one in found
    ]
    _table(rows, as_json, "There is no adapter yet; the base model writes alone.")


def promote(adapter: Annotated[str, typer.Argument(metavar="ID", help="As `riddlewire adapters` lists it.")]) -> None:
    """Let an adapter write from now on, if it is still exactly what was sealed.

    Example: riddlewire promote 7-9f2ab1
    """
    now, base = working.now(), settings.read(settings.settings_path()).model.base
    with closing(database.open_here()) as opened, opened.writing() as session:
        row = adapters.get(session, adapter)
        if row.base != base:
            raise AdapterRefused(f"{row.id} was trained on {row.base!r}, the base is {base!r}; promote another one.")
        sealed_folder.verify(settings.home() / row.folder, row.manifest_sha256)
        chosen = adapters.promote(session, adapter, now)
        audit.note(session, None, f"promote {adapter}", "done", now)
    _OUT.print(f"{chosen.id} writes from now on.")


def rollback() -> None:
    """Go back to the adapter before, if it is still exactly what was sealed, or to the base alone.

    Example: riddlewire rollback
    """
    now = working.now()
    with closing(database.open_here()) as opened, opened.writing() as session:
        before = adapters.rollback(session, now)
        if before is not None:
            sealed_folder.verify(settings.home() / before.folder, before.manifest_sha256)
        audit.note(session, None, "rollback", before.id if before else "base", now)
    _OUT.print(f"{before.id if before else 'The base model alone'} writes from now on.")


def _done(opened: Database, desk: run.Desk, number: int, resumed: str = "") -> dict[str, Any]:
    """Do a waiting run (or, ``resumed``, one that was cut short) in this program, and say how it goes.

    SIGTERM ends it as Ctrl-C does.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with working.working_on(opened, number, resumed=resumed) as work, telling.told(work, _ERRORS):
        run.run(work, _as_asked(desk, work.job))
    return work.result


def _desk(opened: Database, simulated: bool) -> run.Desk:
    return run.Desk(opened, settings.read(settings.settings_path()), settings.home(), working.now, simulated)


def _as_asked(desk: run.Desk, job: Job) -> run.Desk:
    """A run requested in the local workspace says so in its parameters."""
    simulated = desk.simulated or bool(job.parameters.get("simulated"))
    return run.Desk(desk.database, desk.settings, desk.home, desk.clock, simulated)


def _requested(opened: Database, kind: str, parameters: dict[str, Any]) -> int:
    now = working.now()
    with opened.writing() as session:
        job = jobs.request(session, f"{kind}:by-hand:{now.isoformat()}", kind, now, parameters)
        audit.note(session, None, kind, f"job {job.id}", now)
    assert job.id is not None, "a stored row has an id"
    return job.id


def _adapter(opened: Database, who: str, base: str) -> Adapter | None:
    with opened.reading() as session:
        if who == "base":
            return None
        return adapters.current(session, base) if who == "current" else adapters.get(session, who)


@contextmanager
def _bar() -> Iterator[tuple[Progress, TaskID]]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:.0f} %"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=_ERRORS) as bar:
        yield bar, bar.add_task("starting", total=1.0)


def _foretell(told: dict[str, Any], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(told))
        return
    for sentence in forecasting.sentences(told):
        _OUT.print(sentence, markup=False)


def _say(facts: dict[str, Any], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(facts))
        return
    for name, value in facts.items():
        _OUT.print(f"{name}: {value}", markup=False)


def _table(rows: Sequence[dict[str, Any]], as_json: bool, nothing: str) -> None:
    if as_json:
        typer.echo(json.dumps(rows))
        return
    if not rows:
        _OUT.print(nothing)
        return
    table = Table(*rows[0], box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    _OUT.print(table)
