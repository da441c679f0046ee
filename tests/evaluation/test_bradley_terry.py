"""Strengths from duels: priors, clusters, style. The published example is in test_gate_statistics."""

import pytest

from evaluation import bradley_terry
from evaluation.bradley_terry import Fit, Game, Strength
from evaluation.preference import Choice, Duel


def strengths(found: Fit) -> dict[str, Strength]:
    return {one.name: one for one in found.strengths}


def test_six_wins_to_none_are_no_explosion_and_no_certainty() -> None:
    found = strengths(bradley_terry.fit([Game("a", "b", 1.0, story) for story in range(6)]))
    assert found["a"].value - found["b"].value == pytest.approx(306, abs=2)
    assert found["a"].high - found["a"].low > 250


def test_votes_on_one_story_are_one_piece_of_evidence() -> None:
    many = [Game("a", "b", float(story < 14), story) for story in range(20) for _ in range(5)]
    as_if_free = [Game("a", "b", float(vote // 5 < 14), vote) for vote in range(100)]
    one, other = strengths(bradley_terry.fit(many))["a"], strengths(bradley_terry.fit(as_if_free))["a"]
    assert one.value == other.value
    assert one.high - one.low > 1.8 * (other.high - other.low)


def test_strengths_that_overlap_share_a_rank() -> None:
    games = [Game("a", "b", float(story % 2), story) for story in range(40)]
    games += [Game(name, "c", 1.0, f"{name}{story}") for name in ("a", "b") for story in range(40)]
    ranks = {one.name: one.rank for one in bradley_terry.fit(games).strengths}
    assert ranks == {"a": 1, "b": 1, "c": 3}


def test_nobody_played_and_ties_only() -> None:
    assert bradley_terry.fit([]) == Fit((), {})
    assert [one.value for one in bradley_terry.fit([Game("a", "b", 0.5, 1)]).strengths] == [0.0, 0.0]


def test_both_bad_is_a_tie_and_each_vote_a_game() -> None:
    games = bradley_terry.games_of([Duel("a", "b", 1, (Choice.FIRST, Choice.BOTH_BAD, Choice.SECOND))])
    assert [game.outcome for game in games] == [1.0, 0.5, 0.0]


def test_style_control_gives_length_its_due() -> None:
    # the longer riddle always wins, whoever wrote it; b's are longer more often
    long, short = "a" * 60, "b" * 20
    duels = [
        Duel("a", "b", story, (Choice.FIRST if story % 4 == 0 else Choice.SECOND,),
             texts=(long, short) if story % 4 == 0 else (short, long))
        for story in range(40)
    ]  # fmt: skip
    plain = strengths(bradley_terry.fit(bradley_terry.games_of(duels)))
    controlled = bradley_terry.fit(bradley_terry.games_of(duels, style=True))
    assert controlled.styles["length"] > 100
    assert controlled.styles["emoji"] == 0.0
    assert strengths(controlled)["b"].value < plain["b"].value / 2


def test_emoji_are_counted() -> None:
    (game,) = bradley_terry.games_of([Duel("a", "b", 1, (Choice.FIRST,), texts=("fish 🐟", "fish 🐟🐟🐟"))], style=True)
    assert game.style[1] == pytest.approx(-0.5)
