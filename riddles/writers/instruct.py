"""The ``instruct`` writer: an instruction-tuned base, asked in its own chat template, without any example."""

import time
from collections.abc import Callable, Sequence

from riddles.article import Article
from riddles.language_model import LanguageModel, Sampling
from riddles.prompt import instruction, revision
from riddles.writers import Candidate, Usage, reading
from riddles.writers.fitting import fit


class InstructWriter:
    """Writes with the base alone, whatever adapter is active. A story too long for the context is cut."""

    name = "instruct"
    adapter = ""
    takes_feedback = True

    def __init__(self, model: LanguageModel, sampling: Sampling | None = None) -> None:
        """Raises ModelError for a model without a chat template."""
        model.chat_prompt("")
        self._model = model
        self._sampling = sampling or Sampling()

    @property
    def base(self) -> str:
        """The base model's name or path."""
        return self._model.name

    def write(self, article: Article, count: int, seed: int) -> Sequence[Candidate]:
        """``count`` candidates for one article, sampled in one batch. Raises StoryTooLong if no headline fits."""
        return self._written(article, instruction, count, seed)

    def revise(
        self, article: Article, refused: Candidate, reasons: Sequence[str], count: int, seed: int
    ) -> Sequence[Candidate]:
        """``count`` candidates in the knowledge of a refused one. Raises StoryTooLong if no headline fits."""
        attempt = self._model.defused(refused.completion)
        return self._written(article, lambda title, body: revision(title, body, attempt, reasons), count, seed)

    def sureness(self, candidates: Sequence[Candidate]) -> list[float]:
        """How likely the base finds each candidate: the mean log-probability of a token, in nats."""
        with self._model.writing_with(""):
            return self._model.sureness([(one.prompt, one.completion) for one in candidates])

    def _written(
        self, article: Article, request: Callable[[str, str], str], count: int, seed: int
    ) -> Sequence[Candidate]:
        started = time.monotonic()
        title, text = (self._model.defused(part) for part in (article.title, article.text))
        fitted = fit(
            lambda _examples, body: self._model.chat_prompt(request(title, body)),
            text, 0, self._model.token_count, self._model.prompt_room(self._sampling.new_tokens),
        )  # fmt: skip
        with self._model.writing_with(""):
            completions = self._model.complete([fitted.prompt] * count, seed, self._sampling)
        seconds = (time.monotonic() - started) / count
        read = self._model.token_count(fitted.prompt)
        return [
            reading.read(
                Candidate(
                    fitted.prompt, completion, None, "", seconds, Usage(read, self._model.token_count(completion)),
                    fitted.unread,
                )
            )
            for completion in completions
        ]  # fmt: skip
