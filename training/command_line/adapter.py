"""The commands of `riddlewire adapter`: merge, verify, push, and garbage collection."""

import json
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from riddles import sealed_folder, settings
from riddles.errors import AdapterRefused
from storage import adapters, audit, database, jobs, working
from training.adapters import clearing, merging, publishing

_OUT = Console(highlight=False, soft_wrap=True)
_app = typer.Typer(help="What else can be done with adapters.", no_args_is_help=True)
Which = Annotated[str, typer.Argument(metavar="ID", help="As `riddlewire adapters` lists it.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]


def register(app: typer.Typer) -> None:
    """Add `riddlewire adapter ...`."""
    app.add_typer(_app, name="adapter")


@_app.command()
def verify(
    which: Annotated[str, typer.Argument(metavar="[ID]", help="Without it, all.")] = "", as_json: AsJson = False
) -> None:
    """Check that adapters are byte for byte what was sealed. Exits 1 if one is not.

    Example: riddlewire adapter verify
    """
    with closing(database.open_here()) as opened, opened.reading() as session:
        found = [adapters.get(session, which)] if which else adapters.newest(session, 1_000_000)
    faults: dict[str, str] = {}
    for row in found:
        try:
            sealed_folder.verify(settings.home() / row.folder, row.manifest_sha256)
            faults[row.id] = ""
        except AdapterRefused as error:
            faults[row.id] = str(error)
    if as_json:
        typer.echo(json.dumps(faults))
    else:
        for name, fault in faults.items():
            _OUT.print(f"{name}: {fault or 'as it was sealed'}", markup=False)
    if any(faults.values()):
        raise typer.Exit(1)


@_app.command()
def merge(
    which: Which,
    folder: Annotated[Path, typer.Argument(help="A new folder for the merged model.")],
    as_json: AsJson = False,
) -> None:
    """Write base and adapter as one model, for a server that takes no adapters.

    Example: riddlewire adapter merge 7-9f2ab1 merged
    """
    with closing(database.open_here()) as opened, opened.reading() as session:
        row = adapters.get(session, which)
    base = settings.read(settings.settings_path()).model
    if row.base != base.base:
        raise AdapterRefused(f"{row.id} was trained on {row.base!r}, the base is {base.base!r}; set model.base to it.")
    made = merging.merge(base, row, settings.home() / row.folder, folder.absolute())
    size = sum(path.stat().st_size for path in made.iterdir())
    if as_json:
        typer.echo(json.dumps({"adapter": row.id, "folder": str(made), "bytes": size}))
    else:
        _OUT.print(f"The merged model is in {made} ({size / 1e6:.1f} MB).", markup=False)


@_app.command()
def push(
    which: Which,
    target: Annotated[
        str, typer.Argument(help="owner/name on the hub, or an fsspec address such as s3://bucket/folder.")
    ],
    public: Annotated[bool, typer.Option(help="On the hub: for everyone to see.")] = False,
) -> None:
    """Copy a sealed adapter, with its card and manifest, to the hub or to a shared place; private unless told.

    Example: riddlewire adapter push 7-9f2ab1 s3://models/riddles/7-9f2ab1
    """
    now = working.now()
    with closing(database.open_here()) as opened:
        with opened.reading() as session:
            row = adapters.get(session, which)
        if row.stale_since is not None:
            raise AdapterRefused(f"{row.id} was trained on what someone withdrew, so it goes nowhere; push another.")
        sealed_folder.verify(settings.home() / row.folder, row.manifest_sha256)
        use_hub = settings.read(settings.settings_path()).model.use_hub
        where = publishing.publish(settings.home() / row.folder, target, use_hub, public)
        with opened.writing() as session:
            audit.note(session, None, f"push {which}", where, now)
    _OUT.print(f"{which} is at {where}.", markup=False)


@_app.command()
def gc(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    keep: Annotated[int, typer.Option(min=1, help="Retired adapters that a rollback may still need.")] = 3,
    as_json: AsJson = False,
) -> None:
    """Remove the files of rejected and long retired adapters, and what cut-short runs left. Nothing referred to goes.

    Example: riddlewire adapter gc --dry-run
    """
    now, home = working.now(), settings.home()
    with closing(database.open_here()) as opened:
        with opened.writing() as session:
            jobs.give_up_stale(session, now)
            found = clearing.rubbish(session, home, keep, now)
        rows = [
            {"folder": one.folder.relative_to(home).as_posix(), "why": one.reason, "megabytes": round(one.megabytes, 2)}
            for one in found
        ]
        if not dry_run:
            clearing.remove(found)
            with opened.writing() as session:
                audit.note(session, None, "adapter gc", f"{len(found)} folders", now)
    if as_json:
        typer.echo(json.dumps({"removed": not dry_run, "folders": rows}))
        return
    for row in rows:
        _OUT.print(f"{row['folder']}: {row['why']} ({row['megabytes']} MB)", markup=False)
    _OUT.print(f"{len(rows)} folders {'would go' if dry_run else 'are gone'}.")
