"""Intervals: how far a figure may be from the truth. All two-sided at 95 % unless said otherwise."""

import math
from collections.abc import Hashable, Sequence

import numpy as np

Z95 = 1.959964
_RESAMPLES = 2_000
_SEED = 7  # the same figures give the same interval


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Wilson score interval of a share: ``hits`` of ``n`` (n at least 1), both bounds within 0 and 1.

    Wilson 1927; unlike the textbook formula it does not collapse to a point at 0 or n hits.
    """
    share, z2 = hits / n, Z95 * Z95
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def bootstrap_mean(
    values: Sequence[float], clusters: Sequence[Hashable] | None = None, coverage: float = 0.95
) -> tuple[float, float]:
    """Percentile bootstrap interval of the mean of at least one value.

    Values of one cluster (one article, one riddle) are drawn together: they are not independent evidence. With few
    clusters the interval is too narrow (coverage about 0.90 at ten), so callers demand a minimum. Efron 1979.
    """
    groups = _grouped(values, clusters)
    sums = np.array([sum(group) for group in groups])
    counts = np.array([len(group) for group in groups])
    draws = np.random.default_rng(_SEED).integers(0, len(groups), size=(_RESAMPLES, len(groups)))
    means = sums[draws].sum(axis=1) / counts[draws].sum(axis=1)
    tail = (1 - coverage) / 2
    low, high = np.quantile(means, [tail, 1 - tail])
    return float(low), float(high)


def _grouped(values: Sequence[float], clusters: Sequence[Hashable] | None) -> list[list[float]]:
    groups: dict[Hashable, list[float]] = {}
    for at, value in enumerate(values):
        groups.setdefault(at if clusters is None else clusters[at], []).append(value)
    return list(groups.values())
