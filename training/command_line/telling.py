"""Commands that count and tell: child programs of the bot, hidden from the list because people ask in Slack."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.console import Console

from riddles import settings
from storage import audit, database, jobs, working
from storage.database import Database
from storage.tables import Job
from training.data import standing
from training.figures import weekly, weekly_chart
from training.runs import forecasting, run

_OUT = Console(highlight=False, soft_wrap=True)
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]
JobOption = Annotated[int | None, typer.Option("--job", help="The waiting job to do; without it a new one is made.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("weekly", hidden=True)(weekly_)
    app.command("forecast", hidden=True)(forecast)
    app.command("raters", hidden=True)(raters)


def weekly_(
    job: JobOption = None,
    channel: Annotated[str, typer.Option(help="Channel id.")] = "",
    as_json: AsJson = False,
) -> None:
    """Work out the figures of a channel's week, and draw its chart.

    Example: riddlewire weekly --channel C0123456789
    """
    base = settings.read(settings.settings_path()).model.base
    with _worked(job, "weekly", {"channel": channel}) as (opened, work):
        with opened.reading() as session:
            asked = work.job.parameters
            work.result = weekly.figures(
                session, str(asked["channel"]), base, working.now(), weekly.day(asked.get("local_date"))
            )
        work.result["chart"] = _chart(work.job, work.result["history"])
    _say(work.result, as_json)


def forecast(job: JobOption = None, as_json: AsJson = False) -> None:
    """Say what a run would learn from, and how long it would take: `riddlewire train --dry-run` as a job.

    Example: riddlewire forecast
    """
    with _worked(job, "forecast", {}) as (opened, work):
        simulated = bool(work.job.parameters.get("simulated"))
        chosen = settings.read(settings.settings_path())
        work.result = forecasting.forecast(run.Desk(opened, chosen, settings.home(), working.now, simulated))
    _say(work.result, as_json)


def raters(job: JobOption = None, as_json: AsJson = False) -> None:
    """Say how each rater rates, by pseudonym. Example: riddlewire raters --json"""
    with _worked(job, "raters", {}) as (opened, work), opened.reading() as session:
        work.result = {"raters": standing.raters(session)}
    _say(work.result, as_json)


def _chart(job: Job, history: list[dict[str, Any]]) -> dict[str, str] | None:
    """The drawn chart: its path relative to the data folder, and what it shows in words. None without a figure."""
    if not weekly_chart.is_worth_drawing(history):
        return None
    path = settings.home() / "charts" / f"weekly-{job.id}.png"
    told = weekly_chart.draw(history, path)
    return {"path": path.relative_to(settings.home()).as_posix(), "told": told}


@contextmanager
def _worked(job: int | None, kind: str, parameters: dict[str, Any]) -> Iterator[tuple[Database, working.Work]]:
    opened = database.open_here()
    try:
        with working.working_on(opened, job or _requested(opened, kind, parameters)) as work:
            yield opened, work
    finally:
        opened.close()


def _requested(opened: Database, kind: str, parameters: dict[str, Any]) -> int:
    now = working.now()
    with opened.writing() as session:
        job = jobs.request(session, f"{kind}:by-hand:{now.isoformat()}", kind, now, parameters)
        audit.note(session, None, kind, f"job {job.id}", now)
    assert job.id is not None, "a stored row has an id"
    return job.id


def _say(facts: dict[str, Any], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(facts))
        return
    for name, value in facts.items():
        _OUT.print(f"{name}: {value}", markup=False)
