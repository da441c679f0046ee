import random

import pytest

from riddles.criteria import Criterion
from riddles.riddle import Riddle
from training.simulation import raters
from training.simulation.raters import Rater

SHORT, LONG = Riddle(("I am", "a riddle"), "river"), Riddle(("I", "am", "a", "long", "riddle"), "river")


def of_role(team: list[Rater], role: str) -> Rater:
    return next(one for one in team if one.role == role)


def helpful(rater: Rater, riddle: Riddle, about: bool = True) -> float:
    rng = random.Random(1)
    return sum(rater.voice(riddle, about, rng)[Criterion.HELPFUL] for _ in range(50)) / 50


@pytest.mark.parametrize(
    ("size", "roles"),
    [
        (3, ["mate"] * 3),
        (6, ["mate"] * 4 + ["strict", "spammer"]),
        (12, ["mate"] * 8 + ["strict", "spammer", "colluder", "colluder"]),
    ],
)
def test_larger_teams_have_more_who_spoil_the_data(size: int, roles: list[str]) -> None:
    assert [one.role for one in raters.team("short", size, 1)] == roles


def test_the_same_seed_is_the_same_team_and_everyone_is_somebody_else() -> None:
    one, other = ([helpful(rater, SHORT) for rater in raters.team("short", 12, seed)] for seed in (1, 1))
    assert one == other
    assert len({rater.user for rater in raters.team("short", 12, 1)}) == 12


def test_mates_like_their_taste_and_colluders_the_opposite() -> None:
    team = raters.team("short", 12, 1)
    assert helpful(of_role(team, "mate"), SHORT) > 4 > 2.5 > helpful(of_role(team, "mate"), LONG)
    assert helpful(of_role(team, "colluder"), SHORT) == 1 < helpful(of_role(team, "colluder"), LONG) == 5
    assert helpful(of_role(team, "spammer"), SHORT) == helpful(of_role(team, "spammer"), LONG) == 1


def test_the_strict_one_calls_a_riddle_about_something_else_dishonest() -> None:
    strict = of_role(raters.team("short", 6, 1), "strict")
    assert strict.voice(SHORT, False, random.Random(1))[Criterion.HONEST] == 1
    assert strict.voice(SHORT, True, random.Random(1))[Criterion.HONEST] == 5


def test_a_strict_team_likes_whatever_is_about_its_story() -> None:
    mate = raters.team("strict", 3, 1)[0]
    assert helpful(mate, LONG, about=True) > 4
    assert helpful(mate, LONG, about=False) == 1


def test_a_spam_team_has_nobody_sincere() -> None:
    assert {one.role for one in raters.team("spam", 9, 1)} == {"all-5", "all-1", "clicker"}


def test_in_a_duel_people_choose_what_they_would_rate_higher() -> None:
    team = raters.team("short", 12, 1)
    choices = {one.role: one.choose((SHORT, True), (LONG, True), random.Random(3)) for one in team}
    assert choices == {"mate": "first", "strict": "first", "spammer": "both_bad", "colluder": "second"}
