"""The metrics on hand-made attempts, the empty and the degenerate ones above all."""

import math

import pytest

from evaluation.exam import Attempt
from evaluation.metrics import METRICS, distinctness, perplexity, rouge
from evaluation.metrics.perplexity import Likelihood
from evaluation.scorecard import Score, Unscored
from riddles.article import Article
from riddles.corpus.stories import ExamStory
from riddles.riddle import Riddle

STORY = ExamStory(Article("Bridge reopens", "The bridge is open."), ("bridge", "viaduct"), "", True)


def attempt(*lines: str, answer: str = "bridge") -> Attempt:
    return Attempt(STORY, "\n".join(lines), Riddle(lines, answer), "")


BROKEN = Attempt(STORY, "nonsense", None, "no answer")


@pytest.mark.parametrize("name", METRICS)
def test_an_exam_without_stories_is_unscored(name: str) -> None:
    assert isinstance(METRICS[name]([]), Unscored)


@pytest.mark.parametrize("name", ["answer_hidden", "distinct_openings", "distinct_2"])
def test_what_is_measured_on_riddles_is_unscored_without_any(name: str) -> None:
    assert isinstance(METRICS[name]([BROKEN, BROKEN]), Unscored)


def value(name: str, *attempts: Attempt) -> float:
    entry = METRICS[name](attempts)
    assert isinstance(entry, Score)
    return entry.value


def test_broken_attempts_count_against_form_and_subject() -> None:
    good = attempt("I span the stream", "and carry carts")
    assert value("well_formed", good, BROKEN) == 0.5
    assert value("subject_right", good, BROKEN) == 0.5


def test_an_accepted_answer_is_the_right_subject_and_another_is_not() -> None:
    assert value("subject_right", attempt("I span", answer="viaducts")) == 1.0
    assert value("subject_right", attempt("I flow", answer="river")) == 0.0


def test_a_riddle_that_names_its_answer_is_found() -> None:
    assert value("answer_hidden", attempt("I span"), attempt("All bridges are like me")) == 0.5


def test_saying_one_thing_to_everything_shows_as_no_variety() -> None:
    same = [attempt("I run all day and never rest", "who am I then") for _ in range(4)]
    assert value("distinct_openings", *same) == 0.0
    assert value("distinct_2", *same) == pytest.approx(0.25)
    assert value("distinct_openings", attempt("one two"), attempt("three four")) == 1.0


def test_a_single_riddle_has_no_variety_to_measure() -> None:
    assert isinstance(distinctness.openings([attempt("one line")]), Unscored)


def test_perplexity_is_that_of_the_formula() -> None:
    entry = perplexity.perplexity([Likelihood(-math.log(4) * 3, 3, 9), Likelihood(-math.log(4) * 5, 5, 15)])
    assert isinstance(entry, Score)
    assert entry.value == pytest.approx(4.0)
    bits = perplexity.bits_per_character([Likelihood(-math.log(2) * 9, 3, 9)])
    assert isinstance(bits, Score)
    assert bits.value == pytest.approx(1.0)


@pytest.mark.parametrize("likelihoods", [[], [Likelihood(0.0, 0, 0)], [Likelihood(math.nan, 3, 3)]])
def test_no_or_no_finite_likelihood_is_unscored(likelihoods: list[Likelihood]) -> None:
    assert isinstance(perplexity.perplexity(likelihoods), Unscored)
    assert isinstance(perplexity.bits_per_character(likelihoods), Unscored)


def test_rouge_without_references_is_unscored() -> None:
    assert set(rouge.score([], [])) == set(rouge.TYPES)
    assert all(isinstance(entry, Unscored) for entry in rouge.score([], []).values())


@pytest.mark.model
def test_rouge_agrees_with_the_reference_implementation() -> None:
    from rouge_score import rouge_scorer

    told, wanted = ["the cat sat on the mat", ""], ["a cat sat on a mat", "anything"]
    found = rouge.score(told, wanted)["rougeL"]
    assert isinstance(found, Score)
    scorer = rouge_scorer.RougeScorer(["rougeL"], use_stemmer=True)
    assert found.items == (pytest.approx(scorer.score(wanted[0], told[0])["rougeL"].fmeasure), 0.0)
