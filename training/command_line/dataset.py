"""``riddlewire dataset``: what was trained on, where each row comes from, and where a rating went."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from sqlmodel import Session

from riddles import settings
from riddles.errors import SettingsError, StorageError, TrainingError
from storage import database, people
from storage import datasets as stored
from storage.datasets import Origin, Reached, Sources
from storage.tables import Dataset
from training.command_line.augment import augment
from training.data import datasets, exporting
from training.data.examples import (
    AUGMENTED,
    BEST_WORST,
    DISLIKED,
    DUEL,
    GENERAL,
    LIKED,
    PREMADE,
    REWRITE,
    Chosen,
    Example,
    Preference,
)
from training.launchers import shared_folder

ORIGINS = (LIKED, DISLIKED, REWRITE, PREMADE, AUGMENTED, GENERAL, DUEL, BEST_WORST)
_OUT = Console(highlight=False, soft_wrap=True)
AsJson = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]
Named = Annotated[str, typer.Argument(metavar="DATASET", help="The first characters of its id.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Datasets: immutable snapshots of what was trained on.", no_args_is_help=True)
    group.command("list")(list_)
    for command in (show, diff, export, where, augment):
        group.command()(command)
    app.add_typer(group, name="dataset")


def list_(as_json: AsJson = False) -> None:
    """List the datasets, newest first.

    Example: riddlewire dataset list
    """
    with _reading() as session:
        rows = [_summary(session, one) for one in stored.newest(session)]
    _say_table(
        rows if as_json else [_narrow(row) for row in rows],
        as_json,
        "There is no dataset yet; `riddlewire train` makes one.",
    )


def show(
    dataset: Named,
    limit: Annotated[int, typer.Option(min=0, help="Rows to show; 0 for all.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Show a dataset's card, and for each row the riddle, ratings, votes, posts and adapter it goes back to.

    Example: riddlewire dataset show 4d1457ff --limit 5
    """
    with _reading() as session:
        found = stored.find(session, dataset)
        summary = _summary(session, found)
        rows = [_traced(one) for one in stored.origins(session, found.id)]
    shown = rows[: limit or len(rows)]
    if as_json:
        typer.echo(json.dumps({**summary, "card": found.card, "origins": shown}))
        return
    counted = {name: value for name, value in found.card.items() if isinstance(value, int)}  # ratings, votes, stories
    for name, value in {**_narrow(summary), **counted}.items():
        _OUT.print(f"{name}: {value}", markup=False)
    _OUT.print()
    _say_table(shown, False, "It has no rows.")
    if len(shown) < len(rows):
        _OUT.print(f"… and {len(rows) - len(shown)} rows more; --limit 0 shows all.")


def diff(before: Named, after: Named, as_json: AsJson = False) -> None:
    """Say which rows a dataset has that another has not, by what is read and learned.

    Example: riddlewire dataset diff fcc43346 4d1457ff
    """
    with _reading() as session:
        one, other = stored.find(session, before), stored.find(session, after)
    home = settings.home()
    mine, theirs = (_rows(datasets.read(home / found.folder)) for found in (one, other))
    gone, new = [mine[key] for key in mine.keys() - theirs.keys()], [theirs[key] for key in theirs.keys() - mine.keys()]
    if as_json:
        typer.echo(json.dumps({"same": len(mine.keys() & theirs.keys()), "gone": sorted(gone), "new": sorted(new)}))
        return
    _OUT.print(f"{len(mine.keys() & theirs.keys())} rows are the same, {len(gone)} are gone, {len(new)} are new.")
    for sign, rows in (("-", gone), ("+", new)):
        for row in sorted(rows):
            _OUT.print(f"{sign} {row}", markup=False)


def export(
    dataset: Named,
    form: Annotated[str, typer.Option("--format", help=f"{', '.join(exporting.FORMATS)}.")] = "trl",
    out: Annotated[
        str, typer.Option(help="The folder to write into, or a new fsspec address (s3://bucket/new).")
    ] = ".",
) -> None:
    """Write a dataset for another tool. A stale one is refused: someone in it asked to be forgotten.

    Example: riddlewire dataset export 4d1457ff --format trl --out exported
    """
    if form not in exporting.FORMATS:
        raise typer.BadParameter(f"{form!r} is no format; choose from {', '.join(exporting.FORMATS)}.")
    with _reading() as session:
        found = stored.find(session, dataset)
    if found.stale_since is not None:
        raise TrainingError(
            f"Dataset {found.id[:12]} is stale since {found.stale_since:%Y-%m-%d}, because someone it was made from "
            "asked to be forgotten; export a newer one."
        )
    files = exporting.export(datasets.read(settings.home() / found.folder), form)
    if shared_folder.is_address(out):
        with TemporaryDirectory() as folder:
            _write(Path(folder), files)
            shared_folder.publish(Path(folder), out.rstrip("/"))
    else:
        _write(Path(out), files)
    for name, content in files.items():
        rows = content.count("\n") if name.endswith(".jsonl") else "all"
        _OUT.print(f"{out.rstrip('/')}/{name}: {rows} rows", markup=False)


