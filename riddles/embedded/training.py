"""Trains the embedded writer from nothing but our own corpus: tokenizer, weights, the bank's vectors, the log.

Llama-shaped, about 5 million parameters, so that every tool for ordinary causal language models (peft, TRL,
transformers) works on it unchanged. The result is a folder that ``language_model.load`` reads: config, tokenizer,
half-precision safetensors, ``riddlewire.json`` with the prompt style, and ``training.json`` with seed, losses, minutes.
"""

import json
import math
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from riddles.corpus.bank import Entry
from riddles.embedded import composing, inheriting
from riddles.embedded.composing import Line, Text
from riddles.language_model import STYLE_FILE
from riddles.prompt import PromptStyle

PAD, END = "<pad>", "<end>"
RECORD = "training.json"
INHERITING_RATE = 5e-4  # of a writer that starts from an earlier one
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Shape:
    """The writer's size. ``pieces`` of words are in the vocabulary beside the whole lines.

    ``context`` is in tokens; a prompt with its riddle needs about 40.
    """

    hidden: int = 192
    layers: int = 4
    heads: int = 6
    feed_forward: int = 512
    pieces: int = 1024
    context: int = 256


@dataclass(frozen=True)
class Plan:
    """How long and how fast it learns. ``rate`` is the peak of a cosine schedule with warm-up."""

    texts: int = 64_000
    batch: int = 32
    rate: float = 2e-3
    seed: int = 20


def train(
    bank: Mapping[str, Entry],
    folder: Path,
    plan: Plan,
    shape: Shape,
    progress: Progress,
    earlier: Path | None = None,
) -> dict[str, Any]:
    """Train and write the model folder; returns what ``training.json`` records.

    ``progress`` is called with a stage in words and a share from 0 to 1. ``earlier`` is a model folder to start from.
    Raises ModelNotFound if that is none of this shape.
    """
    started = time.monotonic()
    rng = random.Random(plan.seed)  # reproducible, not secret
    progress("composing texts", 0.0)
    texts = composing.texts(bank, plan.texts, rng)
    held_out = composing.texts(bank, 256, rng)
    lines = composing.whole_lines(bank)
    tokenizer = _tokenizer(texts, [line.text for line in lines], shape)
    model = _model(shape, plan.seed, tokenizer)
    inherited = _started(model, tokenizer, lines, earlier)
    losses = _fit(model, tokenizer, (texts, held_out), plan, progress)
    _forbid(model, tokenizer, lines)
    folder.mkdir(parents=True, exist_ok=True)
    model.half().save_pretrained(str(folder), safe_serialization=True)
    tokenizer.save_pretrained(str(folder))
    record = {
        "plan": asdict(plan),
        "shape": asdict(shape),
        "parameters": sum(weight.numel() for weight in model.parameters()),
        "subjects": len(bank),
        "minutes": round((time.monotonic() - started) / 60, 1),
        "held_out_loss": losses,
        **inherited,
    }
    (folder / STYLE_FILE).write_text(json.dumps({"prompt": PromptStyle.SUBJECT}) + "\n", encoding="utf-8")
    (folder / RECORD).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    return record


def _forbid(model: Any, tokenizer: Any, lines: Sequence[Line]) -> None:
    """Tell the generation config what no riddle holds: a prompt's lines anywhere, at its start all that cannot open it.

    It goes with the weights, so whatever generates with them (an adapter's training, a server) obeys it too.
    """
    tokens = {role: [tokenizer(line.text)["input_ids"][0] for line in lines if line.role == role]
              for role in {line.role for line in lines}}  # fmt: skip
    model.generation_config.suppress_tokens = sorted({*tokens["subject"], *tokens["start"]})
    closed = set(tokens) - {"subject", "start", "first", "plain"}
    model.generation_config.begin_suppress_tokens = sorted({token for role in closed for token in tokens[role]})


def _tokenizer(texts: Sequence[Text], lines: Sequence[str], shape: Shape) -> Any:
    """A tokenizer whose words are whole lines that people wrote; everything else is spelled by byte-level BPE.

    A model this small cannot learn to spell ten thousand lines, and need not: it learns which lines go together. Places
    and numbers, which no line holds, are spelled in pieces and copied.
    """
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    pieces = Tokenizer(models.BPE())
    pieces.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=shape.pieces, special_tokens=[PAD, END], initial_alphabet=alphabet, show_progress=False
    )
    written = set(lines)
    spelled = [line for text in texts for line in (text.prompt + text.completion).split("\n") if line not in written]
    pieces.train_from_iterator(spelled, trainer)
    learned = json.loads(pieces.to_str())["model"]
    spell = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    vocabulary = dict(learned["vocab"])
    for line in lines:
        vocabulary.setdefault(spell.pre_tokenize_str(line)[0][0], len(vocabulary))
    merges = [tuple(merge) for merge in learned["merges"]]
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=merges, ignore_merges=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex("\n"), "isolated"), spell])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([PAD, END])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token=PAD, eos_token=END, model_max_length=shape.context
    )


