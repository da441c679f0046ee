"""The command of the judge."""

import json
import sys
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from evaluation import scorecard
from evaluation.judge import rubric
from evaluation.judge.judging import Judge, Reply
from evaluation.scorecard import Entry, Unscored
from riddles import settings
from storage import database, working
from training.figures import judging
from training.figures.judging import Agreement

_OUT = Console(highlight=False, soft_wrap=True)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(judge)


def judge(
    limit: Annotated[
        int, typer.Option(min=0, help="At most this many riddles, and as many duels, are asked about; 0 asks nothing.")
    ] = 100,
    simulated: Annotated[bool, typer.Option(help="Compare with simulated people instead.", hidden=True)] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Ask a judge model about riddles and duels that people judged, and say how far it agrees with this team.

    Its word counts only where the agreement is shown; else it is advice. Example: riddlewire judge --limit 20
    """
    path = settings.settings_path()
    chosen, secrets = settings.read(path), settings.secrets(dotenv=path.with_name(".env"))
    name, load = judging.named(chosen, secrets)
    opened = database.open_here()
    try:
        asked = Judge(load()) if limit else Judge(_nobody)
        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(file=sys.stderr)) as bar:
            shown = bar.add_task("starting", total=1.0)
            judging.ask(
                opened, name, asked, limit, simulated, working.now,
                lambda stage, done: bar.update(shown, description=stage, completed=done),
            )  # fmt: skip
        found = judging.agreement(opened, name, asked, simulated, chosen.judge.minimum_kappa)
    finally:
        opened.close()
    _show(found, chosen.judge.minimum_kappa, as_json)


def _nobody(_request: str, _seed: int) -> Reply:
    raise AssertionError("nothing is asked with a limit of 0")


def _show(found: Agreement, minimum: float, as_json: bool) -> None:
    if as_json:
        facts = {**asdict(found), "entries": scorecard.to_json(found.entries), "rubric": rubric.IDENTITY}
        typer.echo(json.dumps(facts))
        return
    _OUT.print(f"Judge: {found.judge} (rubric {rubric.IDENTITY})", markup=False)
    for name, entry in found.entries.items():
        _OUT.print(f"  {name:<9} {_worded(entry)}", markup=False)
    tokens = "uncounted" if found.tokens is None else f"{found.tokens:.0f}"
    _OUT.print(f"Asked {found.asked} times: {tokens} tokens, cost {found.cost:.4f}.", markup=False)
    bound = f"kappa of at least {minimum:g} for sure"
    if found.counts:
        _OUT.print(f"It rates as this team does ({bound}): its word may count.", markup=False)
    else:
        _OUT.print(f"It only advises: {bound} is needed for each.", markup=False)


def _worded(entry: Entry) -> str:
    if isinstance(entry, Unscored):
        return f"unscored: {entry.reason}"
    return f"kappa {entry.value:+.2f} ({entry.low:+.2f} to {entry.high:+.2f}), n={entry.n}"
