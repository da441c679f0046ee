"""The frozen exam: held-out stories nobody is trained on, and held-out riddles a person wrote.

``sit`` lets a writer answer each story once with a fixed seed, so that two adapters meet the same questions with the
same luck. The exam's version is the hash of its text: scorecards of different versions are not compared.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from riddles.corpus import stories
from riddles.corpus.stories import ExamStory
from riddles.errors import EvaluationError
from riddles.riddle import Riddle
from riddles.writers import Writer

Progress = Callable[[float], None]


@dataclass(frozen=True)
class Exam:
    """The stories to write about, and the version that identifies them."""

    version: str
    stories: tuple[ExamStory, ...]


@dataclass(frozen=True)
class Attempt:
    """One answer: the story, the model's text, the riddle in it, or None with the broken rule in ``fault``."""

    story: ExamStory
    completion: str
    riddle: Riddle | None
    fault: str


def exam(size: int | None = None) -> Exam:
    """The exam, or a fixed subset of ``size`` stories of it with as many oblique as named ones.

    Raises EvaluationError if there are not so many stories.
    """
    everything = sorted(stories.exam(), key=lambda story: (story.article.fingerprint, story.article.title))
    named = [story for story in everything if story.named]
    oblique = [story for story in everything if not story.named]
    mixed = [story for both in zip(named, oblique, strict=False) for story in both]
    if size is not None and size > len(mixed):
        raise EvaluationError(f"The exam has {len(mixed)} stories, {size} were asked for; ask for fewer.")
    chosen = tuple(mixed[:size])
    text = "\x1e".join(f"{story.article.title}\x1f{story.article.text}" for story in chosen)
    return Exam(f"{len(chosen)}-{hashlib.sha256(text.encode()).hexdigest()[:12]}", chosen)


def sit(writer: Writer, questions: Exam, seed: int, progress: Progress = lambda _done: None) -> list[Attempt]:
    """One riddle for each story; ``progress`` is called with the share done."""
    attempts = []
    for number, story in enumerate(questions.stories):
        (candidate,) = writer.write(story.article, 1, seed + number)
        attempts.append(Attempt(story, candidate.completion, candidate.riddle, candidate.fault))
        progress((number + 1) / len(questions.stories))
    return attempts


def more(writer: Writer, questions: Exam, seed: int, least: int) -> list[Attempt]:
    """At least ``least`` further attempts, the same number for each story, with other luck; none for 0 or less."""
    count = -(-least // len(questions.stories))
    if count <= 0:
        return []
    return [
        Attempt(story, candidate.completion, candidate.riddle, candidate.fault)
        for number, story in enumerate(questions.stories)
        for candidate in writer.write(story.article, count, seed + len(questions.stories) + number)
    ]


def riddles_of(attempts: Sequence[Attempt]) -> list[Riddle]:
    """The riddles among the attempts."""
    return [attempt.riddle for attempt in attempts if attempt.riddle is not None]
