"""The ``tuned`` writer: a base model with the team's current adapter, or the base alone while there is none."""

import time
from collections.abc import Sequence
from dataclasses import replace

from riddles.article import Article
from riddles.embedded.reader import Reader
from riddles.errors import MalformedRiddle
from riddles.language_model import USUAL_SAMPLING, LanguageModel, Sampling
from riddles.prompt import MAX_ARTICLE_CHARACTERS, Gist, filled, open_prompt, subject_prompt
from riddles.riddle import parse
from riddles.writers import Candidate, Usage
from riddles.writers.fitting import Fitted, fit


class TunedWriter:
    """Writes with whatever adapter the language model has active (see ``LanguageModel.writing_with``)."""

    name = "tuned"

    def __init__(self, model: LanguageModel, reader: Reader | None, sampling: Sampling | None = None) -> None:
        """A ``reader`` is given for a model of the subject prompt style, and for no other."""
        self._model = model
        self._reader = reader
        self._sampling = sampling or USUAL_SAMPLING[model.style]

    @property
    def base(self) -> str:
        """The base model's name or path."""
        return self._model.name

    @property
    def adapter(self) -> str:
        """The id of the active adapter, or an empty string."""
        return self._model.adapter

    def write(self, article: Article, count: int, seed: int) -> Sequence[Candidate]:
        """``count`` candidates for one article, sampled in one batch. Raises StoryTooLong if no headline fits."""
        return self.write_each([article], count, seed)[0]

    def write_each(self, articles: Sequence[Article], count: int, seed: int) -> list[Sequence[Candidate]]:
        """``count`` candidates for each article, all in one batch. Raises StoryTooLong if no headline fits."""
        started = time.monotonic()
        read = [self._read(article) for article in articles]
        prompts = [fitted.prompt for fitted, _gist in read for _ in range(count)]
        completions = self._model.complete(prompts, seed, self._sampling)
        seconds = (time.monotonic() - started) / len(completions)
        return [
            [self._told(*told, text, seconds) for text in completions[at * count : (at + 1) * count]]
            for at, told in enumerate(read)
        ]

    def _read(self, article: Article) -> tuple[Fitted, Gist | None]:
        """The prompt, and the gist it was made from for a model that reads no articles."""
        if self._reader is None:
            return self._fitted(article), None
        gist = self._reader.gist(article)
        return Fitted(subject_prompt(gist), 0, 0), gist

    def _told(self, fitted: Fitted, gist: Gist | None, completion: str, seconds: float) -> Candidate:
        usage = Usage(self._model.token_count(fitted.prompt), self._model.token_count(completion))
        return self._judged(Candidate(fitted.prompt, completion, None, "", seconds, usage, fitted.unread), gist)

    def sureness(self, candidates: Sequence[Candidate]) -> list[float]:
        """How likely the model finds each candidate: the mean log-probability of a token, in nats."""
        return self._model.sureness([(one.prompt, one.completion) for one in candidates])

    def _fitted(self, article: Article) -> Fitted:
        """The prompt of training, cut further only where the model's context is smaller than that."""
        title, text = (self._model.defused(part) for part in (article.title, article.text))
        room = self._model.prompt_room(self._sampling.new_tokens)
        fitted = fit(
            lambda _examples, body: open_prompt(title, body),
            text[:MAX_ARTICLE_CHARACTERS], 0, self._model.token_count, room,
        )  # fmt: skip
        return replace(fitted, unread=fitted.unread + max(0, len(text) - MAX_ARTICLE_CHARACTERS))

    def _judged(self, raw: Candidate, gist: Gist | None) -> Candidate:
        """Nothing is tidied here: a taught model keeps the contract to the letter, or its text is refused."""
        try:
            riddle = parse(raw.completion if gist is None else filled(raw.completion, gist))
        except MalformedRiddle as fault:
            return replace(raw, fault=str(fault))
        return replace(raw, riddle=riddle if self._reader is None else self._reader.completed(riddle))
