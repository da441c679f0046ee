"""``riddlewire compare``: writers side by side on the same articles. It stores and posts nothing."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text
from sqlmodel import Session

from evaluation import comparison, comparison_page, comparison_table, exam
from evaluation.comparison import Column
from evaluation.human import Vote
from riddles import screen_aids, selection, settings
from riddles.article import Article
from riddles.corpus.stories import ExamStory
from riddles.criteria import Criterion
from riddles.errors import NoFitArticle, RiddlewireError
from riddles.feeds import folder, gathering
from riddles.screen_aids import Aids
from riddles.settings import News, Settings, WriterName
from riddles.writers.choosing import NAMES, SealedAdapter, Writers
from storage import adapters, database, ratings

_ERRORS = Console(stderr=True, highlight=False, soft_wrap=True)
SAMPLE, EXAM = "sample", "exam"


@dataclass(frozen=True)
class Order:
    """What is compared: the writers, the stories, how many riddles of each for each, and the seed."""

    writers: tuple[WriterName, ...]
    stories: Sequence[ExamStory]
    count: int
    seed: int


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(compare)


def compare(
    writers: Annotated[str, typer.Option(help=f"Names between commas: {', '.join(NAMES)}.")] = "tuned,few_shot",
    articles: Annotated[str, typer.Option(help="A story's file, a folder of them, `sample`, or `exam`.")] = SAMPLE,
    limit: Annotated[int | None, typer.Option(min=1, help="At most this many stories.")] = None,
    count: Annotated[int, typer.Option("-n", min=1, max=32, help="Riddles of each writer for each story.")] = 1,
    seed: Annotated[int, typer.Option(help="The same seed writes the same riddles.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    html: Annotated[Path | None, typer.Option(help="Write one self-contained page to this file.")] = None,
) -> None:
    """Compare writers: quality, seconds and cost a riddle, and what did not fit.

    Example: riddlewire compare --writers tuned,few_shot --articles exam --limit 20 --html compared.html
    """
    chosen = settings.read(settings.settings_path())
    order = Order(_named(writers), _stories(articles, limit, chosen.news), count, seed)
    columns = _columns(order, _workshop(chosen), screen_aids.load(chosen, _say))
    with _opened() as session:
        figures = [comparison.figures(column, _votes(session, column)) for column in columns]
    told = {"articles": articles, "stories": len(order.stories), "n": count, "seed": seed}
    if html is not None:
        about = f"{len(order.stories)} stories of {articles}, {count} of each writer's riddles for each; seed {seed}."
        html.write_text(comparison_page.page(columns, figures, about), encoding="utf-8")
        _ERRORS.print(f"The page is in {html}.", markup=False)
    if as_json:
        typer.echo(json.dumps({**told, "writers": figures}, ensure_ascii=False))
    else:
        _show(figures)
    if not any(column.samples for column in columns):
        raise typer.Exit(1)


def _named(names: str) -> tuple[WriterName, ...]:
    asked = list(dict.fromkeys(filter(None, (name.strip() for name in names.split(",")))))
    found = tuple(name for name in NAMES if name in asked)
    if not asked or len(found) != len(asked):
        raise typer.BadParameter(f"{names!r} is no list of writers; choose from {', '.join(NAMES)}.")
    return tuple(sorted(found, key=asked.index))


def _stories(articles: str, limit: int | None, news: News) -> Sequence[ExamStory]:
    if articles == EXAM:
        return exam.exam(limit).stories
    found = _articles(articles, news)
    if not found:
        raise NoFitArticle(f"There is no readable story in {articles!r}; name a file, a folder, `sample` or `exam`.")
    return [comparison.question(article) for article in found[:limit]]


def _articles(articles: str, news: News) -> Sequence[Article]:
    if articles == SAMPLE:
        now = datetime.now(UTC)
        return selection.select(gathering.sample(now), (), now, news).fit
    path = Path(articles)
    if not path.is_dir():
        return [folder.article_in(path)]
    found, problems = folder.articles_in(path)
    for problem in problems:
        _ERRORS.print(problem, markup=False)
    return found


def _workshop(chosen: Settings) -> Writers:
    """The writers, ``tuned`` with the current adapter where there is one."""
    secrets = settings.secrets(dotenv=settings.settings_path().with_name(".env"))
    with _opened() as session:
        current = adapters.current(session, chosen.model.base) if session is not None else None
    sealed = None
    if current is not None:
        sealed = SealedAdapter(current.id, settings.home() / current.folder, current.manifest_sha256)
    return Writers(chosen, secrets, sealed, _say)


def _say(sentence: str) -> None:
    _ERRORS.print(sentence, markup=False)


def _columns(order: Order, workshop: Writers, aids: Aids) -> list[Column]:
    shown = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:.0f} %"), TimeElapsedColumn())
    with Progress(*shown, console=_ERRORS) as bar:
        tasks = {name: bar.add_task(name, total=1.0) for name in order.writers}

        def tell(name: WriterName, done: float) -> None:
            bar.update(tasks[name], completed=done)

        return [_column(name, order, workshop, partial(tell, name), aids) for name in order.writers]


def _column(
    name: WriterName, order: Order, workshop: Writers, progress: comparison.Progress, aids: Aids
) -> Column:  # fmt: skip
    """One writer's column. A writer that this machine cannot have says why, and the others go on."""
    try:
        writer = workshop.writer(name)
    except RiddlewireError as error:
        return Column(name, fault=str(error))
    return comparison.column(writer, order.stories, (order.count, order.seed), progress, aids)


def _votes(session: Session | None, column: Column) -> list[Vote]:
    if session is None:
        return []
    rows = ratings.of_author(session, column.writer, column.base, column.adapter)
    return [Vote(row.riddle_id, Criterion(row.criterion), row.value) for row in rows if row.value is not None]


@contextmanager
def _opened() -> Iterator[Session | None]:
    """A session on the database for reading, or None where this data folder has none yet."""
    if not database.is_here():
        yield None
        return
    opened = database.open_here()
    try:
        with opened.reading() as session:
            yield session
    finally:
        opened.close()


def _show(figures: Sequence[dict[str, Any]]) -> None:
    table = Table("", *(one["writer"] for one in figures), box=None, pad_edge=False)
    for label, cells in comparison_table.rows(figures):
        table.add_row(label, *(Text(cell) for cell in cells))
    Console(highlight=False).print(table)
    for one in figures:
        if one["fault"]:
            _ERRORS.print(f"{one['writer']}: {one['fault']}", markup=False)
