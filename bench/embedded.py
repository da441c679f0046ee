"""What the embedded model writes: one riddle a story, for the exam and for real news where it is at hand.

    RIDDLEWIRE_TEST_DATA=DIR python bench/embedded.py [--json] [--base FOLDER] [--show 20]

Figures per set of stories: well formed, passed the screen (and the reasons of those that did not), subject right, first
lines that are distinct, verse lines that stand in the clue bank, riddles with a line or hint that belongs to this story
(its place, a number, or its headline with a gap), seconds a riddle with everything warm.
"""

import json
import statistics
from collections import Counter
from collections.abc import Sequence

import typer
from picker import labelled

from riddles import language_model, screen
from riddles.corpus import bank
from riddles.corpus.bank import Entry
from riddles.embedded import reader as embedded_reader
from riddles.prompt import Gist
from riddles.riddle import Riddle
from riddles.settings import EMBEDDED, Model
from riddles.writers.tuned import TunedWriter

Written = tuple[Riddle | None, Gist, set[str], list[str], float]  # riddle, gist, accepted, screen's reasons, seconds


def main(
    as_json: bool = typer.Option(False, "--json", help="One JSON object a set on stdout."),
    base: str = typer.Option(EMBEDDED, help="Another folder of an embedded model."),
    show: int = typer.Option(0, help="Print so many riddles of each set, unedited."),
    seed: int = typer.Option(7),
) -> None:
    """Report figures by set."""
    reader = embedded_reader.load(use_hub=False)
    writer = TunedWriter(language_model.load(Model(base=base)), reader)
    stories = labelled()
    writer.write(stories[0][1], 1, seed)
    for kind in dict.fromkeys(kind.partition(",")[0] for kind, _, _ in stories):
        written: list[Written] = []
        for told, article, accepted in stories:
            if told.partition(",")[0] != kind:
                continue
            (candidate,) = writer.write(article, 1, seed + len(written))
            reasons = screen.screen(candidate.riddle, article, ()) if candidate.riddle else ["malformed"]
            written.append((candidate.riddle, reader.gist(article), accepted, reasons, candidate.seconds))
            if len(written) <= show:
                typer.echo(f"\n{article.title}\n{candidate.completion}\n  {reasons or 'passed'}")
        figures = {"stories": kind, **_figures(written)}
        typer.echo(json.dumps(figures) if as_json else "  ".join(f"{name} {value}" for name, value in figures.items()))


def _figures(written: Sequence[Written]) -> dict[str, object]:
    riddles = [(riddle, gist, accepted) for riddle, gist, accepted, _, _ in written if riddle]
    count = len(written)
    verse = [(line, riddle.answer) for riddle, _, _ in riddles for line in riddle.lines]
    reasons = Counter(reason.partition(":")[0] for *_, found, _ in written for reason in found[:1])
    return {
        "n": count,
        "well_formed": round(len(riddles) / count, 3),
        "passed": round(sum(not found for *_, found, _ in written) / count, 3),
        "reasons": dict(reasons),
        "subject": round(sum(riddle.answer in accepted for riddle, _, accepted in riddles) / count, 3),
        "distinct_openings": round(len({riddle.lines[0] for riddle, _, _ in riddles}) / len(riddles), 3),
        "verbatim": round(sum(line in _lines(bank.read()[answer]) for line, answer in verse) / len(verse), 3),
        "of_this_story": round(sum(_belongs(riddle, gist) for riddle, gist, _ in riddles) / len(riddles), 3),
        "median_s": round(statistics.median(seconds for *_, seconds in written), 2),
    }


def _lines(entry: Entry) -> set[str]:
    return {
        *(f"{first}," for first, _ in entry.couplets),
        *(f"{second}." for _, second in entry.couplets),
        *(f"{line}." for line in entry.plain),
        *entry.questions,
    }


def _belongs(riddle: Riddle, gist: Gist) -> bool:
    told = "\n".join((*riddle.lines, *riddle.hints))
    return any(value and value in told for value in (gist.place, gist.number, gist.headline))


if __name__ == "__main__":
    typer.run(main)
