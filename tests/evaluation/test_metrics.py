"""Each metric on a case worked out by hand, and on nothing at all."""

import math

import pytest

from evaluation.metrics import METRICS, answer_hidden, distinctness, perplexity, rouge, subject_right, well_formed
from evaluation.metrics.perplexity import Likelihood
from evaluation.scorecard import Entry, Score, Unscored
from tests.evaluation.attempts import attempt, malformed


def value(entry: Entry) -> float:
    assert isinstance(entry, Score), entry
    return entry.value


@pytest.mark.parametrize("name", METRICS)
def test_nothing_to_score_is_unscored_and_not_zero(name: str) -> None:
    assert isinstance(METRICS[name]([]), Unscored)


@pytest.mark.parametrize("name", ["answer_hidden", "distinct_openings", "distinct_2"])
def test_without_a_single_riddle_only_form_and_subject_have_a_figure(name: str) -> None:
    broken = [malformed(), malformed()]
    assert isinstance(METRICS[name](broken), Unscored)
    assert value(METRICS["well_formed"](broken)) == value(METRICS["subject_right"](broken)) == 0.0


def test_well_formed_counts_every_attempt() -> None:
    assert value(well_formed.score([attempt("I carry you"), malformed(), malformed(), malformed()])) == 0.25


def test_answer_hidden_looks_at_verse_and_hints_in_any_inflection() -> None:
    riddles = [
        attempt("I carry you over"),
        attempt("Two bridges made one town"),
        attempt("I carry you over", hint="Not a bridge too far"),
        attempt("I span it", aliases=("span",)),
    ]
    assert value(answer_hidden.score([*riddles, malformed()])) == 0.25


def test_subject_right_accepts_any_fair_answer_and_counts_malformed_attempts_as_wrong() -> None:
    attempts = [
        attempt("a b", answer="Bridges"),
        attempt("a b", answer="footbridge"),
        attempt("a b", answer="crossing", aliases=("bridge",)),
        attempt("a b", answer="river"),
        malformed(),
    ]
    entry = subject_right.score(attempts)
    assert isinstance(entry, Score)
    assert entry.items == (1.0, 1.0, 1.0, 0.0, 0.0)


def test_distinct_openings_ignores_case_and_keeps_one_item_an_attempt_so_that_exams_pair() -> None:
    attempts = [attempt("I carry you"), attempt("i carry You"), attempt("I stand"), malformed()]
    entry = distinctness.openings(attempts)
    assert isinstance(entry, Score)
    assert entry.items == (0.0, 0.0, 1.0, 0.0)
    assert isinstance(distinctness.openings([attempt("alone"), malformed()]), Unscored)


def test_distinct_2_is_one_for_different_words_and_halves_when_everything_is_said_twice() -> None:
    assert value(distinctness.bigrams([attempt("one two three"), attempt("four five six")])) == 1.0
    assert value(distinctness.bigrams([attempt("one two three"), attempt("one two three")])) == 0.5
    assert isinstance(distinctness.bigrams([attempt("one"), attempt("two")]), Unscored)


def test_perplexity_is_over_all_tokens_and_a_uniform_guess_scores_the_number_of_choices() -> None:
    uniform = [Likelihood(-3 * math.log(8), 3, 12), Likelihood(-5 * math.log(8), 5, 20)]
    entry = perplexity.perplexity(uniform)
    assert isinstance(entry, Score)
    assert (entry.value, entry.low, entry.high) == pytest.approx((8.0, 8.0, 8.0))
    assert entry.n == 2
    uneven = perplexity.perplexity([Likelihood(-1.0, 1, 4), Likelihood(-9.0, 9, 36), Likelihood(-20.0, 10, 40)])
    assert value(uneven) == pytest.approx(math.exp(30 / 20))


def test_bits_per_character_are_over_all_characters() -> None:
    entry = perplexity.bits_per_character([Likelihood(-math.log(2) * 8, 2, 4), Likelihood(-math.log(2) * 12, 3, 12)])
    assert isinstance(entry, Score)
    assert entry.value == pytest.approx(20 / 16)
    assert entry.items == pytest.approx((2.0, 1.0))
    assert entry.low <= entry.value <= entry.high


@pytest.mark.parametrize("metric", [perplexity.perplexity, perplexity.bits_per_character])
@pytest.mark.parametrize(
    ("likelihoods", "reason"),
    [
        ([], "no held-out completions"),
        ([Likelihood(-1.0, 2, 5), Likelihood(float("nan"), 2, 5)], "NaN"),
        ([Likelihood(-1.0, 2, 5), Likelihood(0.0, 0, 0)], "is empty"),
    ],
)
def test_likelihoods_that_are_missing_or_no_numbers_are_unscored(
    metric: object, likelihoods: list[Likelihood], reason: str
) -> None:
    assert callable(metric)
    entry = metric(likelihoods)
    assert isinstance(entry, Unscored)
    assert reason in entry.reason


def test_rouge_without_pairs_is_unscored() -> None:
    assert all(isinstance(entry, Unscored) for entry in rouge.score([], []).values())


@pytest.mark.model
def test_rouge_agrees_with_values_worked_out_by_hand_and_empty_texts_score_nothing() -> None:
    found = rouge.score(["the cat sat", "", "a b\nc d"], ["the cat slept", "the cat", "c d\na b"])
    items = {name: entry.items for name, entry in found.items() if isinstance(entry, Score)}
    assert items["rouge1"] == pytest.approx((2 / 3, 0.0, 1.0))
    assert items["rouge2"] == pytest.approx((1 / 2, 0.0, 2 / 3))
    assert items["rougeL"] == pytest.approx((2 / 3, 0.0, 1 / 2))
    assert items["rougeLsum"] == pytest.approx((2 / 3, 0.0, 1.0))  # lines of verse are its sentences
