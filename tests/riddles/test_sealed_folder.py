from collections.abc import Callable
from pathlib import Path

import pytest

from riddles import sealed_folder
from riddles.errors import AdapterRefused


@pytest.fixture
def adapter(tmp_path: Path) -> Path:
    folder = tmp_path / "adapters" / "1-abc"
    folder.mkdir(parents=True)
    (folder / "adapter_model.safetensors").write_bytes(bytes(range(256)) * 8)
    (folder / "adapter_config.json").write_text('{"r": 16}')
    return folder


def test_what_was_sealed_is_accepted_with_its_facts(adapter: Path) -> None:
    sealed = sealed_folder.seal(adapter, {"base": "embedded"})
    assert sealed_folder.verify(adapter, sealed)["base"] == "embedded"


def flip_a_bit(folder: Path) -> None:
    path = folder / "adapter_model.safetensors"
    content = bytearray(path.read_bytes())
    content[700] ^= 1
    path.write_bytes(content)


def fill_the_tail_with_zeros(folder: Path) -> None:
    path = folder / "adapter_model.safetensors"
    path.write_bytes(path.read_bytes()[:1024] + bytes(1024))


def cut_the_end_off(folder: Path) -> None:
    path = folder / "adapter_model.safetensors"
    path.write_bytes(path.read_bytes()[:-1])


def add_a_file(folder: Path) -> None:
    (folder / "extra.json").write_text("{}")


def remove_a_file(folder: Path) -> None:
    (folder / "adapter_config.json").unlink()


def change_the_manifest(folder: Path) -> None:
    path = folder / sealed_folder.MANIFEST
    path.write_text(path.read_text().replace("embedded", "embedde!"))


def remove_the_manifest(folder: Path) -> None:
    (folder / sealed_folder.MANIFEST).unlink()


def replace_a_file_by_a_link(folder: Path) -> None:
    outside = folder.parents[1] / "outside.json"
    outside.write_text((folder / "adapter_config.json").read_text())
    (folder / "adapter_config.json").unlink()
    (folder / "adapter_config.json").symlink_to(outside)


@pytest.mark.parametrize(
    "damage",
    [
        flip_a_bit,
        fill_the_tail_with_zeros,
        cut_the_end_off,
        add_a_file,
        remove_a_file,
        change_the_manifest,
        remove_the_manifest,
        replace_a_file_by_a_link,
    ],
)
def test_anything_else_is_refused(adapter: Path, damage: Callable[[Path], None]) -> None:
    sealed = sealed_folder.seal(adapter, {"base": "embedded"})
    damage(adapter)
    with pytest.raises(AdapterRefused):
        sealed_folder.verify(adapter, sealed)


def test_a_relative_path_is_refused_because_a_library_would_ask_the_hub_for_it() -> None:
    with pytest.raises(AdapterRefused, match="is relative"):
        sealed_folder.verify(Path("adapters/current"), "0" * 64)


@pytest.mark.parametrize("name", ["adapter_model.bin", "code.py", "weights.pkl"])
def test_files_that_could_run_code_are_never_sealed(adapter: Path, name: str) -> None:
    (adapter / name).write_bytes(b"anything")
    with pytest.raises(AdapterRefused, match="has no place in an adapter"):
        sealed_folder.seal(adapter, {})
