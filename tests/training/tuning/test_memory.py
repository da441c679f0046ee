"""When activations are computed twice because they would not fit."""

from types import SimpleNamespace

import torch

from training.tuning import memory

LLAMA_7B = SimpleNamespace(hidden_size=4096, num_attention_heads=32, num_hidden_layers=32, vocab_size=32000)
TINY = SimpleNamespace(hidden_size=64, num_attention_heads=2, num_hidden_layers=2, vocab_size=400)


def test_the_estimate_is_that_of_the_paper() -> None:
    """Korthikanti et al. 2022, eq. 2: s*b*h*(34 + 5*a*s/h) bytes a layer at two bytes a value; then the logits."""
    layer = 2048 * 1 * 4096 * (34 + 5 * 32 * 2048 / 4096)
    assert memory.activation_bytes(LLAMA_7B, 1, 2048, 2) == int(32 * layer + 8 * 2048 * 32000)


def test_an_encoder_decoder_has_both_its_stacks() -> None:
    alone = memory.activation_bytes(TINY, 1, 32, 4) - 8 * 32 * 400
    both = memory.activation_bytes(SimpleNamespace(**vars(TINY), num_decoder_layers=2), 1, 32, 4) - 8 * 32 * 400
    assert both == 2 * alone


def test_memory_is_short_for_what_no_machine_holds_and_not_for_a_tiny_model() -> None:
    assert memory.is_short(SimpleNamespace(config=LLAMA_7B, dtype=torch.float32), 4096, 4096)
    assert not memory.is_short(SimpleNamespace(config=TINY, dtype=torch.float32), 1, 32)
