"""The ``tuned`` writer: a base model with the team's current adapter, or the base alone while there is none."""

import time
from collections.abc import Sequence

from riddles.article import Article
from riddles.embedded.reader import Reader
from riddles.errors import MalformedRiddle
from riddles.language_model import LanguageModel, Sampling
from riddles.prompt import PromptStyle, article_prompt, subject_prompt
from riddles.riddle import parse
from riddles.writers import Candidate


class TunedWriter:
    """Writes with whatever adapter the language model has active (see ``LanguageModel.writing_with``)."""

    name = "tuned"

    def __init__(self, model: LanguageModel, reader: Reader | None, sampling: Sampling | None = None) -> None:
        """A ``reader`` is needed only for a model of the subject prompt style."""
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

    def prompt(self, article: Article) -> str:
        """What the model reads for this article."""
        if self._model.style == PromptStyle.SUBJECT and self._reader is not None:
            return subject_prompt(self._reader.gist(article))
        return article_prompt(article)

    def write(self, article: Article, count: int, seed: int) -> Sequence[Candidate]:
        """``count`` candidates for one article, sampled in one batch."""
        started = time.monotonic()
        prompt = self.prompt(article)
        completions = self._model.complete([prompt] * count, seed, self._sampling)
        seconds = (time.monotonic() - started) / count
        return [self._candidate(prompt, completion, seconds) for completion in completions]

    def _candidate(self, prompt: str, completion: str, seconds: float) -> Candidate:
        try:
            riddle = parse(completion)
        except MalformedRiddle as fault:
            return Candidate(prompt, completion, None, str(fault), seconds)
        if self._reader is not None:
            riddle = self._reader.completed(riddle)
        return Candidate(prompt, completion, riddle, "", seconds)
