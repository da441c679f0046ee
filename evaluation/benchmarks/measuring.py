"""One benchmark, one model as it stands: its documents asked, its answers scored."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from evaluation.benchmarks import documents, local_files, scoring
from evaluation.benchmarks.catalogue import SMALL, Benchmark, Suite
from evaluation.benchmarks.documents import Choice, Document, Prompt, Rivals
from evaluation.scorecard import Entry, Score, Scorecard, share

VERSION = "1"  # raised whenever a figure of the same documents would come out differently


class Engine(Protocol):
    """What asks the model, as ``harness.Harness`` does."""

    def choose(self, documents: Sequence[Choice]) -> list[tuple[float, ...]]:
        """Log-likelihoods (nats), one an option."""

    def compare(self, documents: Sequence[Rivals]) -> list[tuple[float, float]]:
        """Log-likelihoods (nats) of both sentences."""

    def go_on(self, documents: Sequence[Prompt], new_tokens: int) -> list[str]:
        """Texts."""

    def named(self, names: Sequence[str], limit: int | None) -> dict[str, Entry]:
        """The engine's own figures of its own tasks."""


@dataclass(frozen=True)
class Asked:
    """The questions of a benchmark, their identity, and the word list for texts that are judged by it."""

    benchmark: Benchmark
    questions: Sequence[Document]
    identity: str
    rude_words: Sequence[str] = ()


@dataclass(frozen=True)
class Result:
    """Its figures, and the seconds it took a document."""

    card: Scorecard
    seconds: float


def questions(benchmark: Benchmark, folder: Path, suite: Suite) -> Asked:
    """The documents of a benchmark from its local files. Raises EvaluationError if they are not there."""
    found = documents.drawn(local_files.read(benchmark.reader, folder), SMALL if suite == Suite.SMALL else None)
    judged_by_list = all(isinstance(one, Prompt) and not one.answers for one in found)
    words = local_files.rude_words(folder) if judged_by_list else ()
    return Asked(benchmark, found, f"{VERSION}:{documents.identity(found)}", words)


def measure(asked: Asked, engine: Engine, lengths: Sequence[int], context: int | None) -> Result:
    """Ask and score. ``lengths`` are the questions' tokens; what exceeds ``context`` was read without its beginning."""
    started = time.monotonic()
    card = dict(_scored(asked, engine))
    seconds = (time.monotonic() - started) / max(len(asked.questions), 1)
    if context is not None:
        card["cut_short"] = share([length > context for length in lengths], "it asked nothing")
    return Result(card, seconds)


def named(benchmark: Benchmark, engine: Engine, limit: int | None) -> Result:
    """Have the engine ask its own tasks, ``limit`` questions of each. Raises EvaluationError without a hub."""
    started = time.monotonic()
    card = engine.named(benchmark.hub, limit)
    n = sum(one.n for one in card.values() if isinstance(one, Score))
    return Result(card, (time.monotonic() - started) / max(n, 1))


def read_texts(questions: Sequence[Document]) -> list[str]:
    """What the model has to read of each question before it answers."""
    return [one.stereotyped if isinstance(one, Rivals) else one.query for one in questions]


def _scored(asked: Asked, engine: Engine) -> dict[str, Entry]:
    if options := [one for one in asked.questions if isinstance(one, Choice)]:
        again = [documents.disturbed(one, number) for number, one in enumerate(options)]
        return scoring.choices(options, engine.choose(options), engine.choose(again))
    if pairs := [one for one in asked.questions if isinstance(one, Rivals)]:
        return scoring.rivals(pairs, engine.compare(pairs))
    prompts = [one for one in asked.questions if isinstance(one, Prompt)]
    told = engine.go_on(prompts, asked.benchmark.new_tokens)
    return scoring.rudeness(prompts, told, asked.rude_words) if asked.rude_words else scoring.answers(prompts, told)
