"""From files to a sealed folder: what is refused, and that a run asks for room before it starts."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from riddles import sealed_folder
from riddles.errors import RunInterrupted, TrainingError
from training.adapters import adapter_folder


def staged(home: Path, weight: float = 1.0) -> Path:
    folder = adapter_folder.staging(home, 3)
    save_file({"lora_A": torch.full((2, 2), weight)}, folder / "adapter_model.safetensors")
    (folder / "adapter_config.json").write_text("{}")
    return folder


def test_a_sealed_adapter_has_card_recipe_and_manifest_and_nothing_else(tmp_path: Path) -> None:
    folder = staged(tmp_path)
    (folder / "training_args.bin").write_bytes(b"pickled")
    (folder / "ref").mkdir()
    made = adapter_folder.seal(folder, 3, "rank = 4\n", {"job": 3, "base": "embedded"})
    assert made.id == f"3-{made.manifest_sha256[:6]}"
    assert {path.name for path in made.folder.iterdir()} == {
        "README.md", "adapter_config.json", "adapter_model.safetensors", "manifest.json", "recipe.toml",
    }  # fmt: skip
    assert sealed_folder.verify(made.folder, made.manifest_sha256)["job"] == 3
    assert "| base | embedded |" in (made.folder / "README.md").read_text()
    assert not folder.exists()


@pytest.mark.parametrize("weight", [float("nan"), float("inf")])
def test_weights_that_are_no_numbers_are_never_sealed(tmp_path: Path, weight: float) -> None:
    with pytest.raises(TrainingError, match=r"hold values that are no numbers, e\.g\. in lora_A; lower the recipe's"):
        adapter_folder.seal(staged(tmp_path, weight), 3, "", {})


def test_weights_that_cannot_be_read_are_never_sealed(tmp_path: Path) -> None:
    folder = staged(tmp_path)
    path = folder / "adapter_model.safetensors"
    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises(TrainingError, match="cannot be read"):
        adapter_folder.seal(folder, 3, "", {})


def test_what_a_run_sealed_and_nobody_registered_is_removed_and_nothing_of_other_runs(tmp_path: Path) -> None:
    for name in ("3-abc", "3-def", "33-abc", "4-abc"):
        (tmp_path / "adapters" / name).mkdir(parents=True)
    adapter_folder.clear_unknown(tmp_path, 3, {tmp_path / "adapters" / "3-abc"})
    assert {path.name for path in (tmp_path / "adapters").iterdir()} == {"3-abc", "33-abc", "4-abc"}


def test_too_little_room_is_said_before_anything_is_trained(tmp_path: Path) -> None:
    adapter_folder.refuse_no_room(tmp_path, 1)
    with pytest.raises(RunInterrupted, match=r"MB are free for a run in .*; make room there"):
        adapter_folder.refuse_no_room(tmp_path, 2**62)


def test_a_full_fine_tune_needs_room_for_copies_of_the_base(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"x" * 1000)
    lora, full = (adapter_folder.room_for(str(tmp_path), one) for one in (False, True))
    assert (lora, full) == (adapter_folder.FREE_BYTES, adapter_folder.FREE_BYTES + 10_000)
    assert adapter_folder.room_for("owner/name", True) == adapter_folder.FREE_BYTES