def _model(shape: Shape, seed: int, tokenizer: Any) -> Any:
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(seed)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.feed_forward,
        max_position_embeddings=shape.context,
        tie_word_embeddings=True,
        pad_token_id=tokenizer.pad_token_id,
        eos_token_id=tokenizer.eos_token_id,
        bos_token_id=None,
    )
    return LlamaForCausalLM(config)


def _started(model: Any, tokenizer: Any, lines: Sequence[Line], earlier: Path | None) -> dict[str, Any]:
    """Give the model its first vectors; returns what the record says of an earlier model."""
    if earlier is None:
        _relate(model, tokenizer, lines)
        return {}
    record = earlier / RECORD
    told = json.loads(record.read_text(encoding="utf-8")) if record.exists() else {}
    return {"new_lines": inheriting.inherit(model, tokenizer, lines, earlier), "earlier": told}


def _relate(model: Any, tokenizer: Any, lines: Sequence[Line]) -> None:
    """Start lines that belong together near each other: one vector a subject, a couplet and a role, added up.

    Each line is seen a few dozen times only; from unrelated random vectors the model would need hours to find out which
    of twelve thousand lines are about one subject.
    """
    import torch

    weights = model.get_input_embeddings().weight
    random_vectors = torch.Generator().manual_seed(0)

    def vector(size: float) -> Any:
        return torch.randn(weights.shape[1], generator=random_vectors) * size

    subjects = {line.subject: vector(0.06) for line in lines}
    units = {(line.subject, line.unit): vector(0.03) for line in lines}
    roles = {role: vector(0.06) for role in sorted({line.role for line in lines})}
    with torch.no_grad():
        for line in lines:
            (token,) = tokenizer(line.text)["input_ids"]
            own = vector(0.01)
            weights[token] = subjects[line.subject] + units[line.subject, line.unit] + roles[line.role] + own


def _fit(
    model: Any,
    tokenizer: Any,
    texts: tuple[Sequence[Text], Sequence[Text]],
    plan: Plan,
    progress: Progress,
) -> list[float]:
    """Fit with transformers' Trainer on completions only; returns the held-out losses (nats a token) on the way."""
    import tempfile

    import torch
    from transformers import DataCollatorForSeq2Seq, Trainer, TrainerCallback, TrainingArguments

    losses: list[float] = []

    class Report(TrainerCallback):
        def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
            progress("training", state.global_step / max(1, state.max_steps))

        def on_evaluate(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
            losses.append(round(kwargs["metrics"]["eval_loss"], 4))

    train_rows, held_out_rows = ([_row(tokenizer, text) for text in part] for part in texts)
    steps = math.ceil(len(train_rows) / plan.batch)
    gpu = torch.cuda.is_available()
    with tempfile.TemporaryDirectory() as scratch:
        arguments = TrainingArguments(
            output_dir=scratch, num_train_epochs=1, per_device_train_batch_size=plan.batch,
            per_device_eval_batch_size=plan.batch, learning_rate=plan.rate, lr_scheduler_type="cosine",
            warmup_steps=max(1, steps // 20), weight_decay=0.05, adam_beta2=0.98, max_grad_norm=1.0,
            train_sampling_strategy="group_by_length", eval_strategy="steps", eval_steps=max(1, steps // 6),
            save_strategy="no", report_to="none", disable_tqdm=True, logging_steps=max(1, steps // 6),
            use_cpu=not gpu, bf16=gpu, seed=plan.seed, data_seed=plan.seed,
        )  # fmt: skip
        trainer = Trainer(
            model=model,
            args=arguments,
            train_dataset=train_rows,
            eval_dataset=held_out_rows,
            data_collator=DataCollatorForSeq2Seq(tokenizer, label_pad_token_id=-100),
            callbacks=[Report()],
        )
        trainer.train()
    return losses


def _row(tokenizer: Any, text: Text) -> dict[str, list[int]]:
    prompt = tokenizer(text.prompt)["input_ids"]
    completion = [*tokenizer(text.completion)["input_ids"], tokenizer.eos_token_id]
    return {"input_ids": prompt + completion, "labels": [-100] * len(prompt) + completion}
