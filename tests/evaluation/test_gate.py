"""The gate's contract, rule by rule. Each case starts from evidence that is promoted and breaks one thing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from evaluation import gate
from evaluation.gate import Decision, Evidence, Verdict
from evaluation.scorecard import Entry, Score, Scorecard, Unscored

GOOD: Scorecard = {
    "well_formed": Score(1.0, 24, 0.86, 1.0, (1.0,) * 24),
    "answer_hidden": Score(1.0, 24, 0.86, 1.0, (1.0,) * 24),
    "subject_right": Score(0.75, 24, 0.55, 0.88, (1.0,) * 18 + (0.0,) * 6),
    "distinct_openings": Score(1.0, 24, 0.86, 1.0, (1.0,) * 24),
    "premade_loss": Score(2.0, 20, 1.8, 2.2, (2.0,) * 20),
}
GAINS = [0.3, 0.25, 0.4, 0.2, 0.35, 0.3, 0.28, 0.31]


def evidence(
    candidate: Scorecard = GOOD,
    rivals: Mapping[str, Scorecard] | None = None,
    gains: Sequence[float] = GAINS,
) -> Evidence:
    stories = [f"story {number}" for number in range(len(gains))]
    return Evidence(candidate, rivals or {"current": GOOD, "base": GOOD}, gains, stories, minimum=5)


def with_entry(name: str, entry: Entry) -> Scorecard:
    return {**GOOD, name: entry}


def test_a_candidate_that_keeps_everything_and_gains_is_promoted() -> None:
    decision = gate.decide(evidence())
    assert decision.verdict == Verdict.PROMOTE
    assert "n=8" in decision.reasons[0]
    assert "until blind votes decide" in decision.reasons[0]


@pytest.mark.parametrize("name", gate.NEEDED)
@pytest.mark.parametrize("role", ["candidate", "current", "base"])
def test_an_unscored_figure_never_promotes(name: str, role: str) -> None:
    missing = with_entry(name, Unscored("the metric raised"))
    cards = {"candidate": GOOD, "current": GOOD, "base": GOOD} | {role: missing}
    decision = gate.decide(evidence(cards.pop("candidate"), cards))
    assert decision == Decision(Verdict.KEEP, (f"{name} of the {role} is unscored: the metric raised.",))


@pytest.mark.parametrize("name", gate.NEEDED)
def test_a_figure_that_was_not_taken_never_promotes(name: str) -> None:
    card = {other: entry for other, entry in GOOD.items() if other != name}
    assert gate.decide(evidence(card)).verdict == Verdict.KEEP


def test_malformed_riddles_are_a_veto() -> None:
    formed = Score(23 / 24, 24, 0.8, 0.99, (1.0,) * 23 + (0.0,))
    decision = gate.decide(evidence(with_entry("well_formed", formed)))
    assert decision.verdict == Verdict.KEEP
    assert "Only 96% of its 24 riddles are well formed; 98% are needed." in decision.reasons


def test_giving_answers_away_more_often_than_before_is_a_veto() -> None:
    leaky = with_entry("answer_hidden", Score(0.96, 24, 0.8, 0.99, (1.0,) * 23 + (0.0,)))
    assert gate.decide(evidence(leaky)).verdict == Verdict.KEEP
    assert gate.decide(evidence(leaky, {"base": leaky})).verdict == Verdict.PROMOTE


@pytest.mark.parametrize(
    ("name", "worse"),
    [
        ("subject_right", Score(0.25, 24, 0.1, 0.45, (1.0,) * 6 + (0.0,) * 18)),
        ("distinct_openings", Score(0.5, 24, 0.3, 0.7, (0.0,) * 12 + (1.0,) * 12)),
        ("premade_loss", Score(2.5, 20, 2.3, 2.7, (2.5,) * 20)),
    ],
)
@pytest.mark.parametrize("role", ["current", "base"])
def test_falling_clearly_behind_is_kept_out_and_said(name: str, worse: Score, role: str) -> None:
    decision = gate.decide(evidence(with_entry(name, worse), {role: GOOD}))
    assert decision.verdict == Verdict.KEEP
    assert decision.reasons[0].startswith(f"Its {name} is {worse.value:.2f}, the {role}'s")


def test_a_difference_within_the_margin_or_within_chance_is_not_worse() -> None:
    slightly = with_entry("premade_loss", Score(2.05, 20, 1.9, 2.2, (2.05,) * 20))
    by_chance = with_entry("subject_right", Score(17 / 24, 24, 0.5, 0.85, (1.0,) * 17 + (0.0,) * 7))
    assert gate.decide(evidence(slightly)).verdict == Verdict.PROMOTE
    assert gate.decide(evidence(by_chance)).verdict == Verdict.PROMOTE


def test_scorecards_of_different_exams_are_not_compared() -> None:
    shorter = with_entry("subject_right", Score(0.75, 12, 0.5, 0.9, (1.0,) * 9 + (0.0,) * 3))
    decision = gate.decide(evidence(shorter))
    assert decision.verdict == Verdict.KEEP
    assert "cannot be compared" in decision.reasons[0]


@pytest.mark.parametrize("gains", [[], [0.4], [0.4] * 4])
def test_too_few_held_out_riddles_are_not_enough_evidence(gains: list[float]) -> None:
    decision = gate.decide(evidence(gains=gains))
    assert decision.verdict == Verdict.NOT_ENOUGH
    assert f"only {len(gains)} liked riddles are held out; 5 are needed" in decision.reasons[0]


def test_a_gain_that_may_be_luck_is_not_enough_evidence() -> None:
    decision = gate.decide(evidence(gains=[0.5, -0.4, 0.3, -0.2, 0.1, -0.1]))
    assert decision.verdict == Verdict.NOT_ENOUGH
    assert "not clearly closer" in decision.reasons[0]


def test_many_riddles_on_one_story_are_one_piece_of_evidence() -> None:
    gains = [0.6] * 6 + [-0.1, -0.2]
    many = evidence(gains=gains)
    assert gate.decide(many).verdict == Verdict.PROMOTE
    one_story = replace(many, articles=["the same"] * 6 + ["another", "a third"])
    assert gate.decide(one_story).verdict == Verdict.NOT_ENOUGH
