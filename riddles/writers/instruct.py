"""The ``instruct`` writer: an instruction-tuned base, asked in its own chat template, without any example."""

import time
from collections.abc import Sequence

from riddles.article import Article
from riddles.language_model import LanguageModel, Sampling
from riddles.prompt import instruction
from riddles.writers import Candidate, Usage, reading
from riddles.writers.fitting import fit


class InstructWriter:
    """Writes with the base alone, whatever adapter is active. A story too long for the context is cut."""

    name = "instruct"
    adapter = ""

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
        """``count`` candidates for one article, sampled in one batch. Raises ModelError if no headline fits."""
        started = time.monotonic()
        title, text = (self._model.defused(part) for part in (article.title, article.text))
        fitted = fit(
            lambda _examples, body: self._model.chat_prompt(instruction(title, body)),
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
