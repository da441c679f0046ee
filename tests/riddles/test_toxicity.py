import pytest

from riddles import toxicity
from riddles.errors import ModelNotFound


def test_swearing_is_toxic_and_a_riddle_is_not() -> None:
    if not toxicity.is_installed():
        pytest.skip("the extra `safety` is not installed")
    rude, kind, blank = toxicity.probabilities(["You are a fucking idiot", "I carry carts and never tire", " "])

    assert rude >= toxicity.LIMIT
    assert kind < 0.3
    assert blank == 0.0


def test_without_the_extra_the_remedy_is_named() -> None:
    if toxicity.is_installed():
        pytest.skip("the extra `safety` is installed")
    with pytest.raises(ModelNotFound, match="install the extra `safety`"):
        toxicity.probabilities(["Hello"])
