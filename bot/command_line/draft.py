"""``riddlewire draft``: the draft program as a command."""

from typing import Annotated

import typer
from rich.console import Console

from bot.day import drafting
from riddles import settings
from storage import database, jobs, working


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("draft")(draft)


def draft(
    job: Annotated[int | None, typer.Option(help="The waiting job to do; without it a new one is made.")] = None,
    channel: Annotated[str, typer.Option(help="Channel id whose earlier riddles must not be repeated.")] = "",
) -> None:
    """Read the news and draft riddles for the next post.

    Example: riddlewire draft
    """
    home, path = settings.home(), settings.settings_path()
    opened = database.open_here()
    desk = drafting.Desk(
        opened, settings.read(path), settings.secrets(dotenv=path.with_name(".env")), home, working.now
    )
    with working.working_on(opened, job or _requested(opened, channel)) as work:
        drafting.draft(work, desk)
    Console(stderr=True).print(work.result)


def _requested(opened: database.Database, channel: str) -> int:
    now = working.now()
    with opened.writing() as session:
        job = jobs.request(session, f"draft:by-hand:{now.isoformat()}", "draft", now, {"channel": channel})
    assert job.id is not None, "a stored row has an id"
    return job.id