def where(
    rating: Annotated[int | None, typer.Option(help="Id of a rating.")] = None,
    riddle: Annotated[int | None, typer.Option(help="Number of a riddle.")] = None,
    person: Annotated[str, typer.Option(help="Slack user id, such as U0123456789.")] = "",
    as_json: AsJson = False,
) -> None:
    """Say which datasets, runs and adapters a rating, a riddle, or everything a person said has reached.

    Example: riddlewire dataset where --person U0123456789
    """
    if sum((rating is not None, riddle is not None, bool(person))) != 1:
        raise typer.BadParameter("Give exactly one of --rating, --riddle and --person.")
    with _reading() as session:
        found = stored.reached(session, _sources(session, rating, riddle, person))
    told = _reached(found)
    if as_json:
        typer.echo(json.dumps(told))
        return
    _say_table(told["datasets"], False, "It has reached no dataset: no run has used it.")
    for adapter in told["adapters"]:
        _OUT.print(f"Adapter {adapter['adapter']} ({adapter['state']}) learned from it in run {adapter['run']}.")


def _sources(session: Session, rating: int | None, riddle: int | None, person: str) -> Sources:
    if rating is not None:
        return Sources(ratings=[rating])
    if riddle is not None:
        return Sources(riddles=[riddle])
    found = people.named(session, people.open_key(settings.home() / "people.key"), person)
    if not found:
        raise StorageError(f"Nobody here has the user id {person!r}; see the person's profile in Slack for theirs.")
    return stored.said_by(session, [one.id or 0 for one in found])


def _reached(found: Reached) -> dict[str, Any]:
    return {
        "datasets": [
            {
                "dataset": dataset.id[:12], "made": f"{dataset.created_at:%Y-%m-%d %H:%M}", "rows": len(rows),
                "as": ", ".join(sorted({row.origin for row in rows})), "stale": _date(dataset.stale_since),
            }
            for dataset, rows in found.datasets
        ],
        "runs": list(found.runs),
        "adapters": [
            {"adapter": one.id, "state": one.state.value, "run": one.job_id, "stale": _date(one.stale_since)}
            for one in found.adapters
        ],
    }  # fmt: skip


def _summary(session: Session, dataset: Dataset) -> dict[str, Any]:
    counts: dict[str, int] = dataset.card.get("counts", {})
    return {
        "dataset": dataset.id[:12], "made": f"{dataset.created_at:%Y-%m-%d %H:%M}",
        "rows": dataset.card.get("rows", dataset.train_rows + dataset.held_out_rows),
        **{origin: _sum(counts, origin) for origin in ORIGINS},
        "adapters": " ".join(one.id for one in stored.adapters_of(session, dataset.id)),
        "stale": _date(dataset.stale_since),
    }  # fmt: skip


def _narrow(row: dict[str, Any]) -> dict[str, Any]:
    """The same for a terminal of 80 columns: the classes that have rows in one cell."""
    classes = ", ".join(f"{row[origin]} {origin.replace('_', '/')}" for origin in ORIGINS if row[origin])
    kept = {name: value for name, value in row.items() if name not in ORIGINS}
    return {**kept, "of which": classes}


def _sum(counts: dict[str, int], origin: str) -> int:
    return sum(count for name, count in counts.items() if name.endswith(f"/{origin}"))


def _traced(one: Origin) -> dict[str, Any]:
    row = one.row
    return {
        "row": row.position, "split": row.split, "origin": row.origin, "riddle": row.riddle_id,
        "over": row.rejected_id, "answer": one.answer, "story": one.title,
        "by": one.adapter or ("base" if row.riddle_id else ""), "posts": ", ".join(one.posts),
        "ratings": row.rating_ids, "votes": row.vote_ids, "rewrite": row.rewrite_id,
    }  # fmt: skip


def _rows(chosen: Chosen) -> dict[tuple[str, ...], str]:
    """Each row's content, as one line for people, by what is read and learned."""
    shown: Sequence[Example] = (*chosen.examples, *chosen.disliked)
    compared: Sequence[Preference] = chosen.preferences
    lines: dict[tuple[str, ...], str] = {
        (one.origin, one.prompt, one.completion): _line(one.origin, one.completion) for one in shown
    }
    lines |= {(two.origin, two.prompt, two.chosen, two.rejected): _line(two.origin, two.chosen) for two in compared}
    return lines


def _line(origin: str, text: str) -> str:
    return f"{origin}: {' / '.join(text.splitlines())[:140]}"


def _date(moment: Any) -> str:
    return f"{moment:%Y-%m-%d}" if moment else ""


def _write(folder: Path, files: Mapping[str, str]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_text(content, encoding="utf-8", newline="")
    except OSError as error:
        raise SettingsError(f"The folder {folder} cannot be written ({error}); give --out another one.") from error


@contextmanager
def _reading() -> Iterator[Session]:
    opened = database.open_here()
    try:
        with opened.reading() as session:
            yield session
    finally:
        opened.close()


def _say_table(rows: Sequence[dict[str, Any]], as_json: bool, nothing: str) -> None:
    if as_json:
        for row in rows:
            typer.echo(json.dumps(row))
    elif not rows:
        _OUT.print(nothing)
    else:
        first, *others = rows[0]
        table = Table(box=None, pad_edge=False)
        table.add_column(first, no_wrap=True, min_width=max(len(_cell(row[first])) for row in rows))  # to be copied
        for name in others:
            table.add_column(name)
        for row in rows:
            table.add_row(*(_cell(value) for value in row.values()))
        _OUT.print(table)


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return f"{len(value)}: {' '.join(map(str, value[:4]))}{' …' if len(value) > 4 else ''}" if value else ""
    return "" if value is None else str(value)
