"""The ``tuned`` writer: a base model with the team's current adapter, or the base alone while there is none."""

import time
from collections.abc import Sequence
from dataclasses import replace

from riddles.article import Article
from riddles.embedded.reader import Reader
from riddles.errors import MalformedRiddle
from riddles.language_model import USUAL_SAMPLING, LanguageModel, Sampling
from riddles.prompt import MAX_ARTICLE_CHARACTERS, Gist, article_prompt, filled, subject_prompt
from riddles.riddle import parse
from riddles.writers import Candidate, Usage


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
        """``count`` candidates for one article, sampled in one batch."""
        started = time.monotonic()
        gist = self._reader.gist(article) if self._reader is not None else None
        prompt = article_prompt(article) if gist is None else subject_prompt(gist)
        completions = self._model.complete([prompt] * count, seed, self._sampling)
        seconds = (time.monotonic() - started) / count
        unread = max(0, len(article.text) - MAX_ARTICLE_CHARACTERS) if gist is None else 0
        read = self._model.token_count(prompt)
        return [
            self._judged(
                Candidate(
                    prompt, completion, None, "", seconds, Usage(read, self._model.token_count(completion)), unread
                ),
                gist,
            )
            for completion in completions
        ]

    def _judged(self, raw: Candidate, gist: Gist | None) -> Candidate:
        """Nothing is tidied here: a taught model keeps the contract to the letter, or its text is refused."""
        try:
            riddle = parse(raw.completion if gist is None else filled(raw.completion, gist))
        except MalformedRiddle as fault:
            return replace(raw, fault=str(fault))
        return replace(raw, riddle=riddle if self._reader is None else self._reader.completed(riddle))
