import random

import numpy as np
import pytest

from evaluation.intervals import bootstrap_mean, wilson


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),  # Newcombe 1998 and every table of the Wilson score interval
        (10, 10, 0.7225, 1.0),
        (5, 10, 0.2366, 0.7634),
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_agrees_with_published_values(hits: int, n: int, low: float, high: float) -> None:
    assert wilson(hits, n) == pytest.approx((low, high), abs=1e-4)


def test_the_bootstrap_of_equal_values_is_that_value() -> None:
    assert bootstrap_mean([2.0] * 5) == (2.0, 2.0)
    assert bootstrap_mean([3.0]) == (3.0, 3.0)


def test_the_bootstrap_agrees_with_the_normal_interval_for_many_values() -> None:
    rng = random.Random(1)
    values = [rng.gauss(10, 2) for _ in range(400)]
    mean = sum(values) / 400
    half = 1.96 * (sum((value - mean) ** 2 for value in values) / 399) ** 0.5 / 400**0.5
    assert bootstrap_mean(values) == pytest.approx((mean - half, mean + half), abs=0.04)


def test_the_same_values_give_the_same_interval() -> None:
    assert bootstrap_mean([1.0, 4.0, 2.0]) == bootstrap_mean([1.0, 4.0, 2.0])


def test_a_lower_coverage_is_narrower() -> None:
    values = [float(value) for value in range(30)]
    wide, narrow = bootstrap_mean(values), bootstrap_mean(values, coverage=0.90)
    assert wide[0] < narrow[0] < narrow[1] < wide[1]


def test_values_of_one_cluster_are_drawn_together() -> None:
    values = [0.0] * 10 + [1.0] * 10
    alone, together = bootstrap_mean(values), bootstrap_mean(values, ["a"] * 10 + ["b"] * 10)
    assert together == (0.0, 1.0)
    assert alone[1] - alone[0] < 0.6


def test_the_bootstrap_covers_a_known_mean_about_as_often_as_it_says() -> None:
    draw = np.random.default_rng(1)
    covered = 0
    for _ in range(300):
        low, high = bootstrap_mean(list(draw.exponential(1.0, size=60)))
        covered += low <= 1.0 <= high
    assert 0.91 < covered / 300 < 1
