"""Commands of runs and adapters."""

import typer


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
