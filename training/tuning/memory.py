"""Whether memory suffices for the activations of a step, so that gradient checkpointing can stay off.

Recomputing activations costs about a fifth of the speed, so it is switched on only by need. The estimate is that of
Korthikanti et al. 2022 (Reducing Activation Recomputation in Large Transformer Models, eq. 2): a layer keeps
s·b·h·(34 + 5·a·s/h) bytes at two bytes a value, plus four bytes for every logit and its gradient.
"""

from typing import Any

_MAY_FILL = 0.6  # of what is free: the estimate is rough, and the optimizer needs some too


def is_short(model: Any, batch: int, length: int) -> bool:
    """Whether the activations of ``batch`` rows of ``length`` tokens would not fit beside the loaded model."""
    return activation_bytes(model.config, batch, length, model.dtype.itemsize) > _MAY_FILL * _free_bytes()


def activation_bytes(config: Any, batch: int, length: int, value_bytes: int) -> int:
    """Bytes that forward keeps for backward. Reads the names that configurations of both architectures have."""
    hidden = int(config.hidden_size)
    heads = int(config.num_attention_heads)
    layers = int(config.num_hidden_layers) + int(getattr(config, "num_decoder_layers", None) or 0)
    rows = length * batch
    a_layer = rows * hidden * (34 + 5 * heads * length / hidden) * value_bytes / 2
    logits = 2 * 4 * rows * int(config.vocab_size)
    return int(layers * a_layer + logits)


def _free_bytes() -> int:
    import psutil
    import torch

    if torch.cuda.is_available():
        return int(torch.cuda.mem_get_info()[0])
    return int(psutil.virtual_memory().available)
