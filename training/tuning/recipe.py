"""A recipe: how a run fine-tunes, as a documented TOML file. Ours are in ``training/recipes``."""

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from riddles.errors import SettingsError

FOLDER = Path(__file__).parents[1] / "recipes"


class Preferring(BaseModel):
    """What follows supervised fine-tuning: the recipe's table ``[preference]``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    method: Literal["none", "auto", "dpo", "kto"] = "none"
    """``auto``: DPO where there are enough preferences, else KTO where there are enough labels of both classes."""
    learning_rate: float = Field(default=5e-6, gt=0)
    """Peak of a cosine schedule with 10 % warm-up; far below that of supervised fine-tuning."""
    beta: float = Field(default=0.1, gt=0)
    """How strongly the adapter is held to the supervised one."""
    sft_weight: float = Field(default=1.0, ge=0)
    """Weight of the loss on the preferred riddle beside DPO's (1): keeps it likely, not only likelier than another."""
    liked_weight: float = Field(default=1.0, gt=0)
    """KTO's weight of liked riddles; disliked ones weigh 1."""
    epochs: int = Field(default=3, ge=1)
    """Passes over the rows."""
    max_steps: int = Field(default=100, ge=1)
    """Steps of the optimizer after which it ends, however many passes are left."""
    batch: int = Field(default=8, ge=2)
    """Rows a step; KTO estimates a divergence from them and needs several."""
    max_length: int = Field(default=1024, ge=16)
    """Tokens of prompt and completion."""
    forgetting: float = Field(default=0.08, ge=0)
    """As the recipe's own: nats a token that premade riddles may lose, the supervised stage included; 0: any."""
    sampled: int = Field(default=0, ge=0)
    """As the recipe's own."""


class Recipe(BaseModel):
    """Supervised fine-tuning with LoRA, and what follows it. Unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rank: int = Field(default=16, ge=1, le=256)
    """LoRA rank."""
    alpha: int = Field(default=32, ge=1)
    """LoRA scale: updates count alpha / rank."""
    dropout: float = Field(default=0.05, ge=0, lt=1)
    """LoRA dropout."""
    targets: str = "all-linear"
    """Modules that get an adapter, as peft names them."""
    learning_rate: float = Field(default=2e-4, gt=0)
    """Peak of a cosine schedule with 5 % warm-up."""
    epochs: int = Field(default=3, ge=1)
    """Passes over the training rows."""
    max_steps: int = Field(default=0, ge=0)
    """Steps of the optimizer after which training ends, however many passes are left; 0 for no such limit."""
    forgetting: float = Field(default=0.08, ge=0)
    """Nats a token by which held-out premade riddles may become less likely: an adapter that goes further is weakened
    at the end, down to two fifths of what it learned; 0 for no such limit."""
    sampled: int = Field(default=0, ge=0)
    """Riddles written at the end to see whether they still keep the contract, likewise."""
    batch: int = Field(default=4, ge=1)
    """Rows on the device at once."""
    accumulate: int = Field(default=2, ge=1)
    """Batches between two steps of the optimizer."""
    max_length: int = Field(default=1024, ge=16)
    """Tokens of prompt and completion; longer rows are cut."""
    patience: int = Field(default=0, ge=0)
    """Held-out losses (one a pass) in a row without a better one after which training ends with the best weights; 0:
    any number."""
    checkpoint_steps: int = Field(default=25, ge=0)
    """Steps between two checkpoints that an interrupted run is resumed from; 0: none."""
    packing: Literal["auto", "on", "off"] = "auto"
    """Several rows in one sequence: ``auto`` only on a GPU with FlashAttention, where it saves time."""
    dora: bool = False
    """DoRA (Liu et al. 2024): directions by LoRA, magnitudes apart; slower, for small ranks."""
    full: bool = False
    """Train all weights instead of a LoRA. What is promoted is then as large as the base; rank, alpha, dropout and
    targets mean nothing, and the guard measures but does not weaken."""
    optimizer: str = "adamw_torch_fused"
    """As transformers names it; ``paged_adamw_8bit`` (needs bitsandbytes and a GPU) saves memory."""
    gradient_checkpointing: Literal["auto", "on", "off"] = "auto"
    """Compute activations twice instead of keeping them: ``auto`` only where memory would not do without."""
    sharding: str = ""
    """How several processes share what one could hold alone. Empty: each holds all (DDP), which is fastest and enough
    for LoRA. ``fsdp2``, ``zero2`` and ``zero3`` are in ``training/launchers``; a path is a DeepSpeed configuration."""
    replay: float = Field(default=1.0, ge=0)
    """Premade examples for each liked riddle."""
    augmented: float = Field(default=1.0, ge=0)
    """Riddles by a stronger writer for each liked one, as far as there are some (``riddlewire dataset augment``) and
    ``training.augmented`` allows them."""
    general: float = Field(default=0.25, ge=0)
    """General tasks for each liked riddle, where ``training.general_data`` names some: so that other skills stay."""
    exam_stories: int = Field(default=60, ge=2)
    """Stories of the exam each adapter is examined on."""
    seed: int = 11
    """Seed of initialisation, order and the exam."""
    preference: Preferring = Preferring()
    """Preference training after the supervised stage."""

    @model_validator(mode="after")
    def _fits_together(self) -> "Recipe":
        if self.full and self.dora:
            raise ValueError("full trains all weights, so there is no LoRA to be a DoRA: set one of full and dora")
        if self.full and self.preference.method != "none":
            raise ValueError("preferences are learned by a LoRA only: set full = false or preference.method none")
        if self.sharding in ("fsdp2", "zero3") and (self.forgetting or self.sampled):
            raise ValueError(
                "the guard cannot weigh an adapter that is spread over processes: set forgetting = 0 and sampled = 0"
            )
        return self


def read(name: str) -> tuple[Recipe, str]:
    """The recipe of a name in our folder, or of a path, with its text. Raises SettingsError."""
    path = Path(name) if name.endswith(".toml") else FOLDER / f"{name}.toml"
    try:
        text = path.read_text(encoding="utf-8")
        return Recipe.model_validate(tomllib.loads(text)), text
    except OSError as error:
        known = ", ".join(sorted(found.stem for found in FOLDER.glob("*.toml")))
        raise SettingsError(
            f"There is no recipe {name!r}; set training.recipe to {known}, or to a .toml file."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"The recipe {path} is not valid TOML ({error}); correct that line.") from error
    except ValidationError as error:
        fault = error.errors()[0]
        where, said = ".".join(map(str, fault["loc"])) or "its keys", fault["msg"].removeprefix("Value error, ")
        raise SettingsError(f"The recipe {path} sets {where} wrongly ({said}); correct it.") from error
