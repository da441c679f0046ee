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
    usable = [one for one in likelihoods if one.tokens]
    if not usable:
        return Unscored("there are no held-out completions")
    losses = [-one.total / one.tokens for one in usable]
    if not all(map(math.isfinite, losses)):
        return Unscored("a held-out completion has no finite likelihood (NaN)")
    weighted = [loss for loss, one in zip(losses, usable, strict=True) for _ in range(one.tokens)]
    owners = [at for at, one in enumerate(usable) for _ in range(one.tokens)]
    low, high = intervals.bootstrap_mean(weighted, owners)
    value = sum(weighted) / len(weighted)
    return Score(math.exp(value), len(usable), math.exp(low), math.exp(high), tuple(losses))


def bits_per_character(likelihoods: Sequence[Likelihood]) -> Entry:
    """Over all characters of all completions; ``items`` are the completions' own values."""
    usable = [one for one in likelihoods if one.characters]
    if not usable:
        return Unscored("there are no held-out completions")
    items = [-one.total / (math.log(2) * one.characters) for one in usable]
    if not all(map(math.isfinite, items)):
        return Unscored("a held-out completion has no finite likelihood (NaN)")
    value = -sum(one.total for one in usable) / (math.log(2) * sum(one.characters for one in usable))
    low, high = intervals.bootstrap_mean(items)
    return Score(value, len(usable), min(low, value), max(high, value), tuple(items))
