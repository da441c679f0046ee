"""The ``service`` writer: a model that somebody serves with an OpenAI-compatible address, hosted or our own."""

import re
import time
from collections.abc import Callable, Sequence
from typing import Any

from pydantic import SecretStr

from riddles.article import Article
from riddles.embedded.reader import Reader
from riddles.language_model import USUAL_SAMPLING
from riddles.model_service import ModelService, Spent
from riddles.prompt import Gist, instruction, open_prompt, revision, subject_prompt
from riddles.settings import Service
from riddles.writers import Candidate, Usage, reading
from riddles.writers.fitting import Fitted, fit

_SAFE_TOKEN = 3  # characters; an English token has about four, and nobody counts before the service does
_CONTROL = re.compile(r"<[^<>\n]{1,40}>")  # how models write the ends of turns: a story must not end one


class ServiceWriter:
    """Asks a service; counts the tokens it reports and what they cost at the settings' prices."""

    name = "service"
    adapter = ""

    def __init__(self, settings: Service, key: SecretStr, reader: Reader | None) -> None:
        """A ``reader`` is given for a served model of the subject prompt style only.

        Raises SettingsError where no service is set.
        """
        self._service = ModelService(settings, key, "service")
        self._settings = settings
        self._reader = reader

    @property
    def base(self) -> str:
        """The model's name at the service."""
        return self._settings.model

    def write(self, article: Article, count: int, seed: int) -> Sequence[Candidate]:
        """``count`` candidates for one article; whether a seed is honoured is the service's affair.

        Raises ServiceUnavailable, and StoryTooLong if no headline fits.
        """
        return self._written(article, instruction if self.takes_feedback else open_prompt, count, seed)

    @property
    def takes_feedback(self) -> bool:
        """An assistant does; a model that continues texts, or reads subjects, does not."""
        return self._settings.endpoint == "chat" and self._reader is None

    def revise(
        self, article: Article, refused: Candidate, reasons: Sequence[str], count: int, seed: int
    ) -> Sequence[Candidate]:
        """``count`` candidates in the knowledge of a refused one. Raises as ``write``."""
        attempt = _CONTROL.sub(" ", refused.completion)
        return self._written(article, lambda title, body: revision(title, body, attempt, reasons), count, seed)

    def _written(
        self, article: Article, request: Callable[[str, str], str], count: int, seed: int
    ) -> Sequence[Candidate]:
        started = time.monotonic()
        gist = self._reader.gist(article) if self._reader is not None else None
        fitted = self._fitted(article, gist, request)
        answers: list[tuple[str, Spent | None]] = []
        while len(answers) < count:  # some services answer once, however many answers are asked for
            answers += self._service.answers(fitted.prompt, self._wishes(count - len(answers), seed + len(answers)))
        seconds = (time.monotonic() - started) / count
        return [
            reading.read(
                Candidate(fitted.prompt, text, None, "", seconds, _usage(spent), fitted.unread, fitted.dropped),
                gist, self._reader,
            )
            for text, spent in answers[:count]
        ]  # fmt: skip

    def _fitted(self, article: Article, gist: Gist | None, request: Callable[[str, str], str]) -> Fitted:
        title, text = (_CONTROL.sub(" ", part) for part in (article.title, article.text))

        def build(_examples: int, body: str) -> str:
            return request(title, body) if gist is None else subject_prompt(gist)

        room = self._settings.context - self._settings.new_tokens
        return fit(build, text if gist is None else "", 0, lambda told: len(told) // _SAFE_TOKEN, room)

    def _wishes(self, count: int, seed: int) -> dict[str, Any]:
        usual = USUAL_SAMPLING[self._settings.prompt]
        return {
            "n": count, "seed": seed, "temperature": usual.temperature, "top_p": usual.top_p,
            "max_tokens": self._settings.new_tokens,
        }  # fmt: skip


def _usage(spent: Spent | None) -> Usage | None:
    return None if spent is None else Usage(spent.prompt_tokens, spent.completion_tokens, spent.cost)
