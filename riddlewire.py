"""The console script ``riddlewire``: puts every room's commands together, and words every expected error.

The one place that knows all rooms. Importing it loads no model library: those are imported inside the functions that
need them, so that ``riddlewire serve`` is ready in three seconds.
"""

import sys
from collections.abc import Sequence

import typer
from rich.console import Console

import bot.command_line.commands
import riddles.commands
import training.command_line.adapter
import training.command_line.benchmark
import training.command_line.commands
import training.command_line.compare
import training.command_line.dataset
import training.command_line.judge
import training.command_line.report
import training.command_line.telling
import training.command_line.watch
import training.simulation.commands
from riddles.errors import RiddlewireError

_HELP = """A daily news riddle in Slack by your team's own fine-tuned model, which learns from your team's ratings.

Start with `riddlewire demo`: a local Slack in your browser, no account needed.
"""

_ROOMS = (
    bot.command_line.commands,
    riddles.commands,
    training.command_line.commands,
    training.command_line.adapter,
    training.command_line.compare,
    training.command_line.dataset,
    training.command_line.benchmark,
    training.command_line.judge,
    training.command_line.report,
    training.simulation.commands,
    training.command_line.telling,
    training.command_line.watch,
)


def program() -> typer.Typer:
    """The command line with every room's commands."""
    app = typer.Typer(help=_HELP, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    for room in _ROOMS:
        room.register(app)
    return app


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command. An expected failure is one sentence on stderr and its exit code; anything else is a bug."""
    try:
        program()(arguments, prog_name="riddlewire")
    except RiddlewireError as error:
        Console(stderr=True, highlight=False, soft_wrap=True).print(str(error), markup=False)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
