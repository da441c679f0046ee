"""The ``few_shot`` writer: a base model that is shown the hand-written examples nearest to the article first."""

import random
import time
from collections.abc import Sequence
from dataclasses import replace

from riddles.article import Article
from riddles.corpus import bank
from riddles.corpus.stories import Pair
from riddles.embedded import composing
from riddles.embedded.reader import Reader
from riddles.language_model import USUAL_SAMPLING, LanguageModel, Sampling
from riddles.prompt import Gist, PromptStyle, few_shot_prompt, next_example, story_prompt, subject_prompt
from riddles.riddle import Riddle, completion_of
from riddles.writers import Candidate, Usage, reading
from riddles.writers.examples import Examples
from riddles.writers.fitting import Fitted, fit


class FewShotWriter:
    """Writes with the base alone, whatever adapter is active. Examples are dropped before the story is cut."""

    name = "few_shot"
    adapter = ""

    def __init__(
        self, model: LanguageModel, reader: Reader | None, examples: Examples, count: int,
        sampling: Sampling | None = None,
    ) -> None:  # fmt: skip
        """``count`` examples are wanted; a ``reader`` is given for a model of the subject prompt style only."""
        self._model = model
        self._reader = reader
        self._examples = examples
        self._count = count
        self._sampling = replace(sampling or USUAL_SAMPLING[model.style], stop=next_example(model.style))

    @property
    def base(self) -> str:
        """The base model's name or path."""
        return self._model.name

    def write(self, article: Article, count: int, seed: int) -> Sequence[Candidate]:
        """``count`` candidates for one article, sampled in one batch. Raises StoryTooLong if no headline fits."""
        started = time.monotonic()
        gist = self._reader.gist(article) if self._reader is not None else None
        fitted = self._fitted(article, gist)
        with self._model.writing_with(""):
            completions = self._model.complete([fitted.prompt] * count, seed, self._sampling)
        seconds = (time.monotonic() - started) / count
        read = self._model.token_count(fitted.prompt)
        return [
            reading.read(
                Candidate(
                    fitted.prompt, completion, None, "", seconds, Usage(read, self._model.token_count(completion)),
                    fitted.unread, fitted.dropped,
                ),
                gist, self._reader,
            )
            for completion in completions
        ]  # fmt: skip

    def sureness(self, candidates: Sequence[Candidate]) -> list[float]:
        """How likely the base finds each candidate: the mean log-probability of a token, in nats."""
        with self._model.writing_with(""):
            return self._model.sureness([(one.prompt, one.completion) for one in candidates])

    def _fitted(self, article: Article, gist: Gist | None) -> Fitted:
        title, text = (self._model.defused(part) for part in (article.title, article.text))
        shots = [self._shot(pair) for pair in self._examples.nearest(article, self._count)]

        def build(shown: int, body: str) -> str:
            question = story_prompt(title, body) if gist is None else subject_prompt(gist)
            nearest_last = list(reversed(shots[:shown]))
            return few_shot_prompt(nearest_last, question, self._model.style)

        room = self._model.prompt_room(self._sampling.new_tokens)
        return fit(build, text if gist is None else "", len(shots), self._model.token_count, room)

    def _shot(self, pair: Pair) -> tuple[str, str]:
        if self._model.style == PromptStyle.SUBJECT:
            gist = Gist(pair.riddle.answer, pair.place)
            return subject_prompt(gist), completion_of(replace(_in_known_lines(pair, gist), aliases=()))
        return story_prompt(pair.article.title, pair.article.text), completion_of(pair.riddle)


def _in_known_lines(pair: Pair, gist: Gist) -> Riddle:
    """A riddle on the pair's subject in lines of the clue bank: the embedded model has words for no others."""
    entry = bank.read().get(pair.riddle.answer)
    return pair.riddle if entry is None else composing.compose(entry, gist, random.Random(pair.article.fingerprint))
