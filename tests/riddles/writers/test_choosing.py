from pathlib import Path

import pytest
from pydantic import SecretStr

from riddles.article import Article
from riddles.errors import AdapterRefused, SettingsError
from riddles.settings import Model, Secrets, Service, Settings
from riddles.writers.choosing import NAMES, SealedAdapter, Writers

STORY = Article("The old bridge at Harrowby reopens", "The bridge was closed for two winters. It carries 240 carts.")


def test_every_writer_has_a_name() -> None:
    assert NAMES == ("tuned", "few_shot", "instruct", "service")


@pytest.mark.model
def test_writers_of_one_base_share_it_and_say_how_they_read(tiny_model: Model) -> None:
    said: list[str] = []
    service = Service(base_url="http://127.0.0.1:9/v1", model="there")
    writers = Writers(Settings(model=tiny_model, service=service), Secrets(), say=said.append)

    tuned, few_shot, served = (writers.writer(name) for name in ("tuned", "few_shot", "service"))

    assert [one.name for one in (tuned, few_shot, served)] == ["tuned", "few_shot", "service"]
    assert tuned.base == few_shot.base == tiny_model.base
    assert served.base == "there"
    assert writers.model is writers.model
    assert [sentence.split()[0] for sentence in said] == ["Subjects", "Examples"]
    assert len(tuned.write(STORY, 2, 1)) == 2


@pytest.mark.model
def test_an_adapter_that_is_not_what_was_sealed_is_refused(tiny_model: Model, tmp_path: Path) -> None:
    adapter = SealedAdapter("7-abc", tmp_path / "nothing", "0" * 64)

    with pytest.raises(AdapterRefused):
        Writers(Settings(model=tiny_model), Secrets(), adapter).writer("tuned")


def test_the_service_needs_no_local_model_and_its_settings(tmp_path: Path) -> None:
    nowhere = Settings(model=Model(base=str(tmp_path)))

    with pytest.raises(SettingsError, match="No model service is set"):
        Writers(nowhere, Secrets(riddlewire_service_key=SecretStr("k"))).writer("service")
