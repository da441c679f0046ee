"""Commands about riddles alone: no database, no Slack."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from riddles import judging, language_model, screen_aids, selection, settings
from riddles.article import Article
from riddles.corpus import bank, stories
from riddles.corpus import commands as corpus_commands
from riddles.errors import SettingsError
from riddles.feeds import folder, gathering
from riddles.settings import WriterName
from riddles.writers import Candidate, Writer
from riddles.writers.choosing import NAMES, Writers

_ERRORS = Console(stderr=True, highlight=False, soft_wrap=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.command()(write)
    embedded = typer.Typer(help="The embedded model.", no_args_is_help=True)
    embedded.command("train")(train_embedded)
    embedded.command("fit")(fit_embedded)
    app.add_typer(embedded, name="embed-model")
    corpus_commands.register(app)


def write(
    article: Annotated[
        Path | None, typer.Option(help="A story in a file (.txt, .md: first line is the title).")
    ] = None,
    feed: Annotated[str, typer.Option(help="A feed: URL or file; `sample` is the bundled one.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="At most this many stories of the feed.")] = 5,
    writer: Annotated[str, typer.Option(help=f"{', '.join(NAMES)}; without it the one of [writing] writer.")] = "",
    count: Annotated[int, typer.Option("-n", min=1, max=32, help="Riddles for each story.")] = 1,
    seed: Annotated[int, typer.Option(help="The same seed writes the same riddles.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a riddle on stdout.")] = False,
) -> None:
    """Write riddles on the terminal; nothing is stored or posted.

    Example: riddlewire write --feed sample --limit 3 -n 2
    """
    chosen = settings.read(settings.settings_path())
    told = _told(article, feed, chosen, limit)
    secrets = settings.secrets(dotenv=settings.settings_path().with_name(".env"))
    author = Writers(chosen, secrets, say=_say).writer(_named(writer, chosen))
    aids = screen_aids.load(chosen, _say)
    for story in told:
        for candidate in author.write(story, count, seed):
            _show(story, candidate, author, judging.reasons(candidate, story, (), aids), as_json)


def train_embedded(
    folder: Annotated[Path, typer.Option(help="Where the model is written.")] = language_model.EMBEDDED_FOLDER,
    texts: Annotated[
        int, typer.Option(min=64, help="Training texts to compose; 64,000 take a quarter of an hour.")
    ] = 64_000,
    seed: Annotated[int, typer.Option(help="Seed of composition, weights and order.")] = 20,
    earlier: Annotated[
        Path | None,
        typer.Option(help="A model folder to start from, after edits of the clue bank: 14,000 texts are then enough."),
    ] = None,
) -> None:
    """Train the embedded model from the corpus and write it into the package.

    Example: riddlewire embed-model train --texts 2000 --folder ./small
    """
    from riddles.embedded import training

    entries = bank.read()
    plan = replace(training.Plan(), texts=texts, seed=seed)
    if earlier:
        plan = replace(plan, rate=training.INHERITING_RATE)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:.0f} %"), TimeElapsedColumn(),
        console=_ERRORS,
    ) as bar:  # fmt: skip
        task = bar.add_task("starting", total=1.0)
        record = training.train(
            entries, folder, plan, training.Shape(),
            lambda stage, done: bar.update(task, description=stage, completed=done), earlier,
        )  # fmt: skip
    if folder == language_model.EMBEDDED_FOLDER:
        _fit_picker()
    typer.echo(json.dumps(record))


def fit_embedded() -> None:
    """Fit the picker to the clue bank and the pairs, and write its weights and the bank's vectors into the package.

    Enough after edits of names, facts and signs; lines of verse and hints need `train --earlier`.

    Example: riddlewire embed-model fit
    """
    _fit_picker()
    typer.echo("The picker is fitted to the bank and the pairs.", err=True)


def _fit_picker() -> None:
    from riddles import sentence_encoder
    from riddles.embedded import meaning, picker_fitting

    entries = bank.read()
    encoder = sentence_encoder.load(use_hub=False)
    meaning.store(encoder, entries)
    picker_fitting.store(entries, stories.pairs(), meaning.EncodedMeaning(encoder, entries))


def _named(name: str, chosen: settings.Settings) -> WriterName:
    if not name:
        return chosen.writing.writer
    found = next((known for known in NAMES if known == name), None)
    if found is None:
        raise typer.BadParameter(f"{name!r} is no writer; choose from {', '.join(NAMES)}.")
    return found


def _told(article: Path | None, feed: str, chosen: settings.Settings, limit: int) -> list[Article]:
    if (article is None) == (not feed):
        raise SettingsError("Nothing to write about is named, or two things are; give either --article or --feed.")
    if article is not None:
        return [folder.article_in(article)]
    now = datetime.now(UTC)
    if feed == "sample":
        found = gathering.sample(now)
    else:
        found = gathering.read_feed(feed, now, allow_private_hosts=chosen.news.allow_private_hosts)
    selected = selection.select(found, (), now, chosen.news)
    for story, reason in selected.refused:
        _ERRORS.print(f"Skipped: {story.title} ({reason})", markup=False)
    return list(selected.fit[:limit])


def _say(sentence: str) -> None:
    _ERRORS.print(sentence, markup=False)


def _show(story: Article, candidate: Candidate, writer: Writer, reasons: Sequence[str], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(_facts(story, candidate, writer, reasons), ensure_ascii=False))
        return
    typer.secho(story.title, bold=True)
    typer.echo(candidate.completion)
    typer.echo(f"  ({candidate.seconds:.1f} s; {'; '.join(reasons) or 'passed the screen'})\n")


def _facts(story: Article, candidate: Candidate, writer: Writer, reasons: Sequence[str]) -> dict[str, Any]:
    riddle = candidate.riddle
    published = story.published.isoformat() if story.published else None
    return {
        "article": {"title": story.title, "link": story.link, "published": published},
        "riddle": riddle and {
            "text": riddle.text, "answer": riddle.answer, "aliases": riddle.aliases, "hints": riddle.hints,
        },
        "writer": writer.name,
        "adapter": writer.adapter or None,
        "screen": {"passed": not reasons, "reasons": reasons},
        "seconds": round(candidate.seconds, 3),
    }  # fmt: skip
