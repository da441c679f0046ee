"""What a writer's riddles are worth: on the held-out exam, on Wikinews and on real feeds; and 20 of them to read.

    RIDDLEWIRE_TEST_DATA=DIR python bench/quality.py [--writer tuned] [--json] [--read docs/riddles.md]

For every story that is fit for a riddle, ``--count`` riddles are written and each is looked at by the whole screen. The
subject counts as right where the answer is one that a person accepted for the story (exam: written with it; real
news: ``picker_labels.json``, stories without a label are left out of that figure). The table is Markdown. ``--read``
writes a page of 20 riddles as they would be posted, best of four, nothing edited, on fictional stories of our own.
Text of Wikinews and of the feeds is never printed.
"""

import json
import os
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import picker
import typer

from evaluation import comparison
from evaluation.comparison import Column
from riddles import judging, screen_aids, selection, settings
from riddles.article import Article
from riddles.corpus import bank, stories
from riddles.corpus.stories import ExamStory
from riddles.feeds import gathering
from riddles.judging import Judged
from riddles.riddle import Riddle
from riddles.screen_aids import Aids
from riddles.writers import Writer
from riddles.writers.choosing import NAMES, Writers

_HEADS = (
    "stories", "unfit", "riddles", "subject right", "answer hidden", "well formed", "passed the screen", "refused for",
    "distinct openings", "distinct-2", "s a riddle",
)  # fmt: skip
_SHARES = ("answer_hidden", "well_formed", "passed", "distinct_openings", "distinct_2")
EXAM_READ, SAMPLE_READ, BEST_OF = 14, 6, 4


@dataclass(frozen=True)
class Shelf:
    """A set of stories: those fit for a riddle, and why the others are not."""

    name: str
    fit: Sequence[ExamStory]
    refused: Sequence[str]


def main(
    writer: str = typer.Option("tuned", help=f"{', '.join(NAMES)}"),
    count: int = typer.Option(1, help="Riddles a story."),
    limit: int = typer.Option(1000, help="At most so many stories of each set."),
    seed: int = typer.Option(0),
    as_json: bool = typer.Option(False, "--json", help="One JSON object a set."),
    read: Annotated[Path | None, typer.Option(help="Write a page of 20 riddles to this file.")] = None,
) -> None:
    """Print the table, or write the page to read."""
    chosen = settings.read(settings.settings_path())
    author = Writers(chosen, settings.secrets(), say=_say).writer(next(name for name in NAMES if name == writer))
    aids = screen_aids.load(chosen, _say)
    if read is not None:
        read.write_text(_page(author, aids, seed), encoding="utf-8")
        return
    for number, shelf in enumerate(_shelves(limit)):
        column = comparison.column(author, shelf.fit, (count, seed), aids=aids)
        figures = _figures(shelf, column)
        typer.echo(json.dumps(figures) if as_json else "\n".join(_rows(figures, head=number == 0)))


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


def _shelves(limit: int) -> Iterator[Shelf]:
    yield _shelf("exam", stories.exam(), limit)
    data = Path(os.environ.get("RIDDLEWIRE_TEST_DATA", ""))
    if not data.name:
        _say("RIDDLEWIRE_TEST_DATA is not set: the exam only.")
        return
    labels = json.loads(picker.LABELS.read_text(encoding="utf-8"))
    for name, articles in (("wikinews", picker._wikinews(data)), ("feeds", picker._feeds(data))):
        asked = (ExamStory(one, _names(labels[name].get(one.fingerprint, ())), "", named=True) for one in articles)
        yield _shelf(name, asked, limit)


def _names(subjects: Iterable[str]) -> tuple[str, ...]:
    entries = bank.read()
    return tuple(name for one in subjects if one in entries for name in (one, *entries[one].aliases))


def _shelf(name: str, asked: Iterable[ExamStory], limit: int) -> Shelf:
    undated = {replace(one.article, published=None): one for one in asked}  # an archive is never stale here
    chosen = selection.select(list(undated), (), datetime.now(UTC), settings.News())
    reasons = [reason.split("(")[0].strip() for _, reason in chosen.refused]
    fit = set(chosen.fit)
    return Shelf(name, [story for article, story in undated.items() if article in fit][:limit], reasons)


