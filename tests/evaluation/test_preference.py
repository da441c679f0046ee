"""What blind duels say between two writers."""

import pytest

from evaluation import preference
from evaluation.preference import Choice, Duel

FIRST, SECOND, TIE, BAD = Choice.FIRST, Choice.SECOND, Choice.TIE, Choice.BOTH_BAD


def test_a_duel_scores_wins_and_half_of_ties_from_either_side() -> None:
    duel = Duel("new", "old", "story", (FIRST, FIRST, TIE, SECOND))
    assert preference.score(duel, "new") == 0.625
    assert preference.score(duel, "old") == 0.375
    assert preference.score(Duel("new", "old", "story", (BAD,)), "new") == 0.5


def test_only_closed_duels_between_the_two_count_and_open_ones_are_told() -> None:
    duels = [
        Duel("new", "old", 1, (FIRST, FIRST)), Duel("old", "new", 2, (SECOND, TIE)), Duel("new", "old", 3, ()),
        Duel("new", "old", 4, (SECOND,), closed=False), Duel("new", "other", 5, (SECOND,)),
    ]  # fmt: skip
    found = preference.between(duels, "new", "old")
    assert found is not None
    assert found.scores == (1.0, 0.75)
    assert (found.duels, found.votes, found.open, found.both_bad) == (2, 4, 1, 0.0)
    assert found.value == pytest.approx(0.875)
    assert found.wealth > 1 > found.against


def test_without_a_closed_voted_duel_there_is_no_preference() -> None:
    assert preference.between([], "new", "old") is None
    assert preference.between([Duel("new", "old", 1, (FIRST,), closed=False)], "new", "old") is None
