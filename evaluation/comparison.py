"""Writers side by side on the same articles: quality, seconds, money, and what did not fit.

Every figure carries its n; automatic metrics are those of the exam (``evaluation.metrics``), taken on each writer's
riddles of these articles. Not covered: which difference is luck; look at the intervals, and at the samples.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from evaluation import human
from evaluation.exam import Attempt
from evaluation.human import Vote
from evaluation.metrics import METRICS
from evaluation.scorecard import Entry, Unscored, share, to_json
from riddles import judging
from riddles.article import Article
from riddles.corpus.stories import ExamStory
from riddles.errors import RiddlewireError, StoryTooLong
from riddles.screen_aids import NO_AIDS, Aids
from riddles.writers import Candidate, Usage, Writer

Progress = Callable[[float], None]
_NO_SUBJECT = "nobody said what these articles' subjects are"
_UNCOUNTED = "nobody counted"


@dataclass(frozen=True)
class Sample:
    """One candidate for one story, and why the screen refuses it; no reasons mean it may be posted."""

    story: ExamStory
    candidate: Candidate
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """One writer's part of the comparison. ``fault`` says in a sentence why it wrote nothing, or only so much."""

    writer: str
    base: str = ""
    adapter: str = ""
    samples: tuple[Sample, ...] = ()
    fault: str = ""


def question(article: Article) -> ExamStory:
    """An article whose right answers nobody has written down."""
    return ExamStory(article, (), "", named=False)


def column(
    writer: Writer, stories: Sequence[ExamStory], order: tuple[int, int], progress: Progress = lambda _done: None,
    aids: Aids = NO_AIDS,
) -> Column:  # fmt: skip
    """So many riddles of a writer for each story, screened without regard to earlier ones. ``order``: number and seed.

    A writer that fails on the way keeps what it wrote until then; a story too long for its model is an empty attempt.
    """
    samples: list[Sample] = []
    (count, seed), fault = order, ""
    try:
        for number, story in enumerate(stories):
            samples += _samples(writer, story, (count, seed + number), aids)
            progress((number + 1) / len(stories))
    except RiddlewireError as error:
        fault = str(error)
    return Column(writer.name, writer.base, writer.adapter, tuple(samples), fault)


def figures(column: Column, votes: Sequence[Vote] = ()) -> dict[str, Any]:
    """What a column comes to, as printed by ``riddlewire compare --json``.

    Shares and means as on a scorecard (``value``, ``n``, ``low``, ``high``, or ``unscored``); ``refused`` counts
    candidates by class of reason; seconds, tokens and money are medians a riddle and totals; ``ratings`` are what
    people said of this writer's earlier riddles.
    """
    candidates = [sample.candidate for sample in column.samples]
    return {
        "writer": column.writer,
        "base": column.base,
        "adapter": column.adapter or None,
        "fault": column.fault or None,
        "riddles": len(candidates),
        **to_json(_quality(column.samples)),
        "refused": dict(Counter(_class(sample) for sample in column.samples if sample.reasons).most_common()),
        **_effort(candidates),
        "limits": {
            "articles_cut": sum(candidate.unread > 0 for candidate in candidates),
            "examples_dropped": sum(candidate.dropped for candidate in candidates),
        },
        "ratings": human.criterion_means(votes),
    }


def _samples(writer: Writer, story: ExamStory, order: tuple[int, int], aids: Aids) -> list[Sample]:
    try:
        written = writer.write(story.article, *order)
    except StoryTooLong as error:
        return [Sample(story, Candidate("", "", None, str(error), 0.0), (f"too long: {error}",))]
    return [Sample(story, one, judging.reasons(one, story.article, (), aids)) for one in written]


def _class(sample: Sample) -> str:
    """The class of the first reason: a riddle is refused once, however many faults it has."""
    return sample.reasons[0].partition(":")[0]


def _quality(samples: Sequence[Sample]) -> dict[str, Entry]:
    attempts = [
        Attempt(sample.story, sample.candidate.completion, sample.candidate.riddle, sample.candidate.fault)
        for sample in samples
    ]
    scored: dict[str, Entry] = {"passed": share([not sample.reasons for sample in samples], "nothing was written")}
    scored |= {name: take(attempts) for name, take in METRICS.items()}
    if not any(sample.story.subjects for sample in samples):
        scored["subject_right"] = Unscored(_NO_SUBJECT)
    return scored


def _effort(candidates: Sequence[Candidate]) -> dict[str, Any]:
    usages = [candidate.usage for candidate in candidates if candidate.usage is not None]
    return {
        "seconds": _typical([candidate.seconds for candidate in candidates], "nothing was written"),
        "cost": _counted(usages, lambda usage: usage.cost),
        "prompt_tokens": _counted(usages, lambda usage: usage.prompt_tokens),
        "completion_tokens": _counted(usages, lambda usage: usage.completion_tokens),
    }


def _counted(usages: Sequence[Usage], of: Callable[[Usage], float]) -> dict[str, Any]:
    return _typical([of(usage) for usage in usages], _UNCOUNTED)


def _typical(values: Sequence[float], nothing: str) -> dict[str, Any]:
    if not values:
        return {"unscored": nothing}
    return {"median": round(median(values), 6), "total": round(sum(values), 6), "n": len(values)}
