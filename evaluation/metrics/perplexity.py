"""Perplexity and bits per character of held-out completions, from their token log-probabilities.

Perplexity = exp(-sum of log-probabilities / tokens) (Jelinek et al. 1977); range 1 to infinity, lower is better, only
comparable within one tokenizer. Bits per character = -sum / (ln 2 x characters); lower is better, comparable across
tokenizers. Each value's interval is taken over completions.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from evaluation import intervals
from evaluation.scorecard import Entry, Score, Unscored


@dataclass(frozen=True)
class Likelihood:
    """One completion: the sum of its token log-probabilities (nats), its tokens and its characters."""

    total: float
    tokens: int
    characters: int


def perplexity(likelihoods: Sequence[Likelihood]) -> Entry:
    """Over all tokens of all completions; ``items`` are the completions' mean losses (nats a token)."""
    lengths = [one.tokens for one in likelihoods]
    if fault := _fault(likelihoods, lengths):
        return Unscored(fault)
    losses = [-one.total / one.tokens for one in likelihoods]
    value, low, high = _weighted(losses, lengths)
    return Score(math.exp(value), len(losses), math.exp(low), math.exp(high), tuple(losses))


def bits_per_character(likelihoods: Sequence[Likelihood]) -> Entry:
    """Over all characters of all completions; ``items`` are the completions' own values."""
    lengths = [one.characters for one in likelihoods]
    if fault := _fault(likelihoods, lengths):
        return Unscored(fault)
    bits = [-one.total / (math.log(2) * one.characters) for one in likelihoods]
    value, low, high = _weighted(bits, lengths)
    return Score(value, len(bits), low, high, tuple(bits))


def _fault(likelihoods: Sequence[Likelihood], lengths: Sequence[int]) -> str:
    """Why there is no figure. One unusable completion spoils all: dropping it would break pairing between adapters."""
    if not likelihoods:
        return "there are no held-out completions"
    if not all(lengths):
        return "a held-out completion is empty"
    if not all(math.isfinite(one.total) for one in likelihoods):
        return "a held-out completion has no finite likelihood (NaN)"
    return ""


def _weighted(values: Sequence[float], lengths: Sequence[int]) -> tuple[float, float, float]:
    """The mean weighted by length, with the interval over whole completions."""
    units = [value for value, length in zip(values, lengths, strict=True) for _ in range(length)]
    owners = [at for at, length in enumerate(lengths) for _ in range(length)]
    low, high = intervals.bootstrap_mean(units, owners)
    return sum(units) / len(units), low, high
