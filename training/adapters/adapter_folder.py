"""From a trained adapter to a sealed folder: card and recipe beside the weights, manifest last, then one rename."""

import os
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from riddles import sealed_folder
from riddles.errors import RunInterrupted, TrainingError

_KEPT = {"adapter_model.safetensors", "adapter_config.json"}
FREE_BYTES = 500 * 1024 * 1024  # an adapter and its optimizer state, generously
_COPIES = 10  # of a base in 16 bits: all its weights in 32 twice, and a checkpoint with the optimizer's state


@dataclass(frozen=True)
class Sealed:
    """A sealed adapter: its id, its folder and the hash of its manifest."""

    id: str
    folder: Path
    manifest_sha256: str


def staging(home: Path, job_id: int) -> Path:
    """A fresh empty folder on the adapters' disk."""
    folder = home / "adapters" / f".staging-{job_id}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def refuse_no_room(home: Path, needed: int = FREE_BYTES) -> None:
    """Raise RunInterrupted if fewer than ``needed`` bytes are free on the data folder's disk."""
    free = shutil.disk_usage(home).free
    if free < needed:
        raise RunInterrupted(
            f"Only {free // 2**20} MB are free for a run in {home}, which needs {needed // 2**20} MB; make room there "
            "(`riddlewire adapter gc` does), then resume it."
        )


def room_for(base: str, full: bool) -> int:
    """Bytes that a run may need: an adapter's, or with ``full`` those of copies of all weights of the base's folder."""
    folder = Path(base).expanduser()
    if not full or not folder.is_dir():
        return FREE_BYTES
    return FREE_BYTES + _COPIES * sum(path.stat().st_size for path in folder.glob("*.safetensors"))


def clear(home: Path, job_id: int) -> None:
    """Remove what a run left in its staging folders."""
    for folder in (home / "adapters").glob(f".staging-{job_id}*"):
        shutil.rmtree(folder, ignore_errors=True)


def clear_unknown(home: Path, job_id: int, known: Collection[Path]) -> None:
    """Remove the folders of a run's adapters that are not among the known ones."""
    for folder in (home / "adapters").glob(f"{job_id}-*"):
        if folder not in known:
            shutil.rmtree(folder, ignore_errors=True)


def seal(staged: Path, job_id: int, recipe: str, facts: Mapping[str, Any]) -> Sealed:
    """Keep weights and configuration, add card and recipe, seal, and move the folder to its place in one step.

    Raises TrainingError for weights that are no numbers.
    """
    _refuse_broken(staged)
    for path in staged.iterdir():
        if path.name not in _KEPT:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    (staged / "recipe.toml").write_text(recipe, encoding="utf-8")
    (staged / "README.md").write_text(_card(facts), encoding="utf-8")
    manifest = sealed_folder.seal(staged, facts)
    adapter_id = f"{job_id}-{manifest[:6]}"
    folder = staged.parent / adapter_id
    staged.rename(folder)
    handle = os.open(folder.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    return Sealed(adapter_id, folder, manifest)


def _refuse_broken(staged: Path) -> None:
    """Raise TrainingError for weights that are missing or no numbers: they would load, and write nonsense."""
    import torch
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    path = staged / "adapter_model.safetensors"
    try:
        weights = load_file(path)
    except (SafetensorError, OSError) as error:
        raise TrainingError(f"The trained adapter's weights cannot be read ({error}); train again.") from error
    broken = [name for name, values in weights.items() if not bool(torch.isfinite(values).all())]
    if broken or not weights:
        what = f"hold values that are no numbers, e.g. in {broken[0]}" if broken else "are empty"
        raise TrainingError(f"The trained adapter's weights {what}; lower the recipe's learning_rate and train again.")


def _card(facts: Mapping[str, Any]) -> str:
    rows = "\n".join(f"| {name} | {value} |" for name, value in facts.items())
    return (
        "---\nlibrary_name: peft\ntags: [riddlewire, lora]\n---\n\n# Riddlewire adapter\n\n"
        "A LoRA adapter fine-tuned on a team's liked riddles and hand-written pairs. It writes riddles about news "
        "stories; it is not a general assistant, and knows no facts.\n\n| | |\n|---|---|\n" + rows + "\n"
    )
