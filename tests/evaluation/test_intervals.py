import math

import numpy as np
import pytest

from evaluation import intervals


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    # Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_published_intervals(hits: int, n: int, low: float, high: float) -> None:
    assert intervals.wilson(hits, n) == pytest.approx((low, high), abs=5e-5)


def test_the_bootstrap_is_repeatable_and_holds_the_mean() -> None:
    values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    low, high = intervals.bootstrap_mean(values)
    assert (low, high) == intervals.bootstrap_mean(values)
    assert low < 3.5 < high


def test_equal_values_have_no_spread() -> None:
    assert intervals.bootstrap_mean([2.0, 2.0, 2.0]) == (2.0, 2.0)


def test_values_of_one_cluster_are_not_independent_evidence() -> None:
    values = [0.0] * 10 + [1.0] * 10
    alone = intervals.bootstrap_mean(values)
    together = intervals.bootstrap_mean(values, ["a"] * 10 + ["b"] * 10)
    assert together[1] - together[0] > alone[1] - alone[0]


def test_the_bootstrap_covers_a_known_mean_about_as_often_as_it_says() -> None:
    draw = np.random.default_rng(1)
    covered = 0
    for _ in range(300):
        low, high = intervals.bootstrap_mean(list(draw.exponential(1.0, size=60)))
        covered += low <= 1.0 <= high
    assert covered / 300 > 0.91
    assert not math.isclose(covered, 300)
