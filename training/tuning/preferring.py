"""After supervised fine-tuning: DPO on preferences or KTO on labels, through TRL, only where that helps.

Which method is decided by the evidence there is (``method``). Both can ruin a small model (docs/log.md), so the result
is kept only if held-out preferences (without any: liked riddles) became clearer, no more riddles are malformed than
before, and what must not be forgotten still is known; otherwise the adapter of the supervised stage stays, and the run
says why.
"""

import math
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from riddles import language_model
from riddles.errors import TrainingError
from riddles.language_model import LanguageModel
from riddles.settings import Model
from training.data import examples
from training.data.examples import DISLIKED, GENERAL, HELD_OUT, LIKED, TRAIN, Chosen, Example, Preference
from training.tuning import guard
from training.tuning.guard import Guard, Limits
from training.tuning.recipe import Preferring

Progress = Callable[[str, float], None]
DPO, KTO, NONE = "dpo", "kto", "none"
FEWEST_PAIRS = 16  # preferences to train on below which DPO only learns them by heart
_SAMPLED = 48  # riddles written before and after, to count malformed ones
_SEED = 5


@dataclass(frozen=True)
class Choice:
    """The method that the evidence allows, and why not another."""

    method: str
    reason: str


@dataclass(frozen=True)
class State:
    """How a model stands: the mean held-out margin (nats), and the malformed among the sampled riddles."""

    margin: float
    malformed: int


def method(recipe: Preferring, chosen: Chosen) -> Choice:
    """What a recipe's ``method`` comes to with these examples. ``auto``: DPO before KTO before neither."""
    pairs = sum(two.split == TRAIN for two in chosen.preferences)
    counts = examples.balance(chosen.examples, chosen.disliked)
    few_pairs = f"DPO needs {FEWEST_PAIRS} preferences to train on, there are {pairs}." if pairs < FEWEST_PAIRS else ""
    refused = {DPO: few_pairs, KTO: examples.refused_for_labels(counts)}
    if recipe.method == NONE:
        return Choice(NONE, "The recipe asks for supervised fine-tuning only.")
    wanted = (DPO, KTO) if recipe.method == "auto" else (recipe.method,)
    for name in wanted:
        if not refused[name]:
            return Choice(name, f"{pairs} preferences, {counts[LIKED]} liked and {counts[DISLIKED]} disliked riddles.")
    return Choice(NONE, " ".join(refused[name] for name in wanted))


def prefer(base: Model, staged: Path, chosen: Chosen, recipe: Preferring, progress: Progress) -> dict[str, Any]:
    """Train the staged adapter further, if the evidence allows and it helps; returns what was done and measured.

    ``staged`` holds the PEFT files of the supervised stage; they are replaced only by a better adapter. ``progress`` is
    called at every step; what it raises stops the training. Raises TrainingError if the loss stops being a number.
    """
    choice = method(recipe, chosen)
    if choice.method == NONE:
        return {"preference": NONE, "preference_reason": choice.reason}
    loaded, watching = _loaded(base, staged, chosen, recipe)
    if loaded.model.config.is_encoder_decoder:
        return {"preference": NONE, "preference_reason": "TRL learns preferences with causal models only."}
    before = _state(loaded, chosen)
    scratch = staged.parent / f"{staged.name}.preferring"
    loss = _trained(loaded, choice.method, chosen, recipe, watching, (scratch, progress))
    after = _state(loaded, chosen)
    worse = _worse(before, after)
    if not worse:
        loaded.model.save_pretrained(str(staged), safe_serialization=True, selected_adapters=["default"])
    shutil.rmtree(scratch, ignore_errors=True)
    return {
        "preference": choice.method, "preference_kept": not worse, "preference_reason": worse or choice.reason,
        "preference_loss": round(loss, 4), "margin_before": round(before.margin, 4),
        "margin_after": round(after.margin, 4), "malformed_before": before.malformed,
        "malformed_after": after.malformed, "preference_forgotten": round(watching.forgotten, 4),
        "preference_stopped_by": watching.stopped or "its last step",
    }  # fmt: skip


def _loaded(base: Model, staged: Path, chosen: Chosen, recipe: Preferring) -> tuple[LanguageModel, Guard]:
    """The base with the staged adapter, trainable, and the guard that knows how the base alone did."""
    from peft import PeftModel

    loaded = language_model.load(base)
    held_out = [one for one in chosen.examples if one.split == HELD_OUT]
    watching = guard.watch(loaded, held_out, Limits(recipe.forgetting, recipe.sampled))
    loaded.model = PeftModel.from_pretrained(loaded.model, str(staged), is_trainable=True)
    return loaded, watching


