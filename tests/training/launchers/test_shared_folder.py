"""A run's folder where two machines reach it: by path or address, copied whole and never over anything of others."""

from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from riddles.errors import RunInterrupted, SettingsError, TrainingError
from riddles.settings import Model
from tests.training.launchers.work import task
from training.launchers import shared_folder
from training.runs.run_folder import RunFolder


@pytest.fixture(params=["path", "file", "memory"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    places = {
        "path": str(tmp_path / "shared" / "run"), "file": (tmp_path / "shared" / "run").as_uri(),
        "memory": "memory://bucket/run",
    }  # fmt: skip
    yield places[request.param]
    memory = fsspec.filesystem("memory")
    if memory.exists("/bucket"):
        memory.rm("/bucket", recursive=True)


def test_a_folder_goes_there_and_comes_back_as_it_was(where: str, tmp_path: Path) -> None:
    folder = task(tmp_path / "home", Model())
    shared_folder.put(folder, where)
    again = RunFolder(tmp_path / "again")
    assert shared_folder.get(where, again)
    assert again.task() == folder.task()
    assert again.data() == folder.data()
    assert again.name == folder.name


def test_what_it_says_is_read_there_and_nothing_is_no_word(where: str, tmp_path: Path) -> None:
    folder = task(tmp_path / "home", Model())
    assert shared_folder.read(where, "progress.json") == {}
    shared_folder.put(folder, where)
    folder.told.write_text('{"stage": "training", "progress": 0.5}')
    shared_folder.send(folder, "progress.json", where)
    assert shared_folder.read(where, "progress.json") == {"stage": "training", "progress": 0.5}


def test_a_new_put_leaves_nothing_of_the_old_one(where: str, tmp_path: Path) -> None:
    folder = task(tmp_path / "home", Model())
    (folder.path / "outcome.json").write_text("{}")
    shared_folder.put(folder, where)
    (folder.path / "outcome.json").unlink()
    shared_folder.put(folder, where)
    again = RunFolder(tmp_path / "again")
    shared_folder.get(where, again)
    assert again.outcome() is None


def test_what_is_published_overwrites_nothing(where: str, tmp_path: Path) -> None:
    folder = task(tmp_path / "home", Model())
    shared_folder.publish(folder.path, where)
    with pytest.raises(TrainingError, match=r"There is something at .* already"):
        shared_folder.publish(folder.path, where)


def test_what_is_removed_is_gone_and_may_be_removed_again(where: str, tmp_path: Path) -> None:
    shared_folder.put(task(tmp_path / "home", Model()), where)
    shared_folder.remove(where)
    shared_folder.remove(where)
    assert not shared_folder.get(where, RunFolder(tmp_path / "again"))


def test_a_place_that_cannot_be_written_interrupts_the_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(RunInterrupted, match="cannot be used"):
        shared_folder.put(task(tmp_path / "home", Model()), str(tmp_path / "file" / "run"))


def test_an_address_of_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"nosuch://bucket cannot be used \(Protocol not known: nosuch\)"):
        shared_folder.put(task(tmp_path / "home", Model()), "nosuch://bucket")
