"""Agreement: of people with each other and with themselves. The published example is in test_gate_statistics."""

import pytest

from evaluation import agreement
from evaluation.agreement import Rated
from evaluation.scorecard import Entry, Score, Unscored


def rated(*rows: str) -> list[Rated]:
    """One row a person, one digit a riddle, a dot where they did not rate."""
    return [
        Rated(riddle, person, int(value))
        for person, row in enumerate(rows) for riddle, value in enumerate(row) if value != "."
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ((), "no riddle was rated by two people"),
        (("12345",), "no riddle was rated by two people"),
        (("12..", "..34"), "no riddle was rated by two people"),
        (("444", "444"), "always gave the same value"),
    ],
)
def test_nothing_one_rater_and_all_equal_are_unscored_with_the_reason(rows: tuple[str, ...], reason: str) -> None:
    entry = agreement.alpha(rated(*rows))
    assert isinstance(entry, Unscored)
    assert reason in entry.reason
    assert reason in agreement.reading(entry)


def test_perfect_agreement_is_one_and_opposite_opinions_are_below_zero() -> None:
    same, opposite = agreement.alpha(rated("12345", "12345")), agreement.alpha(rated("1155", "5511"))
    assert isinstance(same, Score)
    assert isinstance(opposite, Score)
    assert (same.value, same.n) == (1.0, 5)
    assert opposite.value < 0
    assert agreement.reading(same) == "reliable"
    assert agreement.reading(opposite) == "raters do not agree"


def test_riddles_of_one_rater_do_not_count_and_the_last_word_of_a_person_does() -> None:
    ratings = [*rated("1.3", "1.3"), Rated(1, 0, 5), Rated(2, 0, 2)]
    entry = agreement.alpha(ratings)
    assert isinstance(entry, Score)
    assert entry.n == 2
    assert entry.value < 1


@pytest.mark.parametrize(("value", "told"), [(0.7, "tentative"), (0.5, "weak"), (0.39, "do not agree")])
def test_a_reading_for_every_size(value: float, told: str) -> None:
    assert told in agreement.reading(Score(value, 20, 0, 1))


def test_self_consistency_forgives_one_point_and_needs_five_repeats() -> None:
    entry: Entry = agreement.self_consistency([(5, 4), (1, 1), (2, 5), (3, 3), (4, 4)])
    assert isinstance(entry, Score)
    assert (entry.value, entry.n) == (0.8, 5)
    assert isinstance(agreement.self_consistency([(5, 5)] * 4), Unscored)
