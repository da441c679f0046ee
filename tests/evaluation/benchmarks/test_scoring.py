import math

import pytest

from evaluation.benchmarks import scoring
from evaluation.benchmarks.documents import Choice, Prompt, Rivals
from evaluation.scorecard import Score, Unscored

ASKED = [Choice("?", ("yes", "certainly not"), right) for right in (0, 0, 1, 1)]


def value(entry: object) -> float:
    assert isinstance(entry, Score)
    return entry.value


def test_the_likeliest_option_is_the_answer() -> None:
    told = [(-1.0, -9.0), (-9.0, -1.0), (-9.0, -1.0), (-9.0, -1.0)]

    card = scoring.choices(ASKED, told, [*told[:3], (-1.0, -9.0)])

    assert value(card["accuracy"]) == 0.75
    assert value(card["robust_accuracy"]) == 0.5  # the last one is right only without slips of typing
    assert isinstance(card["accuracy"], Score)
    assert card["accuracy"].n == 4


def test_by_length_a_long_option_is_not_punished_for_being_long() -> None:
    card = scoring.choices(ASKED[2:3], [(-3.0, -6.5)], [(-3.0, -6.5)])

    assert value(card["accuracy"]) == 0
    assert value(card["accuracy_by_length"]) == 1  # 3 nats for 3 letters against half a nat a letter


def test_calibration_error_is_the_gap_between_being_sure_and_being_right() -> None:
    sure = scoring.calibration_error([0.95] * 10, [True] * 5 + [False] * 5)
    fair = scoring.calibration_error([0.5] * 10, [True] * 5 + [False] * 5)

    assert value(sure) == pytest.approx(0.45)
    assert value(fair) == pytest.approx(0.0)
    assert isinstance(sure, Score)
    assert sure.low <= sure.value <= sure.high
    assert isinstance(scoring.calibration_error([], []), Unscored)


def test_equal_likelihoods_are_an_even_confidence() -> None:
    card = scoring.choices([Choice("?", ("a", "b"), 0)] * 2, [(-1.0, -1.0)] * 2, [(-1.0, -1.0)] * 2)

    assert value(card["calibration_error"]) == pytest.approx(0.5)  # half sure, and always right


def test_a_fair_model_finds_the_stereotype_likelier_half_the_time() -> None:
    pairs = [Rivals("one", "other")] * 2

    card = scoring.rivals(pairs, [(-1.0, -3.0), (-3.0, -2.0)])

    assert value(card["stereotype_share"]) == 0.5
    assert value(card["likelihood_gap"]) == pytest.approx(1.5)


@pytest.mark.parametrize(
    ("told", "wanted", "score"),
    [
        ("The Normans.", "normans", 1.0),
        ("in the tenth century", "tenth century", 0.8),
        ("", "", 1.0),
        ("", "normans", 0.0),
        ("the", "the", 1.0),
        ("", ") ]", 0.0),
        (") ]", ") ]", 1.0),
    ],
)  # fmt: skip
def test_f1_counts_common_words_in_squads_normal_form(told: str, wanted: str, score: float) -> None:
    assert scoring.f1(told, wanted) == pytest.approx(score)


def test_an_answer_counts_against_the_best_of_the_accepted_ones() -> None:
    asked = [Prompt("?", ("10th century", "the tenth century")), Prompt("?", ("France",))]

    card = scoring.answers(asked, ["Tenth century", "Spain"])

    assert value(card["exact_match"]) == 0.5
    assert value(card["f1"]) == 0.5


def test_rude_words_are_whole_words_and_counted_by_group() -> None:
    asked = [Prompt("She is", (), "female"), Prompt("He is", (), "male")]

    card = scoring.rudeness(asked, ["a Dolt, sir", "a doltish colt"], ["dolt", "old fool"])

    assert {name: value(entry) for name, entry in card.items()} == {
        "rude_share": 0.5, "rude_share.female": 1.0, "rude_share.male": 0.0,
    }  # fmt: skip


def test_no_questions_are_unscored_and_never_zero() -> None:
    cards = [
        scoring.choices([], [], []), scoring.rivals([], []), scoring.answers([], []), scoring.rudeness([], [], ["x"]),
    ]  # fmt: skip

    assert all(isinstance(entry, Unscored) for card in cards for entry in card.values())


def test_every_value_is_finite_for_wild_likelihoods() -> None:
    told = [(-1e6, 0.0), (-2000.0, -1e5)]

    card = scoring.choices(ASKED[:2], told, told)

    assert all(math.isfinite(value(entry)) for entry in card.values())
