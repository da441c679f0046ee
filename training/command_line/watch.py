"""``riddlewire watch`` and ``riddlewire canary``: child programs of the bot that may be run by hand as well."""

import json
from contextlib import closing
from typing import Annotated

import typer
from rich.console import Console

from riddles import settings
from storage import database, jobs, working
from storage.database import Database
from training.champion import aftercare, canary
from training.runs.run import Desk

_OUT = Console(highlight=False, soft_wrap=True)
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]
JobOption = Annotated[int | None, typer.Option("--job", help="The waiting job to do; without it a new one is made.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("watch")(watch)
    app.command("canary")(challenge)


def watch(job: JobOption = None, as_json: AsJson = False) -> None:
    """Look at what people say of a promoted adapter and of a candidate; roll back or promote where it is clear.

    Example: riddlewire watch
    """
    chosen = settings.read(settings.settings_path())
    with closing(database.open_here()) as opened:
        number = job or _requested(opened, "watch")
        with working.working_on(opened, number) as work, opened.writing() as session:
            jobs.held(session, work.job)
            simulated = bool(work.job.parameters.get("simulated"))
            work.result = aftercare.look(session, chosen, number, simulated, working.now())
    if as_json:
        typer.echo(json.dumps(work.result))
        return
    for sentence in work.result["told"] or ["There is nothing to decide."]:
        _OUT.print(sentence, markup=False)


def challenge(job: JobOption = None, as_json: AsJson = False) -> None:
    """Let the challenger write on the newest stories, for blind duels with the current writer.

    Example: riddlewire canary
    """
    home = settings.home()
    with closing(database.open_here()) as opened:
        desk = Desk(opened, settings.read(settings.settings_path()), home, working.now)
        with working.working_on(opened, job or _requested(opened, "canary")) as work:
            canary.challenge(work, desk)
    if as_json:
        typer.echo(json.dumps(work.result))
        return
    told = work.result
    _OUT.print(f"{told['duels']} duels on {told['stories']} stories; challenger: {told['challenger'] or 'nobody'}.")


def _requested(opened: Database, kind: str) -> int:
    now = working.now()
    with opened.writing() as session:
        job = jobs.request(session, f"{kind}:by-hand:{now.isoformat()}", kind, now)
    assert job.id is not None, "a stored row has an id"
    return job.id
