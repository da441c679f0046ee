"""How far a judge agrees with this team: a judge is trusted here only as far as it rates as the people here do."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.scorecard import Entry, Score, Unscored
from riddles.criteria import HIGHEST, LOWEST

MINIMUM = 20  # riddles; with fewer an interval of kappa says nothing
_RESAMPLES = 1000
_SCALE = HIGHEST - LOWEST + 1


@dataclass(frozen=True)
class Pair:
    """The judge's value and the people's values (1 to 5) of one riddle by one criterion."""

    judge: int
    people: Sequence[int]

    @property
    def team(self) -> int:
        """What the team thinks: the mean, rounded half up."""
        return int(sum(self.people) / len(self.people) + 0.5)


def kappa(pairs: Sequence[Pair]) -> Entry:
    """Cohen's kappa with quadratic weights (Cohen 1968) between the judge and the team's mean; -1 to 1, 0 is chance.

    The 95 % interval is a percentile bootstrap over riddles. Unscored below ``MINIMUM`` riddles, and where the team, or
    the judge, always says the same: then nothing can be learned about agreement.
    """
    if len(pairs) < MINIMUM:
        return Unscored(f"only {len(pairs)} riddles have a rating of people and of the judge; {MINIMUM} are needed")
    told = np.array([(pair.judge - LOWEST, pair.team - LOWEST) for pair in pairs])
    value = _kappa(told)
    if value is None:
        same = "the team" if len(set(told[:, 1])) == 1 else "the judge"
        return Unscored(f"{same} gave all {len(pairs)} riddles the same value")
    draws = np.random.default_rng(7).integers(0, len(told), size=(_RESAMPLES, len(told)))
    resampled = [found for draw in draws if (found := _kappa(told[draw])) is not None]
    low, high = np.quantile(resampled, [0.025, 0.975])
    return Score(value, len(pairs), float(low), float(high))


def agreement(choices: Sequence[tuple[str, str]]) -> Entry:
    """Cohen's kappa (1960) between the judge's and the people's choice in duels, as (judge, people); nominal.

    Unscored as ``kappa`` is.
    """
    if len(choices) < MINIMUM:
        return Unscored(f"only {len(choices)} duels have votes of people and of the judge; {MINIMUM} are needed")
    names = sorted({name for pair in choices for name in pair})
    told = np.array([(names.index(judge), names.index(people)) for judge, people in choices])
    value = _nominal(told)
    if value is None:
        return Unscored(f"all {len(choices)} choices are the same")
    draws = np.random.default_rng(7).integers(0, len(told), size=(_RESAMPLES, len(told)))
    resampled = [found for draw in draws if (found := _nominal(told[draw])) is not None]
    low, high = np.quantile(resampled, [0.025, 0.975])
    return Score(value, len(choices), float(low), float(high))


def counts(entries: Mapping[str, Entry], minimum: float) -> bool:
    """Whether the judge's word may count: the lower bound of every agreement reaches ``minimum``. Else it advises."""
    return bool(entries) and all(isinstance(one, Score) and one.low >= minimum for one in entries.values())


def majority(choices: Sequence[str]) -> str:
    """What most people chose in a duel; a tie among them is a tie."""
    tally: dict[str, int] = defaultdict(int)
    for choice in choices:
        tally[choice] += 1
    most = [choice for choice, count in tally.items() if count == max(tally.values())]
    return most[0] if len(most) == 1 else "tie"


_Told = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


def _kappa(told: _Told) -> float | None:
    """1 - observed/expected mean squared difference; None where one side never varies (kappa is then undefined)."""
    judge, team = told[:, 0].astype(float), told[:, 1].astype(float)
    if judge.std() == 0 or team.std() == 0:
        return None
    observed = float(((judge - team) ** 2).mean())
    expected = float(((judge[:, None] - team[None, :]) ** 2).mean())
    return 1 - observed / expected


def _nominal(told: _Told) -> float | None:
    judge, people = told[:, 0], told[:, 1]
    observed = float((judge == people).mean())
    expected = float(sum((judge == name).mean() * (people == name).mean() for name in np.unique(told)))
    return None if expected == 1 else (observed - expected) / (1 - expected)
