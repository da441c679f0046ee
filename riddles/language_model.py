"""The only door to torch, transformers and peft for reading and writing text.

Loads a causal or an encoder-decoder language model from a folder, from this machine's hub cache or (if allowed) from
the hub, puts verified LoRA adapters on it, completes prompts and scores completions. Never runs code that came with a
model (``trust_remote_code`` stays off, weights are safetensors only). The heavy imports happen inside the functions:
whoever imports this module pays nothing until a model is loaded. More than one device is not covered.
"""

import importlib.util
import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import Any

from riddles import sealed_folder, whole_weights
from riddles.embedded.line_order import LineOrder
from riddles.errors import AdapterRefused, ModelError, ModelNotFound
from riddles.prompt import PromptStyle
from riddles.settings import EMBEDDED, Model
from riddles.whole_weights import WholeWeights

EMBEDDED_FOLDER = Path(__file__).parent / "embedded" / "model"
STYLE_FILE = "riddlewire.json"
_LINE_MARK = " / "  # stands for a new line where a tokenizer (T5's) knows none
_LONE_MARK = re.compile(r"(?:^|(?<=\s))/(?=\s|$)")
_UNBOUNDED = 1 << 20  # tokens; libraries write "no limit" as huge numbers


@dataclass(frozen=True)
class Sampling:
    """How completions are drawn. ``temperature`` above 0; 1.0 is the model's own distribution.

    A completion ends before ``stop`` where the model writes it.
    """

    temperature: float = 0.9
    top_p: float = 0.95
    new_tokens: int = 160
    min_p: float = 0.0
    """Tokens less likely than this share of the likeliest are never drawn (Nguyen et al. 2024)."""
    no_repeat: int = 0
    """Runs of so many tokens are written once only; 0 allows any."""
    stop: str = ""
    in_form: bool = False
    """Only what a riddle's contract allows next is drawn, by a model whose tokens are whole lines; others ignore it."""


@dataclass(frozen=True)
class Reading:
    """A completion as a model reads it: the sum of its token log-probabilities (nats), its tokens, and how many of them
    are the model's own likeliest.
    """

    total: float
    tokens: int
    hits: int


# The embedded model's tokens are whole lines: two tokens twice are a line twice. Its vocabulary is large for its size,
# so the tail of its distribution is noise and cut off.
USUAL_SAMPLING = {
    PromptStyle.ARTICLE: Sampling(),
    PromptStyle.SUBJECT: Sampling(1.0, 1.0, no_repeat=2, min_p=0.2, in_form=True),
}


