"""Whether people mean the same by their ratings: Krippendorff's alpha, and each person's agreement with themselves.

Alpha = 1 − observed disagreement / disagreement expected by chance; 1 is perfect, 0 is chance, below 0 is systematic
disagreement. Ordinal distances, missing values allowed (Krippendorff 2011, "Computing Krippendorff's Alpha-
Reliability"); computed by the library ``krippendorff``. Readings after Krippendorff 2004: from .8 reliable, from .667
for tentative conclusions only. Small teams disagree much: below .4 ratings say more about the raters than the riddles.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.scorecard import Entry, Score, Unscored, share

_RESAMPLES, _SEED = 500, 7
_FEWEST = 2  # values a riddle must have to say anything about agreement
_REPEATS = 5  # repeated ratings below which no figure is given
READINGS = ((0.8, "reliable"), (0.667, "good enough for tentative conclusions"), (0.4, "weak"))


@dataclass(frozen=True)
class Rated:
    """One person's value (1 to 5) of one riddle for one criterion."""

    riddle: Hashable
    person: Hashable
    value: int


def alpha(ratings: Sequence[Rated]) -> Entry:
    """Ordinal alpha over riddles that at least two people rated; ``n`` is how many those are.

    The interval resamples riddles. Unscored, with the reason: no riddle with two raters, or everyone always said the
    same value (agreement by chance is then certain, so alpha is not defined).
    """
    units = _units(ratings)
    if not units:
        return Unscored("no riddle was rated by two people")
    if len({value for unit in units for value in unit.values()}) == 1:
        return Unscored("everybody always gave the same value, so agreement cannot be told from habit")
    table = _table(units)
    value = _alpha(table)
    low, high = _resampled(table)
    return Score(round(value, 4), len(units), low, high)


def reading(entry: Entry) -> str:
    """What an alpha means, as the end of a sentence."""
    if isinstance(entry, Unscored):
        return f"unknown: {entry.reason}"
    return next((told for least, told in READINGS if entry.value >= least), "raters do not agree")


def self_consistency(pairs: Sequence[tuple[int, int]]) -> Entry:
    """The share of repeated ratings (first and later value of one person for one text) at most one point apart.

    Range 0 to 1, higher is better; unscored for fewer than five repeats.
    """
    if len(pairs) < _REPEATS:
        return Unscored(f"too few people rated the same words twice (n={len(pairs)}, {_REPEATS} are needed)")
    return share([abs(one - other) <= 1 for one, other in pairs], "")


def _units(ratings: Sequence[Rated]) -> list[Mapping[Hashable, int]]:
    """For each riddle with enough raters, its values by person; the last value of a person counts."""
    units: dict[Hashable, dict[Hashable, int]] = {}
    for one in ratings:
        units.setdefault(one.riddle, {})[one.person] = one.value
    return [unit for unit in units.values() if len(unit) >= _FEWEST]


def _table(units: Sequence[Mapping[Hashable, int]]) -> NDArray[np.float64]:
    """Raters by riddles, NaN where a person did not rate."""
    people = list(dict.fromkeys(person for unit in units for person in unit))
    return np.array([[unit.get(person, np.nan) for unit in units] for person in people], dtype=float)


def _alpha(table: NDArray[np.float64]) -> float:
    import krippendorff

    found: Any = krippendorff.alpha(reliability_data=table, level_of_measurement="ordinal")
    return float(found)


def _resampled(table: NDArray[np.float64]) -> tuple[float, float]:
    draws = np.random.default_rng(_SEED)
    found = []
    for _ in range(_RESAMPLES):
        chosen = table[:, draws.integers(0, table.shape[1], table.shape[1])]
        given = chosen[~np.isnan(chosen)]
        if len(np.unique(given)) > 1:
            found.append(_alpha(chosen))
    low, high = np.quantile(found, [0.025, 0.975])
    return round(float(low), 4), round(float(high), 4)
