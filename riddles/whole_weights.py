"""Adapters that hold all weights of a base instead of a LoRA: put in the place of the base's, and taken out again.

They have the layout that peft gives a copy of every module. peft itself could load them, but not beside a LoRA on the
same base, and an exam needs both.
"""

import json
from pathlib import Path
from typing import Any

NO_LORA = "dummy-target-modules"  # peft's name for an adapter without a LoRA
_PREFIX = "base_model.model."


def is_whole(folder: Path) -> bool:
    """Whether an adapter's folder holds all weights."""
    config = json.loads((folder / "adapter_config.json").read_text(encoding="utf-8"))
    return bool(config.get("target_modules") == NO_LORA)


class WholeWeights:
    """Weights by adapter id, of which at most one's are in a model at a time."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, Any]] = {}
        self._own: dict[int, tuple[Any, Any]] = {}  # the base's own, while others are in their place

    def __contains__(self, adapter_id: str) -> bool:
        return adapter_id in self._known

    def add(self, adapter_id: str, folder: Path, model: Any) -> None:
        """Read an adapter's weights. Raises ValueError unless each has its place in the model."""
        from safetensors.torch import load_file

        found = {
            name.removeprefix(_PREFIX): one for name, one in load_file(folder / "adapter_model.safetensors").items()
        }
        places = _places(model)
        for name, one in found.items():
            if name not in places or places[name].shape != one.shape:
                raise ValueError(f"the base has no weight {name} of this shape")
        self._known[adapter_id] = found

    def put_in(self, adapter_id: str, model: Any) -> None:
        """Let the model have an adapter's weights."""
        self.take_out()
        places = _places(model)
        for name, one in self._known[adapter_id].items():
            place = places[name]
            self._own.setdefault(id(place), (place, place.data))  # tied weights have two names and one place
            place.data = one.to(place.device, place.dtype)

    def take_out(self) -> None:
        """Let the model have its own weights again."""
        for place, own in self._own.values():
            place.data = own
        self._own.clear()


def _places(model: Any) -> dict[str, Any]:
    """The base's parameters by the names that they have without a LoRA around them."""
    return {
        name.removeprefix(_PREFIX).replace(".base_layer.", "."): one
        for name, one in model.named_parameters(remove_duplicate=False)
    }
