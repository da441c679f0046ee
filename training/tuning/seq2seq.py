"""Supervised fine-tuning of encoder-decoder bases (T5, FLAN-T5), which TRL does not cover, through transformers."""

from collections.abc import Mapping, Sequence
from typing import Any

from riddles.language_model import LanguageModel
from training.data.examples import Example
from training.tuning import arguments
from training.tuning.recipe import Recipe


def trainer(
    loaded: LanguageModel, rows: tuple[Sequence[Example], Sequence[Example]], recipe: Recipe, shared: Mapping[str, Any]
) -> Any:
    """A trainer of an adapter on ``rows``: to train on, and held out."""
    from datasets import Dataset
    from peft import get_peft_model, prepare_model_for_kbit_training
    from transformers import DataCollatorForSeq2Seq, Seq2SeqTrainer, Seq2SeqTrainingArguments

    train, held_out = (Dataset.from_list([_encoded(loaded, one, recipe.max_length) for one in part]) for part in rows)
    if getattr(loaded.model, "is_quantized", False):
        loaded.model = prepare_model_for_kbit_training(loaded.model, shared["gradient_checkpointing"])
    model = get_peft_model(loaded.model, arguments.adapter(recipe, "SEQ_2_SEQ_LM", loaded.model))
    if shared["gradient_checkpointing"]:
        model.enable_input_require_grads()
    return Seq2SeqTrainer(
        model=model,
        args=Seq2SeqTrainingArguments(**shared),
        train_dataset=train,
        eval_dataset=held_out if len(held_out) else None,
        data_collator=DataCollatorForSeq2Seq(loaded.tokenizer, model=model),
    )


def _encoded(loaded: LanguageModel, one: Example, longest: int) -> dict[str, Any]:
    read, written = loaded.read_and_written(one.prompt, one.completion)
    return {"input_ids": read[:longest], "attention_mask": [1] * len(read[:longest]), "labels": written[:longest]}
