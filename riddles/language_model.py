"""The only door to torch, transformers and peft for reading and writing text.

Loads a causal language model from a folder, from this machine's hub cache or (if allowed) from the hub, puts verified
LoRA adapters on it, completes prompts and scores completions. Never runs code that came with a model
(``trust_remote_code`` stays off, weights are safetensors only). The heavy imports happen inside the functions: whoever
imports this module pays nothing until a model is loaded. Encoder-decoder models are not covered.
"""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from riddles import sealed_folder
from riddles.errors import AdapterRefused, ModelNotFound
from riddles.prompt import PromptStyle
from riddles.settings import EMBEDDED, Model

EMBEDDED_FOLDER = Path(__file__).parent / "embedded" / "model"
STYLE_FILE = "riddlewire.json"


@dataclass(frozen=True)
class Sampling:
    """How completions are drawn. ``temperature`` above 0; 1.0 is the model's own distribution."""

    temperature: float = 0.9
    top_p: float = 0.95
    new_tokens: int = 160


class LanguageModel:
    """A loaded base model with any number of adapters, of which at most one writes at a time."""

    def __init__(self, name: str, style: PromptStyle, model: Any, tokenizer: Any) -> None:
        self.name = name
        self.style = style
        self.model = model
        self.tokenizer = tokenizer
        self.adapter = ""

    def add_adapter(self, adapter_id: str, folder: Path, manifest_sha256: str) -> None:
        """Load a sealed adapter beside the others. Raises AdapterRefused if it is not exactly what was sealed."""
        from peft import PeftModel

        sealed_folder.verify(folder, manifest_sha256)
        key = _key(adapter_id)
        try:
            if isinstance(self.model, PeftModel):
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
        self.model.set_adapter(_key(adapter_id))
        self.adapter = adapter_id

    @contextmanager
    def writing_with(self, adapter_id: str) -> Iterator[None]:
        """Let one loaded adapter write inside the block; an empty id means the base model alone."""
        from peft import PeftModel

        before = self.adapter
        try:
            if adapter_id:
                self.use(adapter_id)
                yield
            elif isinstance(self.model, PeftModel):
                self.adapter = ""
                with self.model.disable_adapter():
                    yield
            else:
                yield
        finally:
            if before:
                self.use(before)
            self.adapter = before

    def complete(self, prompts: Sequence[str], seed: int, sampling: Sampling) -> list[str]:
        """One sampled completion for each prompt, in one batch; the same seed and prompts give the same texts."""
        import torch

        batch = self._batch(prompts)
        torch.manual_seed(seed)
        with torch.inference_mode():
            written = self.model.generate(
                **batch,
                do_sample=True,
                temperature=sampling.temperature,
                top_p=sampling.top_p,
                max_new_tokens=self._room(batch["input_ids"].shape[1], sampling.new_tokens),
                pad_token_id=self.tokenizer.pad_token_id,
            )
        texts = self.tokenizer.batch_decode(written[:, batch["input_ids"].shape[1] :], skip_special_tokens=True)
        return [text.strip() for text in texts]

    def log_likelihoods(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[float, int]]:
        """For each (prompt, completion): the sum of the completion's token log-probabilities (nats) and its tokens."""
        return [self._log_likelihood(prompt, completion) for prompt, completion in pairs]

    def _log_likelihood(self, prompt: str, completion: str) -> tuple[float, int]:
        import torch

        start = len(self.tokenizer(prompt)["input_ids"])
        ending = self.tokenizer.eos_token or ""
        tokens = self.tokenizer(prompt + completion + ending, return_tensors="pt")["input_ids"].to(self.model.device)
        with torch.inference_mode():
            logits = self.model(input_ids=tokens).logits[0, start - 1 : -1].float()
        targets = tokens[0, start:]
        chosen = torch.log_softmax(logits, dim=-1).gather(1, targets.unsqueeze(1))
        return float(chosen.sum()), int(targets.numel())

    def _batch(self, prompts: Sequence[str]) -> Any:
        self.tokenizer.padding_side = "left"
        batch = self.tokenizer(list(prompts), return_tensors="pt", padding=True)
        return {name: batch[name].to(self.model.device) for name in ("input_ids", "attention_mask")}

    def _room(self, prompt_tokens: int, wanted: int) -> int:
        context = getattr(self.model.config, "max_position_embeddings", None) or 1 << 30
        return max(1, min(wanted, context - prompt_tokens))


def load(settings: Model) -> LanguageModel:
    """The base model of the settings, on the GPU if there is one. Raises ModelNotFound."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    where, options = locate(settings)
    gpu = torch.cuda.is_available()
    try:
        # the library prints advice about its hub to stderr; our errors say the remedy themselves
        with redirect_stderr(StringIO()):
            tokenizer = AutoTokenizer.from_pretrained(where, **options)
            model = AutoModelForCausalLM.from_pretrained(
                where,
                **options,
                use_safetensors=True,
                dtype=torch.bfloat16 if gpu else torch.float32,
            )
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelNotFound(_not_found(settings, error)) from error
    if tokenizer.pad_token_id is None:
        tokenizer.pad_token = tokenizer.eos_token
    device: Any = "cuda" if gpu else "cpu"
    return LanguageModel(settings.base, style_of(where), model.to(device).eval(), tokenizer)


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


def style_of(where: str) -> PromptStyle:
    """The prompt style a model folder says it was trained on; ``article`` for any model that says nothing."""
    note = Path(where) / STYLE_FILE
    if not note.is_file():
        return PromptStyle.ARTICLE
    return PromptStyle(json.loads(note.read_text(encoding="utf-8"))["prompt"])


def _not_found(settings: Model, error: Exception) -> str:
    remedy = (
        "check the folder holds a causal language model with safetensors weights and its tokenizer"
        if Path(settings.base).expanduser().is_dir() or settings.base == EMBEDDED
        else "check its name and the network" if settings.use_hub
        else "set model.use_hub = true to download it, or give a folder"
    )  # fmt: skip
    return f"The model {settings.base!r} cannot be loaded ({_first_line(error)}); {remedy}."


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:160]


def _key(adapter_id: str) -> str:
    return "adapter_" + adapter_id.replace(".", "_").replace("-", "_")  # a module name inside torch
