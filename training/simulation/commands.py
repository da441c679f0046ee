"""``riddlewire simulate``: a simulated team around the real loop, in a database of its own."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from riddles import settings
from riddles.errors import SettingsError
from riddles.settings import Settings
from storage import database, working
from training.runs.run import Desk
from training.simulation import raters, turning
from training.simulation.turning import Order

_ERRORS = Console(stderr=True, highlight=False, soft_wrap=True)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(simulate)


def simulate(
    taste: Annotated[str, typer.Option(help=f"What the team likes: {', '.join(raters.NAMES)}.")] = "question",
    turns: Annotated[int, typer.Option(min=1, max=20, help="Turns of the loop.")] = 3,
    team: Annotated[int, typer.Option("--raters", min=1, max=60, help="People in the team.")] = 12,
    seed: Annotated[int, typer.Option(help="The same seed is the same team and the same luck.")] = 0,
    stories: Annotated[int, typer.Option(min=4, max=150, help="Stories drafted about in a turn.")] = turning.STORIES,
    home: Annotated[Path | None, typer.Option(help="Keep database and adapters in this empty folder.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a turn on stdout.")] = False,
) -> None:
    """Let a simulated team with a hidden taste rate, retrain and be measured, turn by turn. No real data is touched.

    Tastes: short (one or two lines), long (five or more), question (ends with one), rhyme (couplets), strict (on the
    story's subject, whatever the form), spam (people who say the same of everything, or click at random).

    Measured after each turn, on two riddles for each exam story: the share that the team would like (preferred), that
    keeps the riddle contract (valid), that is about the story's subject (subject), that opens like no other (distinct);
    and by how many nats a token the new adapter finds hand-written riddles less likely than the base (forgetting). Turn
    0 is the base. What the gate said, and why, stands beside it. A turn takes about a minute on an idle machine.

    Example: riddlewire simulate --taste short --turns 2 --seed 1
    """
    if taste not in raters.NAMES:
        raise typer.BadParameter(f"{taste!r} is no taste; choose from {', '.join(raters.NAMES)}.")
    told = []
    with desk(settings.read(settings.settings_path()), home) as at:
        order = Order(taste, raters.team(taste, team, seed), turns, seed, stories)
        for figures in turning.turns(turning.set_up(at), order):
            told.append(figures)
            if as_json:
                typer.echo(json.dumps(figures))
            else:
                _ERRORS.print(_sentence(figures), markup=False)
    if not as_json:
        Console(highlight=False).print(_table(told))


@contextmanager
def desk(chosen: Settings, home: Path | None = None) -> Iterator[Desk]:
    """A desk in a folder of its own, thrown away unless one is given. Raises SettingsError if that is not empty."""
    with tempfile.TemporaryDirectory(prefix="riddlewire-simulated-") as thrown_away:
        folder = home or Path(thrown_away)
        if folder.exists() and any(folder.iterdir()):
            raise SettingsError(f"The folder {folder} is not empty; give --home an empty one.")
        own = chosen.model_copy(update={"gate": chosen.gate.model_copy(update={"approval": "auto"})})
        opened = database.open_file(folder / "riddlewire.db", create=True)
        try:
            yield Desk(opened, own, folder, working.now, simulated=True, brief=True)
        finally:
            opened.close()


def _sentence(figures: dict[str, Any]) -> str:
    who = f"Turn {figures['turn']}" if figures["turn"] else "Before"
    verdict = f"; {figures['verdict']}: {' '.join(figures['reasons'])}" if figures["verdict"] else ""
    return f"{who}: {_told(figures['preferred'])}{verdict}"


def _told(figure: dict[str, Any]) -> str:
    if "unscored" in figure:
        return str(figure["unscored"])
    interval = f"{figure['low']:.0%} to {figure['high']:.0%}, n={figure['n']}"
    return f"{figure['value']:.0%} of the riddles please the team ({interval})"


def _table(told: list[dict[str, Any]]) -> Table:
    """Narrow enough for a terminal of 80 columns; --json has every interval."""
    shares = ("preferred", "valid", "subject", "distinct")
    table = Table("turn", *shares, "forgetting", "verdict", box=None, pad_edge=False)
    for one in told:
        forgotten = one.get("forgetting")
        promoted = ", promoted" if one.get("promoted") else ""
        table.add_row(
            str(one["turn"]), *(_share(one[name]) for name in shares),
            "" if forgotten is None else f"{forgotten:+.2f}", f"{one['verdict']}{promoted}",
        )  # fmt: skip
    return table


def _share(figure: dict[str, Any]) -> str:
    return f"{figure['value']:.0%}" if "value" in figure else "unscored"
