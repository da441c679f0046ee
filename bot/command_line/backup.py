"""Commands that copy the database and put a copy back."""

import json
from pathlib import Path
from typing import Annotated

import typer

from bot import lock
from bot.serve import DATABASE, KEY
from riddles import settings
from riddles.errors import SettingsError, StorageError
from storage import backup as copies
from storage import database, moving, people, working

_KEY_NOTE = (
    "The key {key} is not in it. Keep a copy of that file too, in another place: without it a backup names nobody, and "
    "nobody can be exported or forgotten by name. The folders adapters and datasets are not in it either."
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("backup")(backup)
    app.command("restore")(restore)
    app.command("move-database")(move_database)


def backup(
    target: Annotated[Path, typer.Argument(help="A new file, or a folder that gets a file named by the time.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Copy the database, also while the bot runs, and check the copy.

    Example: riddlewire backup backups/
    """
    _refuse_a_server()
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
    _refuse_a_server()
    home, now = settings.home(), working.now()
    with lock.held(home, now):
        restored = copies.restore(source, home / DATABASE, people.known_key(home / KEY), now)
    typer.echo(f"{restored.path} is restored from {source}.")
    if restored.forgotten:
        who = "One person who was" if restored.forgotten == 1 else f"{restored.forgotten} people who were"
        typer.echo(f"{who} forgotten since the backup: forgotten again.")
    if restored.kept:
        typer.echo(f"The database before it is kept as {restored.kept}; delete it when it is not needed any more.")


def move_database(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Copy every row of the SQLite file into the new PostgreSQL database that RIDDLEWIRE_DATABASE names.

    The bot must be stopped; the file is left as it is. Example: riddlewire move-database
    """
    home = settings.home()
    url = _server()
    if not url:
        raise SettingsError("RIDDLEWIRE_DATABASE is not set; set it to the database that is to get the rows.")
    with lock.held(home, working.now()):
        source = database.open_file(home / DATABASE)
        target = database.open_home(home, url, create=True)
        try:
            counts = moving.copy(source, target)
        finally:
            source.close()
            target.close()
    if as_json:
        typer.echo(json.dumps({"from": source.name, "to": target.name, "rows": counts}))
        return
    typer.echo(f"{sum(counts.values())} rows of {source.name} are in {target.name}; keep the file until you are sure.")


def _server() -> str:
    secrets = settings.secrets(dotenv=settings.settings_path().with_name(".env"))
    return secrets.riddlewire_database.get_secret_value()


def _refuse_a_server() -> None:
    if _server():
        raise StorageError(
            "RIDDLEWIRE_DATABASE names a PostgreSQL database, which its own tools copy; use pg_dump and pg_restore "
            "(docs/scale.md)."
        )
