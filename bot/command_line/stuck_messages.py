"""Commands of the outbox: messages that are stuck, and an admin's two ways out of each."""

import json
from contextlib import closing
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot import wording
from storage import audit, database, outbox, working
from storage.tables import Message

_OUT = Console(highlight=False, soft_wrap=True)
Number = Annotated[int, typer.Argument(metavar="ID", help="Its number, as `riddlewire outbox list` shows it.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Messages whose sending failed, or whose fate Slack never told.", no_args_is_help=True)
    group.command("list")(list_)
    group.command()(resend)
    group.command()(dismiss)
    app.add_typer(group, name="outbox")


def list_(as_json: Annotated[bool, typer.Option("--json", help="One JSON array on stdout.")] = False) -> None:
    """List the messages that are stuck, with the reason and the remedy.

    Example: riddlewire outbox list
    """
    with closing(database.open_here()) as opened, opened.reading() as session:
        rows = [_facts(message) for message in outbox.stuck(session)]
    if as_json:
        typer.echo(json.dumps(rows))
    elif not rows:
        _OUT.print(wording.NONE_STUCK)
    else:
        table = Table(*rows[0], box=None, pad_edge=False)
        for row in rows:
            table.add_row(*map(str, row.values()))
        _OUT.print(table)


def resend(number: Number) -> None:
    """Send a message again, even where it may arrive twice.

    Example: riddlewire outbox resend 12
    """
    now = working.now()
    with closing(database.open_here()) as opened, opened.writing() as session:
        row = outbox.resend(session, number, now)
        audit.note(session, None, f"outbox resend {number}", wording.resent(row.key), now)
    _OUT.print(wording.resent(row.key))


def dismiss(number: Number) -> None:
    """Let a message be: it arrived after all, or is not wanted any more.

    Example: riddlewire outbox dismiss 12
    """
    now = working.now()
    with closing(database.open_here()) as opened, opened.writing() as session:
        row = outbox.dismiss(session, number)
        audit.note(session, None, f"outbox dismiss {number}", wording.let_be(row.key), now)
    _OUT.print(wording.let_be(row.key))


def _facts(message: Message) -> dict[str, object]:
    return {
        "id": message.id, "message": message.key, "channel": message.channel, "state": message.state.value,
        "since": f"{message.created_at:%Y-%m-%d %H:%M}", "reason": message.fault,
    }  # fmt: skip