class LanguageModel:
    """A loaded base model with any number of adapters, of which at most one writes at a time."""

    def __init__(self, name: str, style: PromptStyle, model: Any, tokenizer: Any) -> None:
        self.name = name
        self.style = style
        self.model = model
        self.tokenizer = tokenizer
        self.adapter = ""
        self._whole = WholeWeights()
        self._reads_then_writes = bool(getattr(model.config, "is_encoder_decoder", False))
        self._line_mark = "" if "\n" in tokenizer.decode(tokenizer("a\nb")["input_ids"]) else _LINE_MARK

    @cached_property
    def _line_order(self) -> LineOrder | None:
        """Read off the whole vocabulary, so only where somebody asks for riddles in form."""
        return LineOrder.of(self.tokenizer)

    @property
    def context(self) -> int | None:
        """Tokens of prompt and completion together, of the prompt alone in an encoder-decoder; None for no limit."""
        told = getattr(self.model.config, "max_position_embeddings", None)
        if told is None and self._reads_then_writes:
            told = self.tokenizer.model_max_length  # relative positions: what it was trained at
        return int(told) if told and told < _UNBOUNDED else None

    def prompt_room(self, new_tokens: int) -> int | None:
        """Tokens a prompt may have: ``new_tokens``, or a third of a small context, are kept free; None for no limit."""
        if self.context is None or self._reads_then_writes:
            return self.context
        return self.context - min(new_tokens, self.context // 3)

    def token_count(self, text: str) -> int:
        """Tokens of a text, as ``complete`` would read it."""
        return len(self._tokens([text])["input_ids"][0])

    def chat_prompt(self, request: str) -> str:
        """A request as the opening of a chat, in the model's own template. Raises ModelError if it has none."""
        if not getattr(self.tokenizer, "chat_template", None):
            raise ModelError(
                f"The model {self.name!r} has no chat template, so the writer instruct cannot use it; "
                "choose an instruction-tuned base, or the writer few_shot or tuned."
            )
        turns = [{"role": "user", "content": request}]
        return str(
            self.tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True, enable_thinking=False)
        )

    def defused(self, text: str) -> str:
        """A foreign text without the model's own control tokens: a story cannot end its turn and open another."""
        added = getattr(self.tokenizer, "added_tokens_decoder", {}).values()
        for token in {str(one) for one in added if one.special} | set(self.tokenizer.all_special_tokens):
            text = text.replace(token, " ")
        return text

    def add_adapter(self, adapter_id: str, folder: Path, manifest_sha256: str) -> None:
        """Load a sealed adapter beside the others. Raises AdapterRefused if it is not exactly what was sealed."""
        from peft import PeftModel

        sealed_folder.verify(folder, manifest_sha256)
        key = _key(adapter_id)
        try:
            if whole_weights.is_whole(folder):
                self._whole.add(adapter_id, folder, self.model)
            elif isinstance(self.model, PeftModel):
                self.model.load_adapter(str(folder), adapter_name=key)
            else:
                self.model = PeftModel.from_pretrained(self.model, str(folder), adapter_name=key)
        except (RuntimeError, ValueError, KeyError, OSError) as error:
            raise AdapterRefused(
                f"The adapter {adapter_id} does not fit the base {self.name} ({_first_line(error)}); "
                "train one for this base."
            ) from error
        self.model.eval()

    def use(self, adapter_id: str) -> None:
        """Let one loaded adapter write from now on."""
        self._whole.take_out()
        if adapter_id in self._whole:
            self._with_lora(False)
            self._whole.put_in(adapter_id, self.model)
        else:
            self._with_lora(True)
            self.model.set_adapter(_key(adapter_id))
        self.adapter = adapter_id

    @contextmanager
    def writing_with(self, adapter_id: str) -> Iterator[None]:
        """Let one loaded adapter write inside the block; an empty id means the base model alone."""
        before = self.adapter
        try:
            if adapter_id:
                self.use(adapter_id)
            else:
                self.adapter = ""
                self._whole.take_out()
                self._with_lora(False)
            yield
        finally:
            self._whole.take_out()
            self._with_lora(True)
            if before:
                self.use(before)
            self.adapter = before

    def _with_lora(self, on: bool) -> None:
        from peft import PeftModel

        if isinstance(self.model, PeftModel):
            (self.model.enable_adapter_layers if on else self.model.disable_adapter_layers)()

    def complete(self, prompts: Sequence[str], seed: int, sampling: Sampling) -> list[str]:
        """One sampled completion for each prompt, in one batch; the same seed and prompts give the same texts."""
        import torch

        batch = self._batch(prompts)
        start = 0 if self._reads_then_writes else batch["input_ids"].shape[1]
        torch.manual_seed(seed)
        with torch.inference_mode():
            written = self.model.generate(
                **batch,
                do_sample=True,
                temperature=sampling.temperature,
                top_p=sampling.top_p,
                min_p=sampling.min_p or None,
                no_repeat_ngram_size=sampling.no_repeat,
                max_new_tokens=self._room(batch["input_ids"].shape[1], sampling.new_tokens),
                pad_token_id=self.tokenizer.pad_token_id,
                prefix_allowed_tokens_fn=self._order_after(start) if sampling.in_form else None,
                **(
                    {"stop_strings": [self._marked(sampling.stop)], "tokenizer": self.tokenizer}
                    if sampling.stop
                    else {}
                ),
            )
        texts = self.tokenizer.batch_decode(written[:, start:], skip_special_tokens=True)
        return [_up_to(sampling.stop, self._unmarked(text)).strip() for text in texts]

    def _order_after(self, start: int) -> Callable[[int, Any], Sequence[int]] | None:
        """What may follow the tokens of one row, of which the first ``start`` are its prompt; None where any may."""
        order = self._line_order
        return None if order is None else lambda _row, tokens: order.allowed(tokens[start:].tolist())

    def log_likelihoods(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[float, int]]:
        """For each (prompt, completion): the sum of the completion's token log-probabilities (nats) and its tokens."""
        return [(one.total, one.tokens) for one in self.readings(pairs)]

    def sureness(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """For each (prompt, completion): the mean log-probability of the completion's tokens (nats, at most 0)."""
        return [total / max(tokens, 1) for total, tokens in self.log_likelihoods(pairs)]

    def read_and_written(self, prompt: str, completion: str) -> tuple[list[int], list[int]]:
        """The tokens of a pair, as an encoder-decoder reads the one and writes the other, its end included."""
        written = self.tokenizer(
            text_target=self._marked(completion) + (self.tokenizer.eos_token or ""), add_special_tokens=False
        )
        return list(self._tokens([prompt])["input_ids"][0]), list(written["input_ids"])

    def readings(self, pairs: Sequence[tuple[str, str]]) -> list[Reading]:
        """How the model reads each (prompt, completion)."""
        return [self._reading(prompt, completion) for prompt, completion in pairs]

    def _reading(self, prompt: str, completion: str) -> Reading:
        import torch

        with torch.inference_mode():
            logits, targets = self._expected(prompt, self._marked(completion))
        chosen = torch.log_softmax(logits.float(), dim=-1).gather(1, targets.unsqueeze(1))
        hits = (logits.argmax(dim=-1) == targets).sum()
        return Reading(float(chosen.sum()), int(targets.numel()), int(hits))

    def _expected(self, prompt: str, completion: str) -> tuple[Any, Any]:
        """What the model expects at each token of the completion, and the token that stands there, its end included."""
        ending = self.tokenizer.eos_token or ""
        if self._reads_then_writes:
            written = self.tokenizer(text_target=completion + ending, add_special_tokens=False, return_tensors="pt")
            targets = written["input_ids"].to(self.model.device)
            return self.model(**self._batch([prompt]), labels=targets).logits[0], targets[0]
        start = self.token_count(prompt)
        tokens = self._batch([prompt + completion + ending])["input_ids"]
        return self.model(input_ids=tokens).logits[0, start - 1 : -1], tokens[0, start:]

    def _batch(self, prompts: Sequence[str]) -> Any:
        self.tokenizer.padding_side = "left"
        batch = self._tokens(prompts, return_tensors="pt", padding=True)
        return {name: batch[name].to(self.model.device) for name in ("input_ids", "attention_mask")}

    def _tokens(self, prompts: Sequence[str], **options: Any) -> Any:
        start = self.tokenizer.bos_token
        begun = bool(start) and all(
            prompt.startswith(start) for prompt in prompts
        )  # chat templates begin by themselves
        return self.tokenizer([self._marked(prompt) for prompt in prompts], add_special_tokens=not begun, **options)

    def _marked(self, text: str) -> str:
        return text.replace("\n", self._line_mark) if self._line_mark else text

    def _unmarked(self, text: str) -> str:
        return "\n".join(line.strip() for line in _LONE_MARK.split(text)) if self._line_mark else text

    def _room(self, prompt_tokens: int, wanted: int) -> int:
        if self.context is None or self._reads_then_writes:
            return wanted
        return max(1, min(wanted, self.context - prompt_tokens))


def load(settings: Model) -> LanguageModel:
    """The base model of the settings, on the GPU if there is one.

    Raises ModelNotFound, and ModelError where it is to be quantised and this machine cannot.
    """
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSeq2SeqLM, AutoTokenizer, logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    where, options = locate(settings)
    gpu = torch.cuda.is_available()
    fewer_bits = _fewer_bits(settings, gpu)
    try:
        # the library prints advice about its hub to stderr; our errors say the remedy themselves
        with redirect_stderr(StringIO()):
            tokenizer = AutoTokenizer.from_pretrained(where, **options)
            reads_then_writes = AutoConfig.from_pretrained(where, **options).is_encoder_decoder
            kind: Any = AutoModelForSeq2SeqLM if reads_then_writes else AutoModelForCausalLM
            model = kind.from_pretrained(
                where,
                **options,
                **fewer_bits,
                use_safetensors=True,
                dtype=torch.bfloat16 if gpu else torch.float32,
            )
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelNotFound(_not_found(settings, error)) from error
    if tokenizer.pad_token_id is None:
        tokenizer.pad_token = tokenizer.eos_token
    if not fewer_bits:
        model = model.to("cuda" if gpu else "cpu")
    return LanguageModel(settings.base, style_of(where), model.eval(), tokenizer)


def locate(settings: Model) -> tuple[str, dict[str, Any]]:
    """Where the base is (an absolute folder or a hub name) and the options to load it with. Raises ModelNotFound."""
    options: dict[str, Any] = {"trust_remote_code": False}
    if settings.base == EMBEDDED:
        return str(EMBEDDED_FOLDER), {**options, "local_files_only": True}
    folder = Path(settings.base).expanduser()
    if folder.is_dir():
        return str(folder.absolute()), {**options, "local_files_only": True}
    if settings.base.count("/") != 1 or settings.base.startswith((".", "/", "~")):
        raise ModelNotFound(
            f"The model {settings.base!r} is no folder here; "
            "set model.base to 'embedded', a model folder, or a hub name like owner/name."
        )
    if not settings.use_hub:
        os.environ["HF_HUB_OFFLINE"] = "1"
    return settings.base, {
        **options, "local_files_only": not settings.use_hub, "revision": settings.revision or None
    }  # fmt: skip


def _fewer_bits(settings: Model, gpu: bool) -> dict[str, Any]:
    """The options that load a base quantised, as QLoRA does (Dettmers et al. 2023); none where that is not asked."""
    if not settings.quantise:
        return {}
    lacking = "no GPU" if not gpu else "" if importlib.util.find_spec("bitsandbytes") else "no library bitsandbytes"
    if lacking:
        raise ModelError(
            f"model.quantise = {settings.quantise!r} cannot be done: there is {lacking} here; "
            'set model.quantise = "" or run where there is one.'
        )
    import torch
    from transformers import BitsAndBytesConfig

    if settings.quantise == "8bit":
        bits = BitsAndBytesConfig(load_in_8bit=True)
    else:
        bits = BitsAndBytesConfig(
            load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_compute_dtype=torch.bfloat16,
            bnb_4bit_use_double_quant=True,
        )  # fmt: skip
    return {"quantization_config": bits, "device_map": {"": 0}}


def style_of(where: str) -> PromptStyle:
    """The prompt style a model folder says it was trained on; ``article`` for any model that says nothing."""
    note = Path(where) / STYLE_FILE
    if not note.is_file():
        return PromptStyle.ARTICLE
    return PromptStyle(json.loads(note.read_text(encoding="utf-8"))["prompt"])


def _not_found(settings: Model, error: Exception) -> str:
    remedy = (
        "check the folder holds a language model with safetensors weights and its tokenizer"
        if Path(settings.base).expanduser().is_dir() or settings.base == EMBEDDED
        else "check its name and the network" if settings.use_hub
        else "set model.use_hub = true to download it, or give a folder"
    )  # fmt: skip
    return f"The model {settings.base!r} cannot be loaded ({_first_line(error)}); {remedy}."


def _up_to(stop: str, text: str) -> str:
    return text.partition(stop)[0] if stop else text


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:160]


def _key(adapter_id: str) -> str:
    return "adapter_" + adapter_id.replace(".", "_").replace("-", "_")  # a module name inside torch
