"""How likely a model finds texts that others wrote: what loss, perplexity, bits and token accuracy are taken from."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from evaluation import intervals


@dataclass(frozen=True)
class Likelihood:
    """One completion: the sum of its token log-probabilities (nats), its tokens and characters, and how many of its
    tokens the model itself would have written (its likeliest), None where nobody counted.
    """

    total: float
    tokens: int
    characters: int
    hits: int | None = None


def fault(likelihoods: Sequence[Likelihood], lengths: Sequence[int]) -> str:
    """Why there is no figure, or an empty string.

    One unusable completion spoils all: dropping it would break the pairing of two adapters' items.
    """
    if not likelihoods:
        return "there are no held-out completions"
    if not all(lengths):
        return "a held-out completion is empty"
    if not all(math.isfinite(one.total) for one in likelihoods):
        return "a held-out completion has no finite likelihood (NaN)"
    return ""


def weighted(values: Sequence[float], lengths: Sequence[int]) -> tuple[float, float, float]:
    """The mean weighted by length, with its interval over whole completions."""
    units = [value for value, length in zip(values, lengths, strict=True) for _ in range(length)]
    owners = [at for at, length in enumerate(lengths) for _ in range(length)]
    low, high = intervals.bootstrap_mean(units, owners)
    return sum(units) / len(units), low, high
