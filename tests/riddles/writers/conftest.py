from collections.abc import Callable, Iterator

import pytest

from riddles import language_model
from riddles.language_model import LanguageModel
from riddles.settings import Model
from tests.riddles.writers.served_model import ServedModel


@pytest.fixture(scope="session")
def loaded(tiny_model: Model) -> LanguageModel:
    return language_model.load(tiny_model)


@pytest.fixture
def serve(loaded: LanguageModel) -> Iterator[Callable[..., ServedModel]]:
    running: list[ServedModel] = []

    def start(key: str = "") -> ServedModel:
        running.append(ServedModel(loaded, key))
        return running[-1]

    yield start
    for server in running:
        server.stop()
