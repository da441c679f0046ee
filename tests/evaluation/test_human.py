from evaluation import human
from evaluation.human import Vote
from riddles.criteria import Criterion


def votes(*values: int, criterion: Criterion = Criterion.HELPFUL) -> list[Vote]:
    return [Vote(number % 3, criterion, value) for number, value in enumerate(values)]


def test_few_ratings_give_no_figure_but_their_number() -> None:
    assert human.criterion_means(votes(5, 5, 4, 5))["helpful"] == {"unscored": "too few ratings (n=4)"}


def test_a_mean_comes_with_its_evidence_and_its_change() -> None:
    found = human.criterion_means(votes(5, 4, 5, 4, 5), votes(3, 3, 3, 3, 3))["helpful"]
    assert (found["value"], found["n"], found["change"]) == (4.6, 5, 1.6)
    assert found["low"] <= 4.6 <= found["high"]


def test_too_few_ratings_before_give_no_change() -> None:
    assert human.criterion_means(votes(5, 4, 5, 4, 5), votes(3))["helpful"]["change"] is None


def test_criteria_are_counted_apart() -> None:
    both = votes(5, 5, 5, 5, 5) + votes(1, 1, 1, 1, 1, criterion=Criterion.HONEST)
    found = human.criterion_means(both)
    assert (found["helpful"]["value"], found["honest"]["value"]) == (5.0, 1.0)
    assert found["harmless"] == {"unscored": "too few ratings (n=0)"}


def test_the_best_riddle_needs_more_than_one_vote() -> None:
    assert human.best_rated([Vote(1, Criterion.HELPFUL, 5)]) is None
    assert human.best_rated([Vote(1, Criterion.HELPFUL, 5), *(Vote(2, Criterion.HELPFUL, 4) for _ in "ab")]) == (
        2,
        4.0,
        2,
    )
