"""Intervals: how far a figure may be from the truth. All two-sided at 95 % unless said otherwise."""

import math
from collections.abc import Hashable, Sequence

import numpy as np

Z95 = 1.959964
_RESAMPLES = 2_000
_SEED = 7  # the same figures give the same interval
_EXACT, _FLIPS, _ROUNDING = 16, 20_000, 1e-12


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

    Values of one cluster (one article, one riddle) are drawn together: they are not independent evidence. The tails
    are widened as Student's t is, so that few clusters do not make the interval too narrow (the expanded percentile
    interval, Hesterberg 2015); one cluster alone has no interval and gives its mean twice. Efron 1979.
    """
    groups = _grouped(values, clusters)
    sums = np.array([sum(group) for group in groups])
    counts = np.array([len(group) for group in groups])
    draws = np.random.default_rng(_SEED).integers(0, len(groups), size=(_RESAMPLES, len(groups)))
    means = sums[draws].sum(axis=1) / counts[draws].sum(axis=1)
    tail = _expanded((1 - coverage) / 2, len(groups))
    low, high = np.quantile(means, [tail, 1 - tail])
    return float(low), float(high)


def _expanded(tail: float, n: int) -> float:
    if n < 2:
        return tail
    from scipy.stats import norm, t  # half a second: only whoever asks for an interval pays it

    return float(norm.cdf(-math.sqrt(n / (n - 1)) * t.ppf(1 - tail, n - 1)))


def highest_rate(n: int) -> float:
    """The one-sided 95 % upper bound of a rate of which ``n`` trials (at least 1) showed not one: 1 − 0.05^(1/n)."""
    return float(1 - 0.05 ** (1 / n))


def luck(values: Sequence[float], clusters: Sequence[Hashable] | None = None) -> float:
    """How likely a mean at least this high is by luck, if each cluster's sum is as likely to be negative as positive.

    The one-sided sign-flipping test (Fisher 1935): exact up to 16 clusters, else from 20,000 seeded draws. Range above
    0 to 1; with k clusters it is never below 2^-k, so few clusters cannot prove anything. At least one value.
    """
    sums = np.array([sum(group) for group in _grouped(values, clusters)])
    if len(sums) <= _EXACT:
        signs = 1 - 2 * ((np.arange(2 ** len(sums))[:, None] >> np.arange(len(sums))) & 1)
        return float((signs @ sums >= sums.sum() - _ROUNDING).mean())
    flips = np.random.default_rng(_SEED).choice([-1.0, 1.0], size=(_FLIPS, len(sums)))
    return float((1 + (flips @ sums >= sums.sum() - _ROUNDING).sum()) / (1 + _FLIPS))


def _grouped(values: Sequence[float], clusters: Sequence[Hashable] | None) -> list[list[float]]:
    groups: dict[Hashable, list[float]] = {}
    for at, value in enumerate(values):
        groups.setdefault(at if clusters is None else clusters[at], []).append(value)
    return list(groups.values())
