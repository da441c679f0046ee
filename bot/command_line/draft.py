"""``riddlewire draft``: the draft program as a command."""

from collections.abc import Mapping
from typing import Annotated, Any

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
    _tell(work.result)


def _tell(result: Mapping[str, Any]) -> None:
    """What came of the draft, in sentences."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    refused = ", ".join(f"{name} {count}" for name, count in result["refused"].items())
    told = "the bundled sample's" if result["sample"] else "today's"
    console.print(
        f"{result['riddles']} riddles about {result['stories']} of {told} stories; {result['passed']} passed the screen"
        + (f", refused: {refused}." if refused else "."),
        markup=False,
    )
    for problem in result["problems"]:
        console.print(problem, markup=False)


def _requested(opened: database.Database, channel: str) -> int:
    now = working.now()
    with opened.writing() as session:
        job = jobs.request(session, f"draft:by-hand:{now.isoformat()}", "draft", now, {"channel": channel})
    assert job.id is not None, "a stored row has an id"
    return job.id
