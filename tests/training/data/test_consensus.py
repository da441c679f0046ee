"""Whose word counts: small hand-made teams, and the attacks of the threat model on simulated ones."""

import random

import pytest

from riddles.criteria import Criterion
from training.data.consensus import CAP, FEW, Consensus, Vote, weigh
from training.data.labels import Label, Opinion, label

RIDDLES, GOOD, BAD = 60, 4.4, 1.6


def honest(quality: float, rng: random.Random, leaning: float = 0.0) -> int:
    return max(1, min(5, round(quality + leaning + rng.gauss(0, 0.9))))


def cast(people: int, attackers: int, attack: str, seed: int = 1) -> tuple[list[Vote], dict[int, float]]:
    """Everyone rates two of three riddles; the first ``attackers`` do as ``attack`` says."""
    rng = random.Random(seed)
    truth = {number: rng.choice((GOOD, BAD)) for number in range(RIDDLES)}
    votes = []
    for number, quality in truth.items():
        for person in rng.sample(range(people), 2 * people // 3):
            value = honest(quality, rng)
            if person < attackers:
                value = {"invert": round(6 - quality), "ones": 1, "click": rng.randint(1, 5)}[attack]
            votes.append(Vote(number, person, value))
    return votes, truth


def wrong_and_made(votes: list[Vote], truth: dict[int, float], found: Consensus) -> tuple[int, int]:
    by_riddle: dict[int, list[Opinion]] = {}
    for at, vote in enumerate(votes):
        by_riddle.setdefault(vote.riddle, []).append(Opinion(at, vote.person, Criterion.HELPFUL, vote.value))
    labels = {number: label(opinions, 3, found) for number, opinions in by_riddle.items()}
    made = {number: one for number, one in labels.items() if one is not None}
    return sum((one == Label.LIKED) != (truth[number] == GOOD) for number, one in made.items()), len(made)


def test_honest_people_all_count_and_most_riddles_get_a_label() -> None:
    votes, truth = cast(12, 0, "invert")
    found = weigh(votes)
    wrong, made = wrong_and_made(votes, truth, found)
    assert all(one.weight > 0.5 for one in found.standings.values())
    assert (wrong, found.opposed, found.abstains) == (0, 0, False)
    assert made > RIDDLES / 2


@pytest.mark.parametrize("attack", ["invert", "ones", "click"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_two_spoilers_of_twelve_make_no_wrong_label_and_cost_few(attack: str, seed: int) -> None:
    votes, truth = cast(12, 2, attack, seed)
    found = weigh(votes)
    wrong, made = wrong_and_made(votes, truth, found)
    assert (wrong, found.abstains) == (0, False)
    assert made > RIDDLES / 2
    assert max(found.of(person).weight for person in (0, 1)) < 0.4


def test_four_who_contradict_twelve_make_it_abstain() -> None:
    found = weigh(cast(12, 4, "invert")[0])
    assert found.abstains
    assert (found.opposed, found.judged) == (4, 12)


def test_one_person_of_another_taste_never_makes_a_team_abstain() -> None:
    found = weigh(cast(6, 1, "invert")[0])
    assert (found.opposed, found.abstains) == (1, False)


def test_saying_the_same_of_everything_is_quarantined() -> None:
    found = weigh(cast(12, 2, "ones")[0])
    assert [person for person, one in found.standings.items() if one.quarantined] == [0, 1]
    assert found.of(0).weight == 0.0


def test_who_likes_everything_is_no_spammer_where_nobody_tells_riddles_apart() -> None:
    found = weigh([Vote(number, person, 5) for number in range(10) for person in range(4)])
    assert found.quarantined == 0


def test_a_few_equal_votes_are_no_reason_to_quarantine() -> None:
    votes, _truth = cast(6, 0, "ones")
    found = weigh([*votes, *(Vote(number, 77, 5) for number in range(FEW - 1))])
    assert not found.of(77).quarantined


def test_a_strict_person_is_levelled() -> None:
    rng = random.Random(4)
    truth = {number: rng.choice((GOOD, 2.6)) for number in range(RIDDLES)}
    votes = [
        Vote(number, person, honest(quality, rng, leaning=-1.5 if person == 0 else 0.0))
        for number, quality in truth.items()
        for person in range(7)
    ]
    found = weigh(votes)
    assert found.of(0).leaning < -0.7
    assert found.of(0).weight > 0.5
    assert abs(found.of(3).leaning) < 0.5


@pytest.mark.parametrize("people", [8, 24])
def test_nobody_outweighs_the_cap_however_much_they_rate(people: int) -> None:
    votes, truth = cast(people, 0, "ones")
    rng = random.Random(9)
    eager = [Vote(number, people, honest(truth.get(number, GOOD if number % 2 else BAD), rng)) for number in range(400)]
    found = weigh([*votes, *eager])
    given = {person: sum(vote.person == person for vote in [*votes, *eager]) for person in found.standings}
    influence = {person: found.of(person).weight * given[person] for person in given}
    assert influence[people] / sum(influence.values()) <= max(CAP, 1.5 / (people + 1)) + 0.01


@pytest.mark.parametrize("people", [3, 4])
def test_in_a_small_team_everyone_counts_the_same(people: int) -> None:
    votes, _truth = cast(people, 1, "invert")
    found = weigh(votes)
    assert {found.of(person).weight for person in range(people)} == {1.0}
    assert not found.abstains


def test_without_votes_there_is_nobody_to_weigh() -> None:
    assert weigh([]) == Consensus()
    assert not weigh([]).abstains


def test_a_stranger_counts_fully() -> None:
    assert Consensus().of(5).weight == 1.0


@pytest.mark.parametrize("people", [5, 8, 12, 24])
@pytest.mark.parametrize("seed", range(5))
def test_a_team_of_clickers_agrees_no_more_than_chance_and_is_not_learned_from(people: int, seed: int) -> None:
    votes, _truth = cast(people, people, "click", seed)
    found = weigh(votes)
    assert found.chance
    assert "agree no more than chance would" in found.discord or "clearly contradict" in found.discord


@pytest.mark.parametrize("people", [5, 8, 12, 24])
@pytest.mark.parametrize("seed", range(5))
def test_an_honest_team_of_any_size_agrees(people: int, seed: int) -> None:
    votes, _truth = cast(people, 0, "click", seed)
    first_weeks = [vote for vote in votes if vote.riddle < 20]
    assert not weigh(votes).abstains
    assert not weigh(first_weeks).abstains


def test_a_team_that_likes_everything_agrees_by_chance_only_and_is_heard_all_the_same() -> None:
    rng = random.Random(1)
    votes = [Vote(riddle, person, rng.choice((4, 5))) for riddle in range(40) for person in range(8)]
    assert not weigh(votes).abstains


def test_where_most_people_say_the_same_of_every_riddle_the_others_are_not_learned_from() -> None:
    rng = random.Random(1)
    votes = [Vote(riddle, person, 5 if person < 4 else 1) for riddle in range(40) for person in range(6)]
    for riddle in range(40):
        quality = rng.choice((1, 5))
        votes += [Vote(riddle, person, quality) for person in range(6, 10)]  # they agree, and may be one person
    found = weigh(votes)
    assert "6 of 10 people say the same of every riddle" in found.discord


def test_a_team_of_spammers_is_not_learned_from() -> None:
    rng = random.Random(1)
    votes = [Vote(riddle, person, 5 if person < 4 else 1) for riddle in range(40) for person in range(8)]
    votes += [Vote(riddle, person, rng.randint(1, 5)) for riddle in range(40) for person in range(8, 12)]
    assert weigh(votes).abstains


def test_a_few_who_say_the_same_of_every_riddle_do_not_silence_the_others() -> None:
    votes, _truth = cast(12, 3, "ones")
    found = weigh(votes)
    assert (found.quarantined, found.abstains) == (3, False)
