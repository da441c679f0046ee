"""``riddlewire refusals``: what the screen refused, and why, counted."""

import json
from dataclasses import asdict
from datetime import timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from storage import database, refusals, working


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("refusals")(show)


def show(
    days: Annotated[int, typer.Option(min=1, help="Drafts of the last so many days.")] = 30,
    examples: Annotated[int, typer.Option(min=0, help="So many of the newest refused riddles in full.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a writer on stdout.")] = False,
) -> None:
    """Count what the screen refused, by writer and reason.

    Example: riddlewire refusals --days 7
    """
    start = working.now() - timedelta(days=days)
    with database.open_here().reading() as session:
        found = refusals.since(session, start)
        latest = refusals.lately(session, start, examples)
    if as_json:
        for one in found:
            typer.echo(json.dumps(asdict(one)))
        return
    console = Console(highlight=False)
    table = Table("writer", "attempts", "passed", "refused for")
    for one in found:
        why = ", ".join(f"{name} {count}" for name, count in one.refused.items())
        table.add_row(one.writer, str(one.attempts), str(one.passed), why or "–")
    console.print(table if found else f"Nothing was drafted in the last {days} days.")
    for answer, reasons in latest:
        console.print(f"{answer}: {reasons}", markup=False)
