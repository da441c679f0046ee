import pytest

from riddles.criteria import Criterion
from training.data.consensus import Consensus, Standing, Vote
from training.data.labels import Choice, Label, Opinion, helpfulness, label, winner

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


def standing(**of: float) -> Consensus:
    return Consensus({int(name[1:]): Standing(weight, quarantined=weight < 0) for name, weight in of.items()})


@pytest.mark.parametrize(
    ("helpful", "found", "wanted"),
    [
        ((5, 4, 4, 1, 1), standing(p3=0.0, p4=0.0), Label.LIKED),  # whoever has no weight makes no split ...
        ((5, 5, 1), standing(p2=0.0), None),  # ... and is not counted as a rater
        ((5, 5, 4, 1, 1), standing(p3=0.4, p4=0.4), None),  # two thirds of the weight, but a mean below 4
        ((5, 5, 5, 1, 1), standing(p3=0.3, p4=0.3), Label.LIKED),
        ((1, 1, 1, 5), standing(p3=-1.0), Label.DISLIKED),  # quarantined
    ],
)
def test_people_count_by_their_standing(helpful: tuple[int, ...], found: Consensus, wanted: Label | None) -> None:
    assert label(opinions(HELPFUL, *helpful), 3, found) == wanted


def test_leanings_are_taken_off() -> None:
    hard = Consensus({person: Standing(leaning=-1.0) for person in range(3)})
    soft = Consensus({person: Standing(leaning=1.0) for person in range(3)})
    assert label(opinions(HELPFUL, 3, 3, 4), 3) is None
    assert label(opinions(HELPFUL, 3, 3, 4), 3, hard) == Label.LIKED
    assert label(opinions(HELPFUL, 4, 4, 4), 3, soft) is None
    assert helpfulness([Vote(1, 0, 5)], hard) == 5.0  # never off the scale


def test_the_quarantined_cannot_veto_but_a_rarely_heard_person_can() -> None:
    loved = opinions(HELPFUL, 5, 5, 5)
    spam = Opinion(9, 7, HARMLESS, 1)
    assert label([*loved, spam], 3, standing(p7=-1.0)) == Label.LIKED
    assert label([*loved, spam], 3, standing(p7=0.1)) == Label.DISLIKED


@pytest.mark.parametrize(
    ("choices", "wanted"),
    [
        (("first", "first", "second"), "first"),
        (("second", "second", "tie"), "second"),
        (("first", "tie", "tie"), "first"),
        (("first", "tie", "second"), None),
        (("tie", "tie", "tie"), None),
        (("first", "first"), None),  # too few
        (("first", "both_bad", "both_bad"), None),
        (("first", "first", "both_bad"), "first"),
        ((), None),
    ],
)
def test_a_duel_is_won_by_two_thirds(choices: tuple[str, ...], wanted: str | None) -> None:
    assert winner([Choice(at, at, one) for at, one in enumerate(choices)], 3) == wanted


def test_a_duel_counts_people_by_their_weight() -> None:
    told = [Choice(at, at, one) for at, one in enumerate(("first", "first", "first", "second", "second"))]
    assert winner(told, 3) is None
    assert winner(told, 3, standing(p3=0.2, p4=0.2)) == "first"
    assert winner(told, 3, standing(p1=0.0, p2=0.0, p4=0.0)) is None  # two of weight left
