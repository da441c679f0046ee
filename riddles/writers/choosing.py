"""Makes the writer that a name asks for. A base is loaded once, whichever of its writers comes first."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import get_args

from riddles import language_model, sentence_encoder
from riddles.corpus import stories
from riddles.embedded import reader as embedded_reader
from riddles.embedded.reader import Reader
from riddles.errors import ModelNotFound
from riddles.language_model import LanguageModel
from riddles.prompt import PromptStyle
from riddles.settings import Secrets, Settings, WriterName
from riddles.writers import Writer
from riddles.writers.examples import Examples
from riddles.writers.few_shot import FewShotWriter
from riddles.writers.instruct import InstructWriter
from riddles.writers.service import ServiceWriter
from riddles.writers.tuned import TunedWriter

NAMES: tuple[WriterName, ...] = get_args(WriterName)


@dataclass(frozen=True)
class SealedAdapter:
    """The adapter that ``tuned`` is to write with: its id, absolute folder and the sha256 of its manifest."""

    id: str
    folder: Path
    manifest_sha256: str


class Writers:
    """The four writers by name, as the settings describe them."""

    def __init__(
        self, settings: Settings, secrets: Secrets, adapter: SealedAdapter | None = None,
        say: Callable[[str], None] = lambda _sentence: None,
    ) -> None:  # fmt: skip
        """``say`` is told in a sentence how subjects and examples are found, when they first are."""
        self._say = say
        self._settings = settings
        self._secrets = secrets
        self._adapter = adapter

    def writer(self, name: WriterName) -> Writer:
        """A writer. ``few_shot`` and ``instruct`` use the base alone, ``tuned`` the adapter where there is one.

        Raises ModelError (ModelNotFound, AdapterRefused, or a base without a chat template for ``instruct``), and
        SettingsError for ``service`` where none is set.
        """
        match name:
            case "tuned":
                return TunedWriter(self.model, self._model_reader)
            case "few_shot":
                return FewShotWriter(self.model, self._model_reader, self._examples, self._settings.writing.examples)
            case "instruct":
                return InstructWriter(self.model)
            case "service":
                is_subject = self._settings.service.prompt == PromptStyle.SUBJECT
                reader = self.reader.anew() if is_subject else None
                return ServiceWriter(self._settings.service, self._secrets.riddlewire_service_key, reader)

    @cached_property
    def model(self) -> LanguageModel:
        """The base, with the adapter active where there is one."""
        model = language_model.load(self._settings.model)
        if self._adapter is not None:
            model.add_adapter(self._adapter.id, self._adapter.folder, self._adapter.manifest_sha256)
            model.use(self._adapter.id)
        return model

    @cached_property
    def reader(self) -> Reader:
        """Who finds subjects for models of the subject prompt style."""
        reader = embedded_reader.load(self._settings.model.use_hub)
        self._say(f"Subjects are picked {reader.how}.")
        return reader

    @property
    def _model_reader(self) -> Reader | None:
        return self.reader.anew() if self.model.style == PromptStyle.SUBJECT else None

    @cached_property
    def _examples(self) -> Examples:
        try:
            encoder = sentence_encoder.load(self._settings.model.use_hub)
        except ModelNotFound as reason:
            self._say(f"Examples are chosen by their words only ({reason})")
            return Examples(stories.pairs())
        self._say("Examples are chosen by meaning.")
        return Examples(stories.pairs(), encoder)
