"""Supervised fine-tuning with LoRA through TRL: the only file that knows trl, datasets and its configuration.

Always from the base, never from an earlier adapter: what is taken out of the data is then really gone. Loss on
completions only. Not covered: preference training (DPO, KTO), encoder-decoder bases, more than one device.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from riddles import language_model
from riddles.errors import TrainingError
from riddles.settings import Model
from training import guard
from training.examples import Example
from training.guard import Limits
from training.recipe import Recipe

Progress = Callable[[str, float], None]
_POINTS = 60  # of a loss curve


def fine_tune(
    base: Model, train: Sequence[Example], held_out: Sequence[Example], recipe: Recipe, folder: Path, progress: Progress
) -> dict[str, Any]:
    """Train an adapter and write its PEFT files into ``folder``; returns losses (nats a token) and steps.

    ``progress`` is called at every step with a stage and the share done; what it raises stops the training. Raises
    TrainingError if the loss stops being a number.
    """
    from datasets import Dataset, disable_progress_bars
    from peft import LoraConfig
    from transformers import PrinterCallback, TrainerCallback
    from trl import SFTTrainer

    class Report(TrainerCallback):
        def on_train_begin(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
            watching.begins(kwargs["model"])

        def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
            progress(f"training, step {state.global_step} of {state.max_steps}", state.global_step / state.max_steps)
            last = state.global_step >= state.max_steps
            control.should_training_stop |= watching.stops(kwargs["model"], state.global_step, last)

        def on_log(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
            loss = (kwargs.get("logs") or {}).get("loss")
            if loss is not None and not math.isfinite(float(loss)):
                raise TrainingError(
                    f"The loss became {loss} at step {state.global_step}; lower the recipe's learning_rate."
                )

    disable_progress_bars()
    loaded = language_model.load(base)
    watching = guard.watch(loaded, held_out, Limits(recipe.forgetting, recipe.sampled))
    loaded.tokenizer.padding_side = "right"
    rows = [[{"prompt": one.prompt, "completion": one.completion} for one in part] for part in (train, held_out)]
    trainer = SFTTrainer(
        model=loaded.model,
        args=_arguments(recipe, folder.parent / f"{folder.name}.scratch", len(train), bool(held_out)),
        train_dataset=Dataset.from_list(rows[0]),
        eval_dataset=Dataset.from_list(rows[1]) if held_out else None,
        processing_class=loaded.tokenizer,
        peft_config=LoraConfig(
            r=recipe.rank, lora_alpha=recipe.alpha, lora_dropout=recipe.dropout,
            target_modules=recipe.targets, task_type="CAUSAL_LM",
        ),
        callbacks=[Report()],
    )  # fmt: skip
    trainer.remove_callback(PrinterCallback)  # it prints to stdout, where our figures go
    result = trainer.train()
    losses = [log["eval_loss"] for log in trainer.state.log_history if "eval_loss" in log]
    if not all(map(math.isfinite, [result.training_loss, *losses])):
        raise TrainingError(
            f"The losses ended as {result.training_loss} and {losses}; lower the recipe's learning_rate."
        )
    adapter: Any = trainer.model
    adapter.save_pretrained(str(folder), safe_serialization=True)
    return {
        "steps": result.global_step,
        "train_loss": round(result.training_loss, 4),
        "held_out_losses": [round(loss, 4) for loss in losses],
        "losses": _curve(trainer.state.log_history),
        "forgotten": round(watching.forgotten, 4),
        "stopped_by": watching.stopped or "its last step",
    }


def _curve(history: Sequence[Mapping[str, Any]]) -> list[list[float]]:
    """At most ``_POINTS`` of the training losses, each with its step, evenly spread."""
    told = [[log["step"], round(log["loss"], 4)] for log in history if "loss" in log]
    return told[:: max(1, -(-len(told) // _POINTS))]


def passes(recipe: Recipe, rows: int) -> float:
    """How often the rows are read: the recipe's epochs, or as far as its steps go."""
    steps = math.ceil(rows / (recipe.batch * recipe.accumulate))
    return min(recipe.epochs, recipe.max_steps / steps) if recipe.max_steps else recipe.epochs


def _arguments(recipe: Recipe, scratch: Path, rows: int, evaluate: bool) -> Any:
    import torch
    from trl import SFTConfig

    gpu = torch.cuda.is_available()
    return SFTConfig(
        output_dir=str(scratch), num_train_epochs=passes(recipe, rows), per_device_train_batch_size=recipe.batch,
        per_device_eval_batch_size=recipe.batch, gradient_accumulation_steps=recipe.accumulate,
        learning_rate=recipe.learning_rate, lr_scheduler_type="cosine", warmup_steps=0.05,
        max_length=recipe.max_length, completion_only_loss=True,
        eval_strategy="epoch" if evaluate else "no", save_strategy="no", logging_steps=1, report_to="none",
        disable_tqdm=True, use_cpu=not gpu, bf16=gpu, gradient_checkpointing=False, seed=recipe.seed,
        data_seed=recipe.seed, dataloader_pin_memory=gpu,
    )  # fmt: skip
