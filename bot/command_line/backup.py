"""Commands that copy the database and put a copy back."""

import json
from pathlib import Path
from typing import Annotated

import typer

from bot import lock
from bot.serve import DATABASE, KEY
from riddles import settings
from storage import backup as copies
from storage import people, working

_KEY_NOTE = (
    "The key {key} is not in it. Keep a copy of that file too, in another place: without it a backup names nobody, and "
    "nobody can be exported or forgotten by name. The folders adapters and datasets are not in it either."
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("backup")(backup)
    app.command("restore")(restore)


def backup(
    target: Annotated[Path, typer.Argument(help="A new file, or a folder that gets a file named by the time.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Copy the database, also while the bot runs, and check the copy.

    Example: riddlewire backup backups/
    """
    home = settings.home()
    made = copies.write(home / DATABASE, target, working.now())
    if as_json:
        figures = {"path": str(made.path), "bytes": made.size, "sha256": made.sha256, "rows": dict(made.rows)}
        typer.echo(json.dumps(figures))
        return
    rows = ", ".join(f"{count} {name}" for name, count in made.rows.items())
    typer.echo(f"{made.path} is written and checked: {made.size} bytes, sha256 {made.sha256}.\nRows: {rows}.")
    typer.echo(_KEY_NOTE.format(key=home / KEY))


def restore(source: Annotated[Path, typer.Argument(help="A file that `riddlewire backup` wrote.")]) -> None:
    """Put a backup in the place of the database; the bot must be stopped. The database before it is kept.

    Who was forgotten since the backup is forgotten again. Example: riddlewire restore backups/riddlewire-20261120.db
    """
    home, now = settings.home(), working.now()
    with lock.held(home, now):
        restored = copies.restore(source, home / DATABASE, people.known_key(home / KEY), now)
    typer.echo(f"{restored.path} is restored from {source}.")
    if restored.forgotten:
        who = "One person who was" if restored.forgotten == 1 else f"{restored.forgotten} people who were"
        typer.echo(f"{who} forgotten since the backup: forgotten again.")
    if restored.kept:
        typer.echo(f"The database before it is kept as {restored.kept}; delete it when it is not needed any more.")
