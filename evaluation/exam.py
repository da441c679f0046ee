"""The frozen exam: held-out stories nobody is trained on, and held-out riddles a person wrote.

``sit`` lets a writer answer each story once with fixed seeds, so that two adapters meet the same questions with the
same luck. The exam's version is the hash of its text: scorecards of different versions are not compared.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from riddles.article import Article
from riddles.corpus import stories
from riddles.corpus.stories import ExamStory
from riddles.errors import EvaluationError
from riddles.riddle import Riddle
from riddles.writers import BatchWriter, Candidate, Writer

Progress = Callable[[float], None]
AT_ONCE = 12  # stories in one batch: enough for speed, few enough for a large base's memory


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
    return list(_answers(writer, questions, 1, seed, progress))


def more(writer: Writer, questions: Exam, seed: int, least: int) -> list[Attempt]:
    """At least ``least`` further attempts, the same number for each story, with other luck; none for 0 or less."""
    count = -(-least // len(questions.stories))
    if count <= 0:
        return []
    return list(_answers(writer, questions, count, seed + len(questions.stories)))


def written(writer: Writer, articles: Sequence[Article], count: int, seed: int) -> Iterator[Sequence[Candidate]]:
    """``count`` candidates for each article in turn, some articles at a time where the writer can."""
    for start in range(0, len(articles), AT_ONCE):
        some = articles[start : start + AT_ONCE]
        if isinstance(writer, BatchWriter):
            yield from writer.write_each(some, count, seed + start)
        else:
            yield from (writer.write(article, count, seed + start + at) for at, article in enumerate(some))


def _answers(
    writer: Writer, questions: Exam, count: int, seed: int, progress: Progress = lambda _done: None
) -> Iterator[Attempt]:
    told = questions.stories
    each = written(writer, [story.article for story in told], count, seed)
    for number, (story, candidates) in enumerate(zip(told, each, strict=True)):
        yield from (Attempt(story, one.completion, one.riddle, one.fault) for one in candidates)
        progress((number + 1) / len(told))


def riddles_of(attempts: Sequence[Attempt]) -> list[Riddle]:
    """The riddles among the attempts."""
    return [attempt.riddle for attempt in attempts if attempt.riddle is not None]
