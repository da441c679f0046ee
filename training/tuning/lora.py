"""Supervised fine-tuning by LoRA or of all weights: causal bases through TRL, encoder-decoders through transformers.

Always from the base, never from an earlier adapter: what is taken out of the data is then really gone. Loss on
completions only. May be cut short and called again: it goes on from its last whole checkpoint. Under torchrun several
processes train one adapter together (docs/scale.md).
"""

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from riddles import language_model
from riddles.errors import TrainingError
from riddles.language_model import LanguageModel
from riddles.settings import Model
from training.data.examples import Example
from training.tuning import arguments, checkpoints, guard, seq2seq, watching
from training.tuning.guard import Limits
from training.tuning.recipe import Recipe
from training.tuning.watching import Watch

Progress = Callable[[str, float], None]
Split = tuple[Sequence[Example], Sequence[Example]]
_POINTS = 60  # of a loss curve


def fine_tune(base: Model, rows: Split, recipe: Recipe, where: tuple[Path, Path], progress: Progress) -> dict[str, Any]:
    """Train an adapter on ``rows`` (to train on, held out); returns losses (nats a token), steps and why it ended.

    ``where``: the folder that gets the adapter's PEFT files, and the folder of the checkpoints, from which an earlier
    call that was cut short is resumed. ``progress`` is called at every step with a stage and the share done; what it
    raises stops the training. Raises TrainingError if the loss stops being a number.
    """
    from datasets import disable_progress_bars
    from transformers import PrinterCallback

    disable_progress_bars()
    folder, saved = where
    loaded = language_model.load(base)
    limits = guard.watch(loaded, rows[1], Limits(recipe.forgetting, recipe.sampled))
    watch = Watch(progress, limits, recipe.patience)
    trainer = _trainer(loaded, rows, recipe, saved)
    trainer.add_callback(watching.callback(watch, recipe.checkpoint_steps))
    trainer.remove_callback(PrinterCallback)  # it prints to stdout, where our figures go
    earlier = checkpoints.newest(saved)
    result = trainer.train(resume_from_checkpoint=str(earlier) if earlier else None)
    watch.ends(trainer.model)
    limits.settles(trainer.model)
    losses = [log["eval_loss"] for log in trainer.state.log_history if "eval_loss" in log]
    _refuse_no_numbers([result.training_loss, *losses])
    if recipe.sharding:
        trainer.save_model(str(folder))  # every process has a part of it
    elif trainer.is_world_process_zero():
        trainer.accelerator.unwrap_model(trainer.model).save_pretrained(str(folder), safe_serialization=True)
    return {
        "steps": result.global_step,
        "train_loss": round(result.training_loss, 4),
        "held_out_losses": [round(loss, 4) for loss in losses],
        "losses": _curve(trainer.state.log_history),
        "share_kept": limits.share,
        "forgotten": round(limits.forgotten, 4),
        "stopped_by": watch.stopped or "its last step",
        **_how(trainer.args, earlier),
    }


def _curve(history: Sequence[Mapping[str, Any]]) -> list[list[float]]:
    """At most ``_POINTS`` of the training losses, each with its step, evenly spread."""
    told = [[log["step"], round(log["loss"], 4)] for log in history if "loss" in log]
    return told[:: max(1, -(-len(told) // _POINTS))]


def _trainer(loaded: LanguageModel, rows: Split, recipe: Recipe, saved: Path) -> Any:
    shared = arguments.shared(recipe, saved, (len(rows[0]), bool(rows[1])), loaded.model)
    build = seq2seq.trainer if loaded.model.config.is_encoder_decoder else _causal
    trainer = build(loaded, rows, recipe, shared)
    if recipe.full:
        arguments.in_full_precision(trainer.model)
    return trainer


def _causal(loaded: LanguageModel, rows: Split, recipe: Recipe, shared: Mapping[str, Any]) -> Any:
    from datasets import Dataset
    from trl import SFTConfig, SFTTrainer

    loaded.tokenizer.padding_side = "right"
    train, held_out = ([{"prompt": one.prompt, "completion": one.completion} for one in part] for part in rows)
    return SFTTrainer(
        model=loaded.model,
        args=SFTConfig(
            max_length=recipe.max_length, completion_only_loss=True, **arguments.packed(recipe), **shared
        ),
        train_dataset=Dataset.from_list(train),
        eval_dataset=Dataset.from_list(held_out) if held_out else None,
        processing_class=loaded.tokenizer,
        peft_config=arguments.adapter(recipe, "CAUSAL_LM", loaded.model),
    )  # fmt: skip


def _refuse_no_numbers(losses: Sequence[float]) -> None:
    if not all(map(math.isfinite, losses)):
        raise TrainingError(f"The losses ended as {list(losses)}; lower the recipe's learning_rate.")


def _how(args: Any, earlier: Path | None) -> dict[str, Any]:
    """What the machine decided, for the adapter's card."""
    return {
        "processes": args.world_size, "bf16": bool(args.bf16),
        "gradient_checkpointing": bool(args.gradient_checkpointing), "resumed_from": earlier.name if earlier else "",
    }  # fmt: skip
