"""Commands about people's data: ``export`` and ``forget``."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from bot import wording
from bot.play import farewell
from bot.serve import KEY
from riddles import settings
from riddles.errors import StorageError
from storage import audit, database, people, personal, working
from storage.database import Database
from storage.people import Pseudonyms
from storage.tables import Person

_USER = typer.Argument(help="The Slack user id, e.g. U0123456789 (in Slack: profile, three dots, Copy member ID).")
_AS_JSON = typer.Option("--json", help="One JSON object on stdout.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("export")(export)
    app.command("forget")(forget)


def export(user: Annotated[str, _USER]) -> None:
    """Print everything we hold about a person, as JSON.

    Example: riddlewire export U0123456789 > their-data.json
    """
    with _shelf() as (opened, pseudonyms), opened.reading() as session:
        found = _known(people.named(session, pseudonyms, user), user)
        held = [personal.held(session, pseudonyms, person) for person in found]
    typer.echo(json.dumps(held[0] if len(held) == 1 else held, indent=1, ensure_ascii=False))


def forget(
    user: Annotated[str, _USER],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: Annotated[bool, _AS_JSON] = False,
) -> None:
    """Delete everything of a person for good, and mark what was trained on it as stale.

    Example: riddlewire forget U0123456789
    """
    with _shelf() as (opened, pseudonyms), opened.reading() as session:
        _known(people.named(session, pseudonyms, user), user)
    if not yes:
        typer.confirm(f"Everything of {user} is deleted for good. Go on?", abort=True, err=True)
    with _shelf() as (opened, pseudonyms), opened.writing() as session:
        found = _known(people.named(session, pseudonyms, user), user)
        gone = [farewell.say(session, person, working.now(), settings.home()) for person in found]
        audit.note(session, None, "riddlewire forget", f"{len(gone)} forgotten", working.now())
    for one in gone:
        stale = {"datasets": one.stale.datasets, "adapters": one.stale.adapters}
        if as_json:
            typer.echo(json.dumps({"deleted": dict(one.rows), "stale": stale}))
        else:
            typer.echo(f"{wording.forgotten(one.rows)} {wording.stale(one.stale.datasets, one.stale.adapters)}")


@contextmanager
def _shelf() -> Iterator[tuple[Database, Pseudonyms]]:
    home = settings.home()
    opened = database.open_here()
    try:
        yield opened, people.known_key(home / KEY)
    finally:
        opened.close()


def _known(found: list[Person], user: str) -> list[Person]:
    if not found:
        raise StorageError(f"We hold nothing about {user}; check the id, which starts with U or W.")
    return found
