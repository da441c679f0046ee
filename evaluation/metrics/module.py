"""What the metric modules share: how an ``evaluate.Metric`` describes itself, and how its answer looks.

Every file beside this one is a module that ``evaluate.load(path)`` loads alone. The arithmetic is a function in the
same file; the product calls the function, so that both give the same figures. A module answers with one object: under
its own name the value, then ``n``, ``low``, ``high`` and ``items``; or None under its name and ``unscored`` with the
reason. Unscored is not zero.
"""

from collections.abc import Sequence
from typing import Any

import datasets
import evaluate

from evaluation.exam import Attempt
from evaluation.scorecard import Entry, Score, Unscored
from riddles.article import Article
from riddles.corpus.stories import ExamStory
from riddles.errors import MalformedRiddle
from riddles.riddle import parse

TEXT, NUMBER, COUNT = (datasets.Value(kind) for kind in ("string", "float64", "int64"))
TEXTS = datasets.Sequence(TEXT)


def info(told: str | None, **features: Any) -> Any:
    """The module's description: its docstring, and the columns it wants."""
    inputs = ", ".join(f"{name}: {feature}" for name, feature in features.items())
    return evaluate.MetricInfo(
        description=told or "", citation="", inputs_description=inputs, features=datasets.Features(features)
    )


def answer(**entries: Entry) -> dict[str, Any]:
    """The entries as a module answers; several entries of one module share no keys but their own prefix."""
    if len(entries) > 1:
        return {f"{name}_{key}" if key else name: value for name, entry in entries.items()
                for key, value in _told(entry).items()}  # fmt: skip
    return {key or name: value for name, entry in entries.items() for key, value in _told(entry).items()}


def attempts(completions: Sequence[str], stories: Sequence[str] = ()) -> list[Attempt]:
    """Completions as attempts at stories; a story is its headline, a new line, and its text."""
    told = stories or [""] * len(completions)
    return [_attempt(completion, story) for completion, story in zip(completions, told, strict=True)]


def _attempt(completion: str, story: str, subjects: tuple[str, ...] = ()) -> Attempt:
    title, _, text = story.partition("\n")
    about = ExamStory(Article(title, text), subjects, "", named=False)
    try:
        return Attempt(about, completion, parse(completion), "")
    except MalformedRiddle as error:
        return Attempt(about, completion, None, str(error))


def _told(entry: Entry) -> dict[str, Any]:
    if isinstance(entry, Unscored):
        return {"": None, "unscored": entry.reason}
    assert isinstance(entry, Score)
    return {"": entry.value, "n": entry.n, "low": entry.low, "high": entry.high, "items": list(entry.items)}
