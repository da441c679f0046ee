"""The ``tuned`` writer: a base model with the team's current adapter, or the base alone while there is none."""

import time
from collections.abc import Sequence

from riddles.article import Article
from riddles.embedded.reader import Reader
from riddles.errors import MalformedRiddle
from riddles.language_model import LanguageModel, Sampling
from riddles.prompt import Gist, article_prompt, filled, subject_prompt
from riddles.riddle import parse
from riddles.writers import Candidate


class TunedWriter:
    """Writes with whatever adapter the language model has active (see ``LanguageModel.writing_with``)."""

    name = "tuned"

    def __init__(self, model: LanguageModel, reader: Reader | None, sampling: Sampling | None = None) -> None:
        """A ``reader`` is given for a model of the subject prompt style, and for no other."""
        self._model = model
        self._reader = reader
        self._sampling = sampling or Sampling()

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
        return [self._candidate(prompt, completion, gist, seconds) for completion in completions]

    def _candidate(self, prompt: str, completion: str, gist: Gist | None, seconds: float) -> Candidate:
        try:
            riddle = parse(completion if gist is None else filled(completion, gist))
        except MalformedRiddle as fault:
            return Candidate(prompt, completion, None, str(fault), seconds)
        if self._reader is not None:
            riddle = self._reader.completed(riddle)
        return Candidate(prompt, completion, riddle, "", seconds)
