import pytest

from riddles.criteria import Criterion
from training.labels import Label, Opinion, label

HELPFUL, HONEST, HARMLESS = Criterion.HELPFUL, Criterion.HONEST, Criterion.HARMLESS


def opinions(criterion: Criterion, *values: int | None) -> list[Opinion]:
    return [Opinion(100 + person, person, criterion, value) for person, value in enumerate(values)]


@pytest.mark.parametrize(
    ("helpful", "wanted"),
    [
        ((5, 5, 4), Label.LIKED),
        ((4, 4, 4), Label.LIKED),
        ((5, 5, 1), None),  # mean 3.7
        ((5, 5, 5, 1), Label.LIKED),  # mean 4, three of four for it
        ((1, 2, 1), Label.DISLIKED),
        ((3, 3, 3), None),
        ((5, 5), None),  # too few raters
        ((5, 5, None), None),  # can't tell is no value
        ((5, 5, 4, None), Label.LIKED),
        ((5, 5, 1, 1), None),  # split
        ((), None),
    ],
)
def test_helpful_decides_once_enough_people_agree(helpful: tuple[int | None, ...], wanted: Label | None) -> None:
    assert label(opinions(HELPFUL, *helpful), minimum_raters=3) == wanted


@pytest.mark.parametrize("criterion", [HONEST, HARMLESS])
def test_a_majority_against_honesty_or_harmlessness_vetoes_whatever_else_was_said(criterion: Criterion) -> None:
    loved = opinions(HELPFUL, 5, 5, 5)
    assert label([*loved, *opinions(criterion, 1, 2, 5)], 3) == Label.DISLIKED
    assert label([*loved, *opinions(criterion, 1, 2, 5, 5)], 3) == Label.LIKED  # half is no majority
    assert label([*loved, *opinions(criterion, None, None, 1)], 3) == Label.DISLIKED  # of those who could tell


def test_a_veto_needs_no_minimum_of_raters() -> None:
    assert label(opinions(HARMLESS, 1), 3) == Label.DISLIKED
