"""``riddlewire report``: how the team's writers do, as one page, as Markdown, or as JSON."""

import json
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from evaluation.report.markdown import markdown
from evaluation.report.page import page
from riddles import settings
from riddles.errors import EvaluationError
from storage import database, working
from training.figures import reporting

_OUT = Console(highlight=False, soft_wrap=True)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("report")(report)


def report(
    to: Annotated[Path, typer.Option("--to", help="Where to write the page; .md writes Markdown.")] = Path(
        "report.html"
    ),
    simulated: Annotated[bool, typer.Option(help="Count what simulated people said, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout, and no file.")] = False,
) -> None:
    """Write one self-contained page: decisions, scorecards, ratings over time, duels, agreement, losses, lineage.

    Example: riddlewire report --to report.html
    """
    chosen = settings.read(settings.settings_path())
    with closing(database.open_here()) as opened, opened.reading() as session:
        found = reporting.report(session, chosen, settings.home(), simulated, working.now())
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    try:
        to.write_text(markdown(found) if to.suffix == ".md" else page(found), encoding="utf-8")
    except OSError as error:
        raise EvaluationError(
            f"The report cannot be written to {to} ({error.strerror}); name another file with --to."
        ) from error
    _OUT.print(f"The report is in {to}.", markup=False)
