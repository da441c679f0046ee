"""Tests of a preference that stay valid however often one looks."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import sequential

SCORES = st.lists(st.floats(0, 1), min_size=1, max_size=30)


def test_no_duels_are_no_evidence() -> None:
    assert sequential.wealth([]) == pytest.approx(1.0)
    assert sequential.interval([]) == (0.0, 1.0)


def test_wins_multiply_as_the_mixture_ratio_test_says() -> None:
    # one win: mean of 1 + stake over stakes of (0, 1); two wins: mean of (1 + stake) squared, 7 / 3
    assert sequential.wealth([1.0]) == pytest.approx(1.5)
    assert sequential.wealth([1.0, 1.0]) == pytest.approx(7 / 3, abs=1e-4)
    assert sequential.wealth([1.0] * 2000) > 1e300


def test_ties_are_worth_nothing_and_losses_cost() -> None:
    assert sequential.wealth([0.5] * 20) == pytest.approx(1.0)
    assert sequential.wealth([0.0] * 20) < 0.1


@given(SCORES)
def test_the_order_of_duels_does_not_matter(scores: list[float]) -> None:
    assert math.isclose(sequential.wealth(scores), sequential.wealth(scores[::-1]), rel_tol=1e-9)


@given(SCORES)
def test_an_interval_holds_the_mean_seen_and_mirrors_with_the_scores(scores: list[float]) -> None:
    low, high = sequential.interval(scores)
    mean = sum(scores) / len(scores)
    assert low - 0.005 <= mean <= high + 0.005
    assert sequential.interval([1 - one for one in scores]) == pytest.approx((1 - high, 1 - low), abs=0.0051)


def test_a_shut_out_is_not_certain() -> None:
    low, high = sequential.interval([1.0] * 6)
    assert low < 0.5 < high == 1.0
