from evaluation.human import Vote, best_rated, criterion_means
from riddles.criteria import Criterion

HELPFUL, HONEST = Criterion.HELPFUL, Criterion.HONEST


def votes(criterion: Criterion, *values: int, riddle: int = 1) -> list[Vote]:
    return [Vote(riddle, criterion, value) for value in values]


def test_each_criterion_has_its_own_mean_or_says_that_there_are_too_few() -> None:
    found = criterion_means(votes(HELPFUL, 5, 4, 3, 4, 4) + votes(HONEST, 5, 5, 5, 5))
    assert (found["helpful"]["value"], found["helpful"]["n"], found["helpful"]["change"]) == (4.0, 5, None)
    assert found["honest"] == {"unscored": "too few ratings (n=4)"}
    assert found["harmless"] == {"unscored": "too few ratings (n=0)"}


def test_the_change_is_to_the_votes_before_if_there_were_enough() -> None:
    week = votes(HELPFUL, 5, 4, 4, 4, 4)
    assert criterion_means(week, votes(HELPFUL, 4, 4, 4, 4, 3))["helpful"]["change"] == 0.4
    assert criterion_means(week, votes(HELPFUL, 1, 1))["helpful"]["change"] is None


def test_votes_on_one_riddle_are_not_independent_evidence() -> None:
    alone = criterion_means([Vote(n, HELPFUL, 1 + n % 5) for n in range(20)])["helpful"]
    together = criterion_means([Vote(n % 5, HELPFUL, 1 + n % 5) for n in range(20)])["helpful"]
    assert together["high"] - together["low"] > alone["high"] - alone["low"]


def test_the_best_rated_riddle_needs_more_votes_than_one_person_can_give() -> None:
    loved_by_one = votes(HELPFUL, 5, riddle=1) + votes(HONEST, 5, riddle=1) + votes(Criterion.HARMLESS, 5, riddle=1)
    liked_by_two = votes(HELPFUL, 4, 4, riddle=2) + votes(HONEST, 4, 5, riddle=2)
    assert best_rated(loved_by_one) is None
    assert best_rated(loved_by_one + liked_by_two) == (2, 4.25, 4)
    assert best_rated([]) is None
