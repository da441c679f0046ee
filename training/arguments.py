"""From a recipe and a machine to what the trainers are told."""

import importlib.util
import math
from pathlib import Path
from typing import Any

from riddles.errors import TrainingError
from training import memory, processes
from training.recipe import Recipe


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
        "gradient_checkpointing": memory.is_short(model, recipe.batch, recipe.max_length), "seed": recipe.seed,
        "data_seed": recipe.seed, "dataloader_pin_memory": gpu, "ddp_find_unused_parameters": False,
        "deepspeed": recipe.deepspeed or None,
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


def adapter(recipe: Recipe, task: str) -> Any:
    """The LoRA (or DoRA) that is trained."""
    from peft import LoraConfig

    return LoraConfig(
        r=recipe.rank, lora_alpha=recipe.alpha, lora_dropout=recipe.dropout, target_modules=recipe.targets,
        task_type=task, use_dora=recipe.dora,
    )  # fmt: skip


def _accumulate(recipe: Recipe) -> int:
    sharing = processes.world_size()
    if recipe.accumulate % sharing:
        raise TrainingError(
            f"{sharing} processes cannot share the recipe's accumulate = {recipe.accumulate} batches a step; "
            f"set it to a multiple of {sharing} (and batch accordingly lower)."
        )
    return recipe.accumulate // sharing