def _figures(shelf: Shelf, column: Column) -> dict[str, Any]:
    figures = comparison.figures(column)
    labelled = [sample for sample in column.samples if sample.story.subjects]
    right = comparison.figures(Column(column.writer, samples=tuple(labelled)))["subject_right"] if labelled else {}
    hits = round(right["value"] * right["n"]) if "value" in right else 0
    return {
        "set": shelf.name,
        "unfit": len(shelf.refused),
        "stories": len(shelf.fit),
        "riddles": figures["riddles"],
        "well_formed": figures["well_formed"].get("value"),
        "answer_hidden": figures["answer_hidden"].get("value"),
        "subject_right": f"{hits}/{right['n']}" if right else None,
        "passed": figures["passed"].get("value"),
        "refused": judging.counts(sample.reasons for sample in column.samples),
        "distinct_openings": figures["distinct_openings"].get("value"),
        "distinct_2": figures["distinct_2"].get("value"),
        "seconds": figures["seconds"].get("median"),
        "fault": column.fault,
        "unfit_because": dict(Counter(shelf.refused).most_common(6)),
    }


def _rows(figures: dict[str, Any], head: bool) -> Iterator[str]:
    if head:
        yield f"| {' | '.join(_HEADS)} |"
        yield "|" + "---|" * len(_HEADS)
    share = {name: _share(figures[name]) for name in _SHARES}
    refused = ", ".join(f"{name} {count}" for name, count in figures["refused"].items()) or "–"
    yield (
        f"| {figures['set']} | {figures['unfit']} of {figures['unfit'] + figures['stories']} | {figures['riddles']} "
        f"| {figures['subject_right'] or '–'} | {share['answer_hidden']} | {share['well_formed']} | {share['passed']} "
        f"| {refused} | {share['distinct_openings']} | {share['distinct_2']} | {figures['seconds']:.2f} |"
    )


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}".removeprefix("0")


def _page(author: Writer, aids: Aids, seed: int) -> str:
    """Stories of our own, drawn by chance and told in turn as on twenty days: no riddle repeats an earlier one."""
    told, earlier = [], []
    for number, (story, shelf) in enumerate(_drawn(seed), start=1):
        judged = _posted(story, author, aids, (seed + number, tuple(reversed(earlier))))
        told.append(_entry(number, story.title, shelf, judged))
        earlier += [judged.candidate.riddle] if judged.candidate.riddle and not judged.reasons else []
    by = f"the writer `{author.name}` on the base `{author.base}`, {author.adapter or 'no'} adapter"
    return _INTRODUCTION.format(by=by, best=BEST_OF, seed=seed, exam=EXAM_READ, sample=SAMPLE_READ) + "\n".join(told)


def _drawn(seed: int) -> list[tuple[Article, str]]:
    chance = random.Random(seed)  # reproducible, not secret
    now = datetime.now(UTC)
    exam = [story.article for story in _shelf("exam", stories.exam(), sys.maxsize).fit]
    sample = selection.select(gathering.sample(now), (), now, settings.News()).fit
    return [
        *((story, "held-out exam") for story in chance.sample(exam, EXAM_READ)),
        *((story, "bundled sample feed") for story in chance.sample(sorted(sample, key=_title), SAMPLE_READ)),
    ]


def _title(article: Article) -> str:
    return article.title


def _posted(story: Article, author: Writer, aids: Aids, order: tuple[int, Sequence[Riddle]]) -> Judged:
    seed, earlier = order
    judged = judging.judge(author.write(story, BEST_OF, seed), story, earlier, aids)
    return judging.best_first(judged, author, earlier)[0]


def _entry(number: int, title: str, shelf: str, judged: Judged) -> str:
    head = f"## {number}. {title}\n\n<sub>{shelf}</sub>\n\n"
    riddle = judged.candidate.riddle
    if riddle is None or judged.reasons:
        return f"{head}*Nothing is posted: {'; '.join(judged.reasons)}.*\n"
    verse = "  \n".join(f"> {line}" for line in riddle.lines)
    hints = " · ".join(riddle.hints)
    return f"{head}{verse}\n\n<sub>Hints: {hints}. Answer: **{riddle.answer}**</sub>\n"


_INTRODUCTION = """# Twenty riddles, unedited

Written by {by}: of {best} attempts at each story the one that
would be posted, as on twenty days one after the other. Stories and attempts are drawn by seed {seed}: {exam} stories of
the held-out exam and {sample} of the bundled sample feed, all fictional and ours, none chosen for its riddle. Made anew
with `python bench/quality.py --seed {seed} --read docs/riddles.md`; how often riddles go wrong is in [the log](log.md).

"""


if __name__ == "__main__":
    typer.run(main)
