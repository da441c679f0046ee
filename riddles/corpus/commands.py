"""``riddlewire corpus check`` and ``corpus export``: the linter on the terminal, the corpus as a dataset."""

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from riddles.corpus import checking, exporting
from riddles.errors import CorpusError


def register(app: typer.Typer) -> None:
    """Add the commands of the corpus."""
    corpus = typer.Typer(help="Our corpus: clue bank, pairs, exam.", no_args_is_help=True)
    corpus.command("check")(check)
    corpus.command("export")(export)
    app.add_typer(corpus, name="corpus")


def check(
    folder: Annotated[Path, typer.Option(help="The corpus to check.", exists=True, file_okay=False)] = checking.CORPUS,
    advice: Annotated[bool, typer.Option(help="Show advice too; it never fails the check.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a fault on stdout.")] = False,
) -> None:
    """Look for leaks of the answer, repeats, wrong metre and missing parts in the corpus; exit code 1 on a fault.

    Example: riddlewire corpus check --advice
    """
    corpus = checking.read(folder)
    found = checking.check(corpus)
    for fault in found:
        if as_json:
            typer.echo(json.dumps(asdict(fault)))
        elif advice or not fault.advice:
            typer.echo(f"{'advice: ' if fault.advice else ''}{fault}")
    count = Counter(fault.advice for fault in found)
    typer.echo(
        f"{len(corpus.bank)} subjects, {len(corpus.pairs)} pairs, {len(corpus.exam)} exam stories: "
        f"{count[False]} faults, {count[True]} pieces of advice.",
        err=True,
    )
    if count[False]:
        raise typer.Exit(1)


def export(
    folder: Annotated[Path, typer.Argument(help="Where the dataset is written.", file_okay=False)],
    as_json: Annotated[bool, typer.Option("--json", help="The rows of each file as one JSON object.")] = False,
) -> None:
    """Write the corpus as a dataset: three files of JSON lines, the card and the licence. Refused while it has faults.

    Example: riddlewire corpus export ./riddlewire-corpus
    """
    corpus = checking.read()
    if faults := [fault for fault in checking.check(corpus) if not fault.advice]:
        raise CorpusError(f"The corpus has {len(faults)} faults; mend what `riddlewire corpus check` lists first.")
    rows = exporting.export(corpus, folder)
    typer.echo(
        json.dumps(rows) if as_json else "\n".join(f"{folder / name}: {count} rows" for name, count in rows.items())
    )
