import random

import pytest

from evaluation.judge import calibration
from evaluation.judge.calibration import MINIMUM, Pair
from evaluation.scorecard import Entry, Score, Unscored


def pairs(of: list[tuple[int, int]]) -> list[Pair]:
    return [Pair(judge, (team,)) for judge, team in of]


def noisy(n: int, share: float) -> list[tuple[int, int]]:
    """A judge that says what the team says in this share of cases, and anything else."""
    chance = random.Random(5)
    teams = [chance.randint(1, 5) for _ in range(n)]
    return [(team if chance.random() < share else chance.randint(1, 5), team) for team in teams]


def score(entry: Entry) -> Score:
    assert isinstance(entry, Score)
    return entry


def test_a_judge_like_the_team_has_kappa_one_and_a_random_one_about_zero() -> None:
    assert score(calibration.kappa(pairs(noisy(60, 1.0)))).value == pytest.approx(1.0)
    random_one = score(calibration.kappa(pairs(noisy(400, 0.0))))
    assert abs(random_one.value) < 0.12
    assert random_one.low < 0 < random_one.high


def test_kappa_equals_the_reference_implementation() -> None:
    metrics = pytest.importorskip("sklearn.metrics", reason="needs scikit-learn, the reference implementation")
    told = noisy(80, 0.6)

    mine = score(calibration.kappa(pairs(told)))
    nominal = score(calibration.agreement([(str(judge), str(team)) for judge, team in told]))

    judges, teams = zip(*told, strict=True)
    assert mine.value == pytest.approx(metrics.cohen_kappa_score(judges, teams, weights="quadratic"))
    assert nominal.value == pytest.approx(metrics.cohen_kappa_score(judges, teams))
    assert mine.low < mine.value < mine.high
    assert mine.n == 80


def test_the_teams_value_is_the_mean_rounded_half_up() -> None:
    assert [Pair(1, people).team for people in ((4,), (4, 5), (1, 2, 2), (3, 3, 4))] == [4, 5, 2, 3]


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ([(3, 4)] * (MINIMUM - 1), "only 19 riddles"),
        ([], "only 0 riddles"),
        ([(judge % 5 + 1, 5) for judge in range(30)], "the team gave all 30 riddles the same value"),
        ([(5, team % 5 + 1) for team in range(30)], "the judge gave all 30 riddles the same value"),
    ],
)
def test_where_agreement_cannot_be_known_it_is_unscored_with_the_reason(
    told: list[tuple[int, int]], reason: str
) -> None:
    entry = calibration.kappa(pairs(told))
    assert isinstance(entry, Unscored)
    assert reason in entry.reason


def test_the_judge_counts_only_if_every_lower_bound_reaches_the_minimum() -> None:
    good, poor = Score(0.7, 50, 0.5, 0.8), Score(0.6, 50, 0.3, 0.8)

    assert calibration.counts({"helpful": good, "honest": good}, 0.4)
    assert not calibration.counts({"helpful": good, "honest": poor}, 0.4)
    assert not calibration.counts({"helpful": good, "honest": Unscored("only 3 riddles")}, 0.4)
    assert not calibration.counts({}, 0.4)


def test_duels_agree_by_what_most_people_chose() -> None:
    assert calibration.majority(["first", "first", "second"]) == "first"
    assert calibration.majority(["first", "second"]) == "tie"
    agreed = calibration.agreement([("first", "first"), ("second", "second")] * MINIMUM)
    assert score(agreed).value == pytest.approx(1.0)
    assert isinstance(calibration.agreement([("first", "first")] * MINIMUM), Unscored)
