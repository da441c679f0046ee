"""A language model that somebody serves at an OpenAI-compatible address, hosted or our own.

The only file that knows the library openai. It waits and retries for us (0.5 s doubling to 8 s, or what the service
asks for). The key is sent to the service and shown nowhere. Not covered: streaming, tools, images.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from riddles.errors import ServiceUnavailable, SettingsError
from riddles.settings import Endpoint

_NEGOTIABLE = {"n", "seed", "temperature", "top_p", "max_tokens", "max_completion_tokens"}


@dataclass(frozen=True)
class Spent:
    """What one answer took: tokens read and written (a prompt's are shared by its answers), money at the set prices."""

    prompt_tokens: float
    completion_tokens: float
    cost: float


class ModelService:
    """Asks a service, and counts the tokens it reports and what they cost."""

    def __init__(self, settings: Endpoint, key: SecretStr, section: str) -> None:
        """``section`` is the settings' table, which errors name; the key's secret is RIDDLEWIRE_<SECTION>_KEY.

        Raises SettingsError where no service is set.
        """
        if not settings.base_url or not settings.model:
            raise SettingsError(
                f"No model service is set; name base_url and model under [{section}] in riddlewire.toml."
            )
        import openai

        self._settings = settings
        self._key = key
        self._section = section
        self._refused: set[str] = set()
        self._client: Any = openai.OpenAI(
            base_url=settings.base_url, api_key=key.get_secret_value() or "none",
            timeout=settings.timeout_seconds, max_retries=settings.retries,
        )  # fmt: skip

    def answers(self, prompt: str, wishes: Mapping[str, Any]) -> list[tuple[str, Spent | None]]:
        """The answers to one request, at least one; None where the service does not count tokens.

        ``wishes`` are ``n``, ``seed``, ``temperature``, ``top_p``, ``max_tokens``; a service that refuses one is asked
        again without it, now and from then on. Raises ServiceUnavailable.
        """
        answer = self._asked(prompt, wishes)
        choices = getattr(answer, "choices", None)
        if not isinstance(choices, list) or not choices:
            raise ServiceUnavailable(self._sentence("answered with something that is no completion", 404))
        spent = self._spent(getattr(answer, "usage", None), len(choices))
        return [(_text(choice).strip(), spent) for choice in choices]

    @property
    def _is_chat(self) -> bool:
        return self._settings.endpoint == "chat"

    def _asked(self, prompt: str, wishes: Mapping[str, Any]) -> Any:
        import openai

        while True:
            try:
                return self._sent(prompt, self._granted(wishes))
            except openai.BadRequestError as error:
                refused = str(error.param)
                if refused not in _NEGOTIABLE - self._refused:
                    raise self._failed(error) from None
                self._refused.add(refused)
            except (openai.OpenAIError, ValueError) as error:
                raise self._failed(error) from None  # the library's own error may repeat the key

    def _sent(self, prompt: str, wishes: Mapping[str, Any]) -> Any:
        if self._is_chat:
            turns = [{"role": "user", "content": prompt}]
            return self._client.chat.completions.create(messages=turns, **wishes)
        return self._client.completions.create(prompt=prompt, **wishes)

    def _granted(self, wishes: Mapping[str, Any]) -> dict[str, Any]:
        asked = dict(wishes)
        if self._is_chat and "max_tokens" in self._refused and "max_tokens" in asked:
            asked["max_completion_tokens"] = asked.pop("max_tokens")
        return {"model": self._settings.model} | {
            name: value for name, value in asked.items() if name not in self._refused
        }

    def _spent(self, told: Any, answers: int) -> Spent | None:
        read, written = getattr(told, "prompt_tokens", None), getattr(told, "completion_tokens", None)
        if not isinstance(read, int) or not isinstance(written, int):
            return None
        cost = read * self._settings.prompt_price + written * self._settings.completion_price
        return Spent(read / answers, written / answers, cost / 1e6 / answers)

    def _failed(self, error: Exception) -> ServiceUnavailable:
        import openai

        if isinstance(error, openai.APITimeoutError):
            return ServiceUnavailable(
                f"The model service {self._place} stayed silent for {self._settings.timeout_seconds:g} s, "
                f"{self._settings.retries + 1} times in a row; check it, or raise {self._section}.timeout_seconds."
            )
        if isinstance(error, openai.APIConnectionError):
            return ServiceUnavailable(
                f"The model service {self._place} cannot be reached ({self._shown(str(error.__cause__ or error))}); "
                f"check {self._section}.base_url and the network."
            )
        if isinstance(error, openai.APIStatusError):
            return ServiceUnavailable(self._sentence(f"refused ({self._shown(str(error))})", error.status_code))
        return ServiceUnavailable(self._sentence("answered with something that is not JSON", 404))

    def _sentence(self, happened: str, status: int) -> str:
        return f"The model service {self._place} {happened}; {self._remedy(status)}."

    def _remedy(self, status: int) -> str:
        table, key = self._section, f"RIDDLEWIRE_{self._section.upper()}_KEY"
        return {
            401: f"set {key} to a valid key",
            403: f"ask its owner what this key may do, or set another {key}",
            404: f"check {table}.base_url, {table}.model and {table}.endpoint",
            429: f"wait, raise {table}.retries, or ask for a higher limit",
        }.get(status, "look into its log")

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
