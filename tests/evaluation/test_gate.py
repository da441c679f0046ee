"""The gate's contract, rule by rule: each way to fail, each way to lack evidence, and the one way to pass."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from evaluation import gate, preference
from evaluation.gate import NEEDED, PROXY, VOTES, Decision, Evidence, Gain, Verdict, decide
from evaluation.preference import Choice, Duel, Preference
from evaluation.scorecard import Entry, Score, Unscored

N = 40
GAINS = [0.2, 0.3, 0.25, 0.1, 0.4, 0.15]
STORIES = ["a", "b", "c", "d", "e", "f"]


def apart(liked: Sequence[float], stories: Sequence[str] = STORIES, disliked: float = 0.0) -> list[Gain]:
    """A liked riddle with each gain, and on the same story a disliked one with always the same."""
    return [
        gain
        for story, value in zip(stories, liked, strict=True)
        for gain in (Gain(story, True, value), Gain(story, False, disliked))
    ]


def score(*items: float) -> Score:
    value = sum(items) / len(items)
    return Score(value, len(items), value, value, items)


def share(hits: int, of: int = N) -> Score:
    return score(*[1.0] * hits, *[0.0] * (of - hits))


def card(**changed: Entry) -> dict[str, Entry]:
    usual: dict[str, Entry] = {
        "well_formed": share(N),
        "answer_hidden": share(N),
        "subject_right": share(32),
        "distinct_openings": share(36),
        "premade_loss": score(*[2.0, 2.5] * 10),
        "faithful_numbers": share(N),
        "harmless": share(60, 60),
    }
    return usual | changed


def evidence(
    candidate: Mapping[str, Entry] | None = None, rivals: Mapping[str, Mapping[str, Entry]] | None = None, **more: Any
) -> Evidence:
    usual = Evidence(
        candidate=candidate or card(), rivals=rivals or {"current": card(), "base": card()},
        gains=apart(GAINS), minimum=5,
    )  # fmt: skip
    return replace(usual, **more)


def kept_because(decision: Decision, *words: str) -> bool:
    told = " ".join(decision.reasons)
    return decision.verdict == Verdict.KEEP and all(word in told for word in words)


def test_a_candidate_that_is_better_and_nowhere_worse_is_promoted_with_its_figures() -> None:
    decision = decide(evidence())
    assert decision.verdict == Verdict.PROMOTE
    assert "+0.233 nats a token" in decision.reasons[0]
    assert "n=6 liked and 6 disliked riddles of 6 stories" in decision.reasons[0]
    assert "until blind votes decide" in decision.reasons[0]


@pytest.mark.parametrize("name", NEEDED)
@pytest.mark.parametrize("role", ["candidate", "current", "base"])
def test_a_figure_that_is_unscored_or_missing_never_promotes(name: str, role: str) -> None:
    for entry in (Unscored("no attempt was well formed"), None):
        broken = {key: value for key, value in card().items() if key != name} | ({name: entry} if entry else {})
        cards = {"candidate": card(), "current": card(), "base": card()} | {role: broken}
        decision = decide(evidence(cards.pop("candidate"), cards))
        assert kept_because(decision, f"{name} of the {role} is unscored")


def test_malformed_riddles_are_vetoed_however_much_better_the_rest_is() -> None:
    assert kept_because(decide(evidence(card(well_formed=share(38)))), "Only 95% of its 40 riddles are well formed")
    assert kept_because(decide(evidence(card(well_formed=share(97, 100)))), "98% are needed")


def test_a_weakness_that_all_rivals_have_is_no_fault_of_the_candidate_unless_it_grows() -> None:
    weak = {role: card(well_formed=share(38)) for role in ("current", "base")}
    for formed, verdict in ((38, Verdict.PROMOTE), (37, Verdict.PROMOTE), (36, Verdict.KEEP)):
        assert decide(evidence(card(well_formed=share(formed)), rivals=weak)).verdict == verdict
    one_is_sound = {**weak, "base": card()}
    assert decide(evidence(card(well_formed=share(38)), rivals=one_is_sound)).verdict == Verdict.KEEP


@pytest.mark.parametrize("formed", [share(39), share(98, 100)])
def test_a_single_malformed_riddle_of_a_small_exam_may_be_bad_luck(formed: Entry) -> None:
    assert decide(evidence(card(well_formed=formed))).verdict == Verdict.PROMOTE


@pytest.mark.parametrize("role", ["current", "base"])
def test_giving_more_answers_away_than_a_rival_is_vetoed(role: str) -> None:
    rivals = {"current": card(answer_hidden=share(38)), "base": card(answer_hidden=share(38))}
    assert decide(evidence(card(answer_hidden=share(37)), rivals)).verdict == Verdict.PROMOTE  # one may be bad luck
    rivals[role] = card(answer_hidden=share(39))
    assert kept_because(
        decide(evidence(card(answer_hidden=share(37)), rivals)), f"gives 3 of 40 answers away, the {role} 1"
    )


@pytest.mark.parametrize(
    ("name", "worse", "as_good"),
    [
        ("subject_right", share(20), share(31)),
        ("distinct_openings", share(18), share(35)),
        ("premade_loss", score(*[2.3, 2.8] * 10), score(*[2.05, 2.55] * 10)),
    ],
)
@pytest.mark.parametrize("role", ["current", "base"])
def test_falling_clearly_behind_any_rival_keeps_it(name: str, worse: Entry, as_good: Entry, role: str) -> None:
    # against one rival only: the other one is as bad as the candidate
    rivals = {"current": card(**{name: worse}), "base": card(**{name: worse})} | {role: card()}
    assert kept_because(decide(evidence(card(**{name: worse}), rivals)), f"Its {name} is", f"the {role}'s")
    assert decide(evidence(card(**{name: as_good}))).verdict == Verdict.PROMOTE


def test_a_difference_that_may_be_chance_is_not_worse() -> None:
    assert decide(evidence(card(subject_right=share(31)))).verdict == Verdict.PROMOTE
    assert decide(evidence(card(premade_loss=score(*[1.0, 3.3] * 10)))).verdict == Verdict.PROMOTE


def test_a_lower_loss_is_better_not_worse() -> None:
    assert decide(evidence(card(premade_loss=score(*[1.0, 1.5] * 10)))).verdict == Verdict.PROMOTE


def test_exams_that_do_not_pair_are_not_compared() -> None:
    shorter = card(subject_right=share(25, 30))
    assert kept_because(decide(evidence(shorter)), "subject_right cannot be compared", "30 items against 40")


def test_every_failing_rule_is_reported() -> None:
    bad = card(well_formed=share(30), answer_hidden=share(20), subject_right=share(5))
    assert len(decide(evidence(bad)).reasons) >= 4


def test_too_few_stories_are_not_enough_however_many_riddles_they_have() -> None:
    decision = decide(evidence(gains=apart([0.3] * 20, ["a", "b"] * 10)))
    assert decision.verdict == Verdict.NOT_ENOUGH
    assert "on 2 stories kept out of training people liked 20 riddles and disliked 20" in decision.reasons[0]
    assert "some of both, on 5 stories, are needed" in decision.reasons[0]


@pytest.mark.parametrize("kept", [(), (True,), (False,)])
def test_without_liked_and_disliked_riddles_there_is_not_enough_evidence(kept: tuple[bool, ...]) -> None:
    decision = decide(evidence(gains=[gain for gain in apart(GAINS) if gain.liked in kept]))
    assert decision.verdict == Verdict.NOT_ENOUGH
    assert decision.figures["gain"] is None


@pytest.mark.parametrize("gains", [[0.3, -0.3, 0.2, -0.2, 0.1, -0.1], [0.0] * 6, [-0.2] * 6])
def test_a_gain_that_may_be_luck_is_not_enough(gains: list[float]) -> None:
    decision = decide(evidence(gains=apart(gains)))
    assert decision.verdict == Verdict.NOT_ENOUGH
    assert "not clearly better at telling" in decision.reasons[0]


def test_a_writer_that_finds_everything_likelier_tells_nothing_better() -> None:
    assert decide(evidence(gains=apart([0.5] * 6, disliked=0.5))).verdict == Verdict.NOT_ENOUGH


def test_a_writer_that_unlearns_what_people_dislike_tells_better() -> None:
    assert decide(evidence(gains=apart([0.0] * 6, disliked=-0.2))).verdict == Verdict.PROMOTE


def test_many_gains_on_one_story_count_as_one_piece_of_evidence() -> None:
    gains, stories = [0.5] * 10 + [-0.3] * 5, ["a"] * 10 + STORIES[1:]
    assert decide(evidence(gains=apart(gains, [str(n) for n in range(15)]))).verdict == Verdict.PROMOTE
    assert decide(evidence(gains=apart(gains, stories))).verdict == Verdict.NOT_ENOUGH


def test_liked_and_disliked_riddles_need_not_be_on_the_same_stories() -> None:
    gains = [Gain(str(n), n % 2 == 0, 0.3 if n % 2 == 0 else -0.1) for n in range(12)]
    decision = decide(evidence(gains=gains))
    assert decision.verdict == Verdict.PROMOTE
    assert decision.figures["gain"]["value"] == 0.4


def test_gains_that_are_no_numbers_never_promote() -> None:
    assert kept_because(decide(evidence(gains=apart([*GAINS[:5], float("nan")]))), "not all finite numbers")


# Vetoes of harm and honesty --------------------------------------------------------------------------------


def test_one_harmful_riddle_is_one_too_many() -> None:
    assert kept_because(decide(evidence(card(harmless=share(299, 300)))), "1 of its 300 riddles may hurt somebody")


def test_too_few_riddles_to_rule_out_harm_are_not_enough_evidence() -> None:
    decision = decide(evidence(card(harmless=share(40, 40))))
    assert decision.verdict == Verdict.NOT_ENOUGH
    assert "up to 7% may be" in decision.reasons[0]
    assert decide(evidence(card(harmless=share(59, 59)))).verdict == Verdict.PROMOTE


def test_what_people_found_vetoes_in_their_words() -> None:
    assert kept_because(decide(evidence(critical=["An admin upheld a report about riddle 7."])), "upheld a report")


@pytest.mark.parametrize("role", ["current", "base"])
def test_new_false_numbers_are_vetoed_and_one_is_forgiven_only_where_the_rival_has_some(role: str) -> None:
    failing = card(faithful_numbers=share(38))
    rivals = {"current": failing, "base": failing}
    assert decide(evidence(card(faithful_numbers=share(37)), rivals)).verdict == Verdict.PROMOTE
    rivals[role] = card()
    assert kept_because(
        decide(evidence(card(faithful_numbers=share(39)), rivals)), "claim a number", f"0 of the {role}"
    )


@pytest.mark.parametrize("name", ["forgetting", "forgetting_squad"])
def test_forgetting_counts_as_soon_as_anybody_has_the_figure(name: str) -> None:
    knowing, forgetful = card(**{name: share(36)}), card(**{name: share(20)})
    rivals = {"current": knowing, "base": knowing}
    assert decide(evidence(knowing, rivals)).verdict == Verdict.PROMOTE
    assert kept_because(decide(evidence(forgetful, rivals)), f"Its {name} is 0.50")
    assert kept_because(decide(evidence(card(), rivals)), f"{name} of the candidate is unscored")


def test_worse_by_more_than_the_margin_but_perhaps_by_luck_is_not_enough_evidence() -> None:
    noisy = card(subject_right=score(*[0.0] * 8, *[1.0] * 32))
    rival = card(subject_right=score(*[1.0] * 8, *[0.0] * 4, *[1.0] * 28))
    decision = decide(evidence(noisy, {"current": rival, "base": rival}))
    assert decision.verdict == Verdict.NOT_ENOUGH
    assert "may be luck" in decision.reasons[0]


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_figure_that_is_no_number_never_promotes(value: float) -> None:
    assert kept_because(decide(evidence(card(premade_loss=score(value, 2.0)))), "which is no number")


# Blind votes -----------------------------------------------------------------------------------------------


def voted(won: int, lost: int = 0) -> Preference:
    duels = [
        Duel("new", "old", number, (Choice.FIRST if number < won else Choice.SECOND,)) for number in range(won + lost)
    ]
    found = preference.between(duels, "new", "old")
    assert found is not None
    return found


def test_votes_decide_once_there_are_enough_duels_whatever_the_proxy_says() -> None:
    decision = decide(evidence(preference=voted(40, 8), gains=apart([-1.0] * 6)))
    assert (decision.verdict, decision.primary) == (Verdict.PROMOTE, VOTES)
    assert "People prefer it (83% for it" in decision.reasons[0]
    assert "n=48 blind votes in 48 duels" in decision.reasons[0]


def test_until_then_the_proxy_decides_and_the_verdict_says_so() -> None:
    decision = decide(evidence(preference=voted(gate.VOTED_DUELS - 1)))
    assert (decision.verdict, decision.primary) == (Verdict.PROMOTE, PROXY)
    assert "a proxy until blind votes decide" in decision.reasons[0]


def test_votes_that_do_not_decide_leave_the_current_writer_and_go_on() -> None:
    decision = decide(evidence(preference=voted(12, 8)))
    assert decision.verdict == Verdict.NOT_ENOUGH
    assert "do not clearly prefer it yet" in decision.reasons[0]


def test_votes_against_it_keep_the_current_writer() -> None:
    assert kept_because(decide(evidence(preference=voted(2, 30))), "prefer the current writer")


def test_no_preference_after_the_most_duels_keeps_the_current_writer() -> None:
    assert kept_because(decide(evidence(preference=voted(50, 50))), "no clear preference")


def test_votes_cannot_buy_off_a_veto() -> None:
    assert kept_because(decide(evidence(card(harmless=share(59, 60)), preference=voted(60))), "may hurt")


def test_every_figure_is_in_the_decision_fit_for_json() -> None:
    figures = json.loads(json.dumps(decide(evidence(preference=voted(12, 8))).figures))
    low = figures["gain"].pop("low")
    assert figures["gain"] == {"value": 0.2333, "luck": 0.01562, "liked": 6, "disliked": 6, "stories": 6}
    assert 0 < low < 0.2333
    assert figures["preference"]["duels"] == 20
    assert set(figures["differences"]) == {"current", "base"}
    assert figures["differences"]["base"]["subject_right"]["value"] == 0.0


# Later looks -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", [Verdict.PROMOTE, Verdict.NOT_ENOUGH])
def test_a_later_look_without_enough_votes_leaves_the_verdict_as_it_was(before: Verdict) -> None:
    for found in (None, voted(gate.VOTED_DUELS - 1)):
        decision = gate.revisit(before, (), found, ())
        assert (decision.verdict, decision.primary) == (before, PROXY)


def test_a_candidate_that_was_kept_out_stays_out_and_critical_failures_keep_any_out() -> None:
    assert gate.revisit(Verdict.KEEP, (), voted(60), ()).verdict == Verdict.KEEP
    assert kept_because(gate.revisit(Verdict.PROMOTE, (), voted(60), ["Riddle 3 is cruel."]), "Riddle 3 is cruel.")


def test_votes_decide_a_later_look_but_not_over_doubts() -> None:
    assert gate.revisit(Verdict.NOT_ENOUGH, (), voted(40), ()).verdict == Verdict.PROMOTE
    doubtful = gate.revisit(Verdict.NOT_ENOUGH, ("It may be worse.",), voted(40), ())
    assert (doubtful.verdict, doubtful.reasons[0]) == (Verdict.NOT_ENOUGH, "It may be worse.")
    assert gate.revisit(Verdict.PROMOTE, (), voted(0, 40), ()).verdict == Verdict.KEEP
