"""Is the gate right? Simulated raters of known truth, and how often the statistics tell it.

    python bench/gate_statistics.py [--candidates 400] [--seed 1]

Prints one table; figures are kept in docs/log.md. A small seeded version runs as tests/evaluation/test_gate_statistics.
Raters: a duel has its own share of people who prefer the candidate's riddle, beta-distributed around the truth so that
two votes in one duel correlate by ``ICC``; 2 to 5 people vote, one in seven says tie or both bad.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from evaluation import agreement, bradley_terry, gate, intervals, preference, sequential
from evaluation.agreement import Rated
from evaluation.bradley_terry import ELO, Game
from evaluation.gate import Evidence, Gain, Verdict
from evaluation.preference import Choice, Duel
from evaluation.scorecard import Entry, Score

ICC, TIES, VOTERS = 0.2, 1 / 7, (2, 5)
DUELS_A_WEEK, WEEKS = 5, 20
CANDIDATE, CURRENT = "candidate", "current"
NEWS, _STORIES = 60, (6, 20)

# Published: Krippendorff 2011 (four observers, twelve units; . is missing), and Agresti's citations of four journals
# (wins of the row over the column) with the coefficients of the R package BradleyTerry2, Biometrika at 0.
KRIPPENDORFF = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
ALPHA = 0.815
CITATIONS = (
    ("Biometrika", "Comm Statist", 730, 33), ("Biometrika", "JASA", 498, 320), ("Biometrika", "JRSS-B", 221, 284),
    ("Comm Statist", "JASA", 68, 813), ("Comm Statist", "JRSS-B", 17, 276), ("JASA", "JRSS-B", 142, 325),
)  # fmt: skip
COEFFICIENTS = {"Biometrika": 0.0, "Comm Statist": -2.9491, "JASA": -0.4796, "JRSS-B": 0.2690}


@dataclass(frozen=True)
class Fate:
    """What became of a candidate: the verdict at its end, by what measure, after how many weeks, duels and votes."""

    verdict: Verdict
    primary: str
    weeks: int
    duels: int
    votes: int


def fate(draws: np.random.Generator, truth: float, proxy_effect: float = 0.0) -> Fate:
    """A candidate's life: the proxy once, then a look at the votes every week until the gate decides.

    ``truth``: share of decided votes it wins; ``proxy_effect``: how much further apart it holds liked and
    disliked riddles, in standard deviations of a story.
    """
    stories = int(draws.integers(*_STORIES))
    gains = [float(gain) for gain in draws.standard_t(4, stories) + proxy_effect]
    duels: list[Duel] = []
    told = gate.decide(_evidence(gains, duels))
    for week in range(1, WEEKS + 1):
        if told.verdict != Verdict.NOT_ENOUGH:
            return _fate(told, week - 1, duels)
        duels += [duel(draws, truth, f"{week}-{number}") for number in range(DUELS_A_WEEK)]
        told = gate.decide(_evidence(gains, duels))
    return _fate(told, WEEKS, duels)


def duel(draws: np.random.Generator, truth: float, story: str) -> Duel:
    """One closed duel: its own share around the truth, and who voted."""
    spread = 1 / ICC - 1
    share = draws.beta(truth * spread, (1 - truth) * spread)
    voters = int(draws.integers(VOTERS[0], VOTERS[1] + 1))
    return Duel(CANDIDATE, CURRENT, story, tuple(_choice(draws, share) for _ in range(voters)))


def alpha_of_the_example() -> float:
    """Krippendorff's own example, ordinal."""
    found = agreement.alpha([
        Rated(unit, person, int(value))
        for person, values in enumerate(KRIPPENDORFF) for unit, value in enumerate(values) if value != "."
    ])  # fmt: skip
    assert isinstance(found, Score), found
    return found.value


def coefficients_of_the_example() -> dict[str, float]:
    """Strengths of the four journals in natural units, Biometrika at 0, with a prior too wide to matter."""
    games = [
        game for one, other, won, lost in CITATIONS
        for game in (Game(one, other, 1.0, (one, other), (), won), Game(one, other, 0.0, (one, other), (), lost))
    ]  # fmt: skip
    found = {one.name: one.value / ELO for one in bradley_terry.fit(games, prior=1e4).strengths}
    return {name: value - found["Biometrika"] for name, value in found.items()}


def coverage(draws: np.random.Generator, n: int, trials: int, of: str) -> float:
    """How often a 95 % interval from ``n`` observations holds the truth.

    ``of``: ``mean`` (ratings 1 to 5, riddles of three raters resampled together; n riddles), ``share`` (Wilson),
    ``strength`` (difference of two adapters from n duels), ``votes`` (the confidence sequence, at all looks together).
    """
    taken: dict[str, Callable[[np.random.Generator, int], bool]] = {
        "mean": _mean_covered, "share": _share_covered, "strength": _strength_covered, "votes": _votes_covered,
    }  # fmt: skip
    return float(np.mean([taken[of](draws, n) for _ in range(trials)]))


