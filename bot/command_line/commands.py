"""Commands of the bot."""

import json
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console

from bot.command_line import backup, draft, personal_data, refusals, set_up, stuck_messages
from bot.demo import demo as local_demo
from bot.demo.demo import Venue
from bot.demo.transcript import Transcript
from bot.doctor import doctor as examination
from bot.doctor.doctor import Level
from bot.serve import serve as run_bot
from riddles import settings

_COLOURS = {Level.OK: "green", Level.WARN: "yellow", Level.FAULT: "red"}


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.command()(init)
    app.command()(serve)
    app.command()(doctor)
    app.command()(demo)
    draft.register(app)
    refusals.register(app)
    personal_data.register(app)
    backup.register(app)
    stuck_messages.register(app)


def init() -> None:
    """Write the settings file and make the data folder and its database, where they are missing.

    Example: riddlewire init
    """
    for sentence in set_up.make(settings.home(), settings.settings_path()):
        typer.echo(sentence)
    typer.echo("Next: put the Slack tokens into .env, then `riddlewire doctor` and `riddlewire serve`.")


def serve(
    http: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="Be called by HTTP on this loopback port; without it: Socket Mode."),
    ] = None,
    health: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="Answer /healthz and /readyz on this loopback port (--http does anyway)."),
    ] = None,
) -> None:
    """Run the bot until Ctrl-C.

    Example: riddlewire serve --health 8080
    """
    run_bot(http, health_port=health)


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Look at settings, tokens, channels, database, disk and model, and say the remedy for each fault.

    Exit code 1 if there is a fault. Example: riddlewire doctor
    """
    found = []
    for finding in examination.examine(settings.home(), settings.settings_path()):
        found.append(finding)
        if not as_json:
            typer.secho(f"{finding.level:<6}", fg=_COLOURS[finding.level], nl=False)
            typer.echo(f"{finding.about}: {finding.said}")
    faults = sum(finding.level == Level.FAULT for finding in found)
    if as_json:
        typer.echo(json.dumps({"faults": faults, "findings": [asdict(finding) for finding in found]}))
    if faults:
        raise typer.Exit(1)


def demo(
    once: Annotated[bool, typer.Option("--once", help="Play the whole loop without a person, then exit.")] = False,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port of the workspace; 0: any free one. [default: 3999]")
    ] = None,
    home: Annotated[
        Path | None, typer.Option(help="Folder of the demo, emptied at its start. [default: var/demo]")
    ] = None,
) -> None:
    """A Slack-like workspace on this machine, with the bot in it: no account, no key, no network needed.

    Example: riddlewire demo --once
    """
    said = Transcript(Console(highlight=False, soft_wrap=True))
    if not once:
        folder = (home or settings.home() / "demo").absolute()
        local_demo.watch(Venue(folder, local_demo.PORT if port is None else port, settings.settings_path()), said)
        return
    with TemporaryDirectory(prefix="riddlewire-demo-") as fresh:
        local_demo.play_once(Venue((home or Path(fresh)).absolute(), port or 0, settings.settings_path()), said)
