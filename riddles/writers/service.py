"""The ``service`` writer: a model that somebody serves with an OpenAI-compatible address, hosted or our own.

The only file that knows the library openai. It waits and retries for us (0.5 s doubling to 8 s, or what the service
asks for). The key is sent to the service and shown nowhere. Not covered: streaming, tools, images.
"""

import re
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from riddles.article import Article
from riddles.embedded.reader import Reader
from riddles.errors import ServiceUnavailable, SettingsError
from riddles.language_model import USUAL_SAMPLING
from riddles.prompt import Gist, instruction, open_prompt, subject_prompt
from riddles.settings import Service
from riddles.writers import Candidate, Usage, reading
from riddles.writers.fitting import Fitted, fit

_SAFE_TOKEN = 3  # characters; an English token has about four, and nobody counts before the service does
_NEGOTIABLE = {"n", "seed", "temperature", "top_p", "max_tokens", "max_completion_tokens"}
_CONTROL = re.compile(r"<[^<>\n]{1,40}>")  # how models write the ends of turns: a story must not end one
_REMEDIES = {
    401: "set RIDDLEWIRE_SERVICE_KEY to a valid key",
    403: "ask its owner what this key may do, or set another RIDDLEWIRE_SERVICE_KEY",
    404: "check service.base_url, service.model and service.endpoint",
    429: "wait, raise service.retries, or ask for a higher limit",
}


class ServiceWriter:
    """Asks a service; counts the tokens it reports and what they cost at the settings' prices."""

    name = "service"
    adapter = ""

    def __init__(self, settings: Service, key: SecretStr, reader: Reader | None) -> None:
        """A ``reader`` is given for a served model of the subject prompt style only.

        Raises SettingsError where no service is set.
        """
        if not settings.base_url or not settings.model:
            raise SettingsError("No model service is set; name base_url and model under [service] in riddlewire.toml.")
        import openai

        self._settings = settings
        self._key = key
        self._reader = reader
        self._refused: set[str] = set()
        self._client: Any = openai.OpenAI(
            base_url=settings.base_url, api_key=key.get_secret_value() or "none",
            timeout=settings.timeout_seconds, max_retries=settings.retries,
        )  # fmt: skip

    @property
    def base(self) -> str:
        """The model's name at the service."""
        return self._settings.model

    def write(self, article: Article, count: int, seed: int) -> Sequence[Candidate]:
        """``count`` candidates for one article; whether a seed is honoured is the service's affair.

        Raises ServiceUnavailable.
        """
        started = time.monotonic()
        gist = self._reader.gist(article) if self._reader is not None else None
        fitted = self._fitted(article, gist)
        answers: list[tuple[str, Usage | None]] = []
        while len(answers) < count:  # some services answer once, however many answers are asked for
            answers += self._answers(fitted.prompt, count - len(answers), seed + len(answers))
        seconds = (time.monotonic() - started) / count
        return [
            reading.read(
                Candidate(fitted.prompt, text, None, "", seconds, usage, fitted.unread, fitted.dropped),
                gist, self._reader,
            )
            for text, usage in answers[:count]
        ]  # fmt: skip

    def _fitted(self, article: Article, gist: Gist | None) -> Fitted:
        title, text = (_CONTROL.sub(" ", part) for part in (article.title, article.text))

        def build(_examples: int, body: str) -> str:
            if gist is not None:
                return subject_prompt(gist)
            return instruction(title, body) if self._is_chat else open_prompt(title, body)

        room = self._settings.context - self._settings.new_tokens
        return fit(build, text if gist is None else "", 0, lambda told: len(told) // _SAFE_TOKEN, room)

    @property
    def _is_chat(self) -> bool:
        return self._settings.endpoint == "chat"

    def _answers(self, prompt: str, count: int, seed: int) -> list[tuple[str, Usage | None]]:
        answer = self._asked(prompt, count, seed)
        choices = getattr(answer, "choices", None)
        if not isinstance(choices, list) or not choices:
            raise ServiceUnavailable(self._sentence("answered with something that is no completion", 404))
        usage = self._usage(getattr(answer, "usage", None), len(choices))
        return [(_text(choice).strip(), usage) for choice in choices]

    def _asked(self, prompt: str, count: int, seed: int) -> Any:
        """One request. A service that refuses one of our wishes is asked again without it, now and from then on."""
        import openai

        while True:
            try:
                return self._sent(prompt, self._wishes(count, seed))
            except openai.BadRequestError as error:
                refused = str(error.param)
                if refused not in _NEGOTIABLE - self._refused:
                    raise self._failed(error) from None
                self._refused.add(refused)
            except (openai.OpenAIError, ValueError) as error:
                raise self._failed(error) from None  # the library's own error may repeat the key

    def _sent(self, prompt: str, wishes: dict[str, Any]) -> Any:
        if self._is_chat:
            turns = [{"role": "user", "content": prompt}]
            return self._client.chat.completions.create(messages=turns, **wishes)
        return self._client.completions.create(prompt=prompt, **wishes)

    def _wishes(self, count: int, seed: int) -> dict[str, Any]:
        limit = "max_completion_tokens" if self._is_chat and "max_tokens" in self._refused else "max_tokens"
        usual = USUAL_SAMPLING[self._settings.prompt]
        wishes = {"n": count, "seed": seed, "temperature": usual.temperature, "top_p": usual.top_p}
        wishes[limit] = self._settings.new_tokens
        return {"model": self._settings.model} | {
            name: value for name, value in wishes.items() if name not in self._refused
        }

    def _usage(self, told: Any, answers: int) -> Usage | None:
        read, written = getattr(told, "prompt_tokens", None), getattr(told, "completion_tokens", None)
        if not isinstance(read, int) or not isinstance(written, int):
            return None
        cost = read * self._settings.prompt_price + written * self._settings.completion_price
        return Usage(read / answers, written / answers, cost / 1e6 / answers)

    def _failed(self, error: Exception) -> ServiceUnavailable:
        import openai

        if isinstance(error, openai.APITimeoutError):
            return ServiceUnavailable(
                f"The model service {self._place} stayed silent for {self._settings.timeout_seconds:g} s, "
                f"{self._settings.retries + 1} times in a row; check it, or raise service.timeout_seconds."
            )
        if isinstance(error, openai.APIConnectionError):
            return ServiceUnavailable(
                f"The model service {self._place} cannot be reached ({self._shown(str(error.__cause__ or error))}); "
                "check service.base_url and the network."
            )
        if isinstance(error, openai.APIStatusError):
            return ServiceUnavailable(self._sentence(f"refused ({self._shown(str(error))})", error.status_code))
        return ServiceUnavailable(self._sentence("answered with something that is not JSON", 404))

    def _sentence(self, happened: str, status: int) -> str:
        return f"The model service {self._place} {happened}; {_REMEDIES.get(status, 'look into its log')}."

    @property
    def _place(self) -> str:
        return urlsplit(self._settings.base_url).netloc

    def _shown(self, message: str) -> str:
        """The first line of what the service said, without the key should it repeat it."""
        key = self._key.get_secret_value()
        line = (message.strip().splitlines() or [""])[0]
        return (line.replace(key, "[redacted]") if key else line)[:200].rstrip(". ")


def _text(choice: Any) -> str:
    text = getattr(choice, "text", None) or getattr(getattr(choice, "message", None), "content", None)
    return text if isinstance(text, str) else ""