def _mean_covered(draws: np.random.Generator, n: int) -> bool:
    chances = np.array([0.05, 0.1, 0.2, 0.4, 0.25])
    values: list[float] = []
    owners: list[int] = []
    truth = float(chances @ np.arange(1, 6))
    for riddle in range(n):
        common = draws.choice(5, p=chances) + 1
        for _ in range(3):  # three raters, who say the riddle's own value half of the time
            values.append(float(common if draws.random() < 0.5 else draws.choice(5, p=chances) + 1))
            owners.append(riddle)
    low, high = intervals.bootstrap_mean(values, owners)
    return low <= truth <= high


def _share_covered(draws: np.random.Generator, n: int) -> bool:
    truth = draws.uniform(0.5, 0.98)  # at a single share the coverage of whole numbers swings by two points
    low, high = intervals.wilson(int(draws.binomial(n, truth)), n)
    return low <= truth <= high


def _strength_covered(draws: np.random.Generator, n: int) -> bool:
    """The truth of a marginal share p is the logit of p: half of the difference of the two around their mean."""
    truth = 0.6
    duels = [duel(draws, truth, str(number)) for number in range(n)]
    found = {one.name: one for one in bradley_terry.fit(bradley_terry.games_of(duels)).strengths}[CANDIDATE]
    decided = (1 - TIES) * truth + TIES / 2  # ties are half wins
    middle = ELO * np.log(decided / (1 - decided)) / 2
    return bool(found.low <= middle <= found.high)


def _votes_covered(draws: np.random.Generator, n: int) -> bool:
    truth = 0.6
    scores = [preference.score(duel(draws, truth, str(number)), CANDIDATE) for number in range(n)]
    mean = (1 - TIES) * truth + TIES / 2
    looks = (sequential.interval(scores[:seen]) for seen in range(DUELS_A_WEEK, n + 1, DUELS_A_WEEK))
    return all(low <= mean <= high for low, high in looks)


def _choice(draws: np.random.Generator, share: float) -> Choice:
    if draws.random() < TIES:
        return Choice.TIE if draws.random() < 0.5 else Choice.BOTH_BAD
    return Choice.FIRST if draws.random() < share else Choice.SECOND


def _evidence(gains: Sequence[float], duels: Sequence[Duel]) -> Evidence:
    told = [
        Gain(str(at), liked, value) for at, gain in enumerate(gains) for liked, value in ((True, gain), (False, 0.0))
    ]
    found = preference.between(duels, CANDIDATE, CURRENT)
    return Evidence(_CARD, {CURRENT: _CARD, "base": _CARD}, told, 5, found)


def _fate(told: gate.Decision, weeks: int, duels: Sequence[Duel]) -> Fate:
    return Fate(told.verdict, told.primary, weeks, len(duels), sum(len(one.choices) for one in duels))


def _score(value: float) -> Score:
    return Score(value, NEWS, value, value, (value,) * NEWS)


_CARD: dict[str, Entry] = {name: _score(1.0) for name in gate.NEEDED}  # neither better nor worse at anything else


def promotions(draws: np.random.Generator, truth: float, candidates: int) -> str:
    """A row: how many of so many candidates were promoted, and the votes it took."""
    fates = [fate(draws, truth) for _ in range(candidates)]
    promoted = [one for one in fates if one.verdict == Verdict.PROMOTE]
    by_votes = [one for one in promoted if one.primary == gate.VOTES]
    low, high = intervals.wilson(len(promoted), candidates)
    row = f"| {len(promoted) / candidates:.3f} ({low:.3f} to {high:.3f}), {len(promoted) - len(by_votes)} by the proxy"
    if by_votes:
        votes, duels = ([getattr(one, what) for one in by_votes] for what in ("votes", "duels"))
        row += f"; by votes: half after {np.median(votes):.0f} votes in {np.median(duels):.0f} duels"
    return f"{row} |"


def main() -> None:
    """Everything, as a table on stdout."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--candidates", type=int, default=400)
    asked.add_argument("--seed", type=int, default=1)
    options = asked.parse_args()
    draws = np.random.default_rng(options.seed)
    told = coefficients_of_the_example()
    worst = max(abs(told[name] - published) for name, published in COEFFICIENTS.items())
    _say(f"| alpha of Krippendorff's example | {alpha_of_the_example():.4f}, published {ALPHA} |")
    _say(f"| Bradley-Terry, citations of four journals | at most {worst:.4f} from the published coefficients |")
    for of in ("mean", "share", "strength", "votes"):
        for n in (20, 40, 80):
            _say(f"| coverage, {of}, n={n} | {coverage(draws, n, options.candidates, of):.3f} |")
    for truth in (0.4, 0.5, 0.6, 0.65, 0.7, 0.8):
        _say(f"| promoted where {truth:.0%} prefer it {promotions(draws, truth, options.candidates)}")


def _say(row: str) -> None:
    sys.stdout.write(f"{row}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
