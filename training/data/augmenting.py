"""Self-instruct: a stronger writer writes riddles about further stories, and the best new ones are kept.

As Wang et al. 2023 ("Self-Instruct", arXiv 2212.10560): generate, filter, keep only what is unlike all there is, by
ROUGE-L below 0.7, what was just kept included. The filter is the screen a riddle must pass before it is posted. Stories
of the exam and of the held-out side are not written about: nothing learned may come from them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from evaluation import exam
from riddles import harm, judging
from riddles.article import Article, tells_same_story
from riddles.errors import StoryTooLong
from riddles.riddle import Riddle, completion_of
from riddles.screen_aids import Aids
from riddles.writers import Candidate, Writer
from training.data.augmented import Augmented
from training.data.examples import TRAIN, split_of

NOVEL = 0.7  # ROUGE-L from which a riddle is one we already have
NOT_NEW, UNFIT = "not new", "unfit"
Alike = Callable[[str, Sequence[str]], float]


@dataclass(frozen=True)
class Plan:
    """``count`` riddles by ``writer`` for each story. ``licence``: under which its text may be trained on."""

    writer: Writer
    aids: Aids
    count: int
    seed: int
    licence: str


@dataclass(frozen=True)
class Outcome:
    """What became of one candidate, or (without ``completion``) of a story that was not written about.

    ``kept`` is None with ``reasons``, each ``class: sentence``.
    """

    article: Article
    completion: str = ""
    kept: Augmented | None = None
    reasons: tuple[str, ...] = ()


@dataclass
class Augmenting:
    """Writes and filters. ``verses`` are those of all riddles there are; it grows with what is kept."""

    plan: Plan
    verses: list[str]
    alike: Alike
    clock: Callable[[], datetime]
    _exam: Sequence[Article] = field(default_factory=lambda: [story.article for story in exam.exam().stories])

    def outcomes(self, articles: Sequence[Article]) -> Iterator[Outcome]:
        """What becomes of each story, in turn."""
        for number, article in enumerate(articles):
            if reason := self._unfit(article):
                yield Outcome(article, reasons=(f"{UNFIT}: the story {reason}",))
            else:
                yield from self._written(article, self.plan.seed + number)

    def _unfit(self, article: Article) -> str:
        if split_of(article.fingerprint) != TRAIN:
            return "is held out, by its hash, to measure on"
        if any(tells_same_story(article, other) for other in self._exam):
            return "is one of the exam's"
        return harm.unfit(article, self.plan.aids.refused_words)

    def _written(self, article: Article, seed: int) -> Iterator[Outcome]:
        try:
            candidates = self.plan.writer.write(article, self.plan.count, seed)
        except StoryTooLong as error:
            yield Outcome(article, reasons=(f"{UNFIT}: {error}",))
            return
        for one in judging.judge(candidates, article, (), self.plan.aids):
            yield self._judged(article, one.candidate, one.reasons, seed)

    def _judged(self, article: Article, candidate: Candidate, reasons: tuple[str, ...], seed: int) -> Outcome:
        riddle = candidate.riddle
        if riddle is None or reasons:
            return Outcome(article, candidate.completion, reasons=reasons)
        alike = self.alike(riddle.text, self.verses)
        if alike >= NOVEL:
            reason = f"{NOT_NEW}: ROUGE-L {alike:.2f} with a riddle there is, {NOVEL} is the limit"
            return Outcome(article, candidate.completion, reasons=(reason,))
        self.verses.append(riddle.text)
        return Outcome(article, candidate.completion, self._row(article, riddle, alike, seed))

    def _row(self, article: Article, riddle: Riddle, alike: float, seed: int) -> Augmented:
        return Augmented(
            article.title, article.text, article.link, article.source, completion_of(riddle), riddle.text,
            riddle.answer, self.plan.writer.name, self.plan.writer.base, self.plan.licence, round(alike, 4), seed,
            self.clock().isoformat(timespec="seconds"),
        )  # fmt: skip
