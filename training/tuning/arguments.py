"""From a recipe and a machine to what the trainers are told."""

import importlib.util
import math
from pathlib import Path
from typing import Any

from riddles.errors import SettingsError, TrainingError
from riddles.whole_weights import NO_LORA
from training.tuning import memory, processes
from training.tuning.recipe import Recipe

SHARDINGS = Path(__file__).parents[1] / "launchers"


def shared(recipe: Recipe, checkpoints: Path, rows: tuple[int, bool], model: Any) -> dict[str, Any]:
    """What every trainer is told. ``rows``: how many there are to train on, and whether some are held out.

    A step reads as many rows whatever the number of processes. bf16 where the GPU has it; gradient checkpointing only
    where memory would not do without.
    """
    import torch

    gpu = torch.cuda.is_available()
    count, evaluate = rows
    return {
        "output_dir": str(checkpoints), "num_train_epochs": passes(recipe, count),
        "per_device_train_batch_size": recipe.batch, "per_device_eval_batch_size": recipe.batch,
        "gradient_accumulation_steps": _accumulate(recipe), "learning_rate": recipe.learning_rate,
        "lr_scheduler_type": "cosine", "warmup_steps": 0.05, "eval_strategy": "epoch" if evaluate else "no",
        "save_strategy": "no", "save_total_limit": 2, "logging_steps": 1, "logging_nan_inf_filter": False,
        "report_to": "none", "disable_tqdm": True, "use_cpu": not gpu, "bf16": gpu and torch.cuda.is_bf16_supported(),
        "gradient_checkpointing": _recomputes(recipe, model), "seed": recipe.seed, "optim": recipe.optimizer,
        "data_seed": recipe.seed, "dataloader_pin_memory": gpu, "ddp_find_unused_parameters": False,
        **_sharded(recipe),
    }  # fmt: skip


def passes(recipe: Recipe, rows: int) -> float:
    """How often the rows are read: the recipe's epochs, or as far as its steps go."""
    steps = math.ceil(rows / (recipe.batch * recipe.accumulate))
    return min(recipe.epochs, recipe.max_steps / steps) if recipe.max_steps else recipe.epochs


def packed(recipe: Recipe) -> dict[str, Any]:
    """Several rows in one sequence, where attention can keep them apart at no cost: on a GPU with FlashAttention."""
    import torch

    attention = any(map(importlib.util.find_spec, ("flash_attn", "flash_attn_interface")))
    helps = torch.cuda.is_available() and attention
    if recipe.packing == "on" or (recipe.packing == "auto" and helps):
        return {"packing": True, "eval_packing": False}
    return {}


def adapter(recipe: Recipe, task: str, model: Any) -> Any:
    """What is trained: a LoRA, a DoRA, or a copy of all weights, which peft keeps and loads as it does an adapter.

    Raises TrainingError where all weights of a quantised base are to be trained.
    """
    from peft import LoraConfig

    if recipe.full:
        return LoraConfig(
            target_modules=NO_LORA, modules_to_save=_all_modules(model), task_type=task,
            ensure_weight_tying=bool(model.config.tie_word_embeddings),
        )  # fmt: skip
    return LoraConfig(
        r=recipe.rank, lora_alpha=recipe.alpha, lora_dropout=recipe.dropout, target_modules=recipe.targets,
        task_type=task, use_dora=recipe.dora,
    )  # fmt: skip


def in_full_precision(trained: Any) -> None:
    """Let what is trained be 32 bits wide: in 16, most steps of a full fine-tune would round to nothing."""
    for weight in trained.parameters():
        if weight.requires_grad:
            weight.data = weight.data.float()


def _all_modules(model: Any) -> list[str]:
    """The endings of the names of all modules that hold weights of their own; of tied ones the one that is read.

    With a dot where there is one, since peft goes by endings, and ``block`` ends as ``k`` does.
    """
    if getattr(model, "is_quantized", False):
        raise TrainingError(
            'The weights of a quantised base cannot be trained; set model.quantise = "" or the recipe\'s full = false.'
        )
    holders = {"".join(name.rpartition(".")[1:]) for name, one in model.named_modules() if _holds_weights(one)}
    return sorted(holders - {"lm_head"} if model.config.tie_word_embeddings else holders)


def _holds_weights(module: Any) -> bool:
    return next(module.parameters(recurse=False), None) is not None


def _recomputes(recipe: Recipe, model: Any) -> bool:
    if recipe.gradient_checkpointing == "auto":
        return memory.is_short(model, recipe.batch, recipe.max_length)
    return recipe.gradient_checkpointing == "on"


def _sharded(recipe: Recipe) -> dict[str, Any]:
    """What the trainers are told of a sharding. Raises SettingsError for one that is not there."""
    if not recipe.sharding:
        return {}
    path = Path(recipe.sharding) if recipe.sharding.endswith(".json") else SHARDINGS / f"{recipe.sharding}.json"
    if not path.is_file():
        known = ", ".join(sorted(found.stem for found in SHARDINGS.glob("*.json")))
        raise SettingsError(f"There is no sharding {recipe.sharding!r}; set it to {known}, or to a .json file.")
    if path.stem == "fsdp2":
        return {"fsdp": True, "fsdp_config": str(path)}
    if importlib.util.find_spec("deepspeed") is None:
        raise SettingsError(f"The sharding {recipe.sharding!r} needs the library deepspeed; `pip install deepspeed`.")
    return {"deepspeed": str(path)}


def _accumulate(recipe: Recipe) -> int:
    sharing = processes.world_size()
    if recipe.accumulate % sharing:
        raise TrainingError(
            f"{sharing} processes cannot share the recipe's accumulate = {recipe.accumulate} batches a step; "
            f"set it to a multiple of {sharing} (and batch accordingly lower)."
        )
    return recipe.accumulate // sharing