def _trained(
    loaded: LanguageModel, name: str, chosen: Chosen, recipe: Preferring, watching: Guard,
    where: tuple[Path, Progress],
) -> float:  # fmt: skip
    """Train in place; returns the mean loss."""
    from datasets import Dataset, disable_progress_bars
    from transformers import PrinterCallback, TrainerCallback
    from trl import DPOTrainer, KTOTrainer

    scratch, progress = where

    class Report(TrainerCallback):
        def on_train_begin(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
            watching.begins(kwargs["model"])

        def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
            told = f"learning preferences, step {state.global_step} of {state.max_steps}"
            progress(told, state.global_step / state.max_steps)
            last = state.global_step >= state.max_steps
            control.should_training_stop |= watching.stops(kwargs["model"], state.global_step, last)

    disable_progress_bars()
    rows = _pairs(chosen.preferences) if name == DPO else _labelled(chosen)
    trainer: Any = (DPOTrainer if name == DPO else KTOTrainer)(
        model=loaded.model,
        args=_arguments(name, recipe, scratch, len(rows)),
        train_dataset=Dataset.from_list(rows),
        processing_class=loaded.tokenizer,
        callbacks=[Report()],
    )
    trainer.remove_callback(PrinterCallback)
    loss = float(trainer.train().training_loss)
    if not math.isfinite(loss):
        raise TrainingError(f"The {name.upper()} loss became {loss}; lower the recipe's preference.learning_rate.")
    loaded.model = trainer.model
    watching.settles(loaded.model)
    loaded.model.eval()
    return loss


def _arguments(name: str, recipe: Preferring, scratch: Path, rows: int) -> Any:
    import torch
    from trl import DPOConfig, KTOConfig

    gpu = torch.cuda.is_available()
    steps = math.ceil(rows / recipe.batch)
    told = {
        "output_dir": str(scratch), "num_train_epochs": min(recipe.epochs, recipe.max_steps / steps),
        "per_device_train_batch_size": recipe.batch, "learning_rate": recipe.learning_rate, "beta": recipe.beta,
        "lr_scheduler_type": "cosine", "warmup_steps": 0.1, "max_length": recipe.max_length, "save_strategy": "no",
        "logging_steps": 1, "report_to": "none", "disable_tqdm": True, "use_cpu": not gpu, "bf16": gpu,
        "gradient_checkpointing": False, "seed": _SEED, "data_seed": _SEED, "dataloader_pin_memory": gpu,
    }  # fmt: skip
    if name == DPO:
        return DPOConfig(loss_type=["sigmoid", "sft"], loss_weights=[1.0, recipe.sft_weight], **told)
    return KTOConfig(desirable_weight=recipe.liked_weight, **told)


def _pairs(preferences: Sequence[Preference]) -> list[dict[str, Any]]:
    return [
        {"prompt": two.prompt, "chosen": two.chosen, "rejected": two.rejected}
        for two in preferences
        if two.split == TRAIN
    ]


def _labelled(chosen: Chosen) -> list[dict[str, Any]]:
    rated: list[Example] = [one for one in (*chosen.examples, *chosen.disliked) if one.split == TRAIN]
    return [
        {"prompt": one.prompt, "completion": one.completion, "label": one.origin == LIKED}
        for one in rated
        if one.origin in (LIKED, DISLIKED)
    ]


def _state(loaded: LanguageModel, chosen: Chosen) -> State:
    """Where the model stands on what it is not trained on."""
    held = [two for two in chosen.preferences if two.split == HELD_OUT]
    if held:
        margin = _likelihood(loaded, [(two.prompt, two.chosen) for two in held]) - _likelihood(
            loaded, [(two.prompt, two.rejected) for two in held]
        )
    else:
        liked = [one for one in chosen.examples if one.split == HELD_OUT and one.origin == LIKED]
        margin = _likelihood(loaded, [(one.prompt, one.completion) for one in liked])
    asked = [one.prompt for one in chosen.examples if one.origin != GENERAL]
    return State(margin, guard.malformed(loaded, asked[:_SAMPLED]))


def _likelihood(loaded: LanguageModel, pairs: Sequence[tuple[str, str]]) -> float:
    loaded.model.eval()
    return sum(total for total, _tokens in loaded.log_likelihoods(pairs)) / max(1, len(pairs))


def _worse(before: State, after: State) -> str:
    """Why the supervised adapter stays; empty if the further trained one is better."""
    if after.margin <= before.margin:
        return f"Held-out preferences did not become clearer ({before.margin:+.2f} to {after.margin:+.2f} nats)."
    if after.malformed > before.malformed:
        return f"{after.malformed} of its sampled riddles are malformed, before {before.malformed}."
    return ""
