"""Who is listened to: from everyone's votes of one criterion to a standing for each person. Pure; no database.

People rate harder or softer than others, some click at random, some say the same of everything, and some collude. In
this order:

1. **Quarantine.** Who gave at least ``FEW`` riddles the same value, while others tell those riddles apart, says nothing
   and is left out.
2. **Leaning.** How far a person rates above the others on the same riddles, shrunk towards 0 for few votes, is taken
   off their votes: a strict rater then does not make a riddle disliked.
3. **Agreement.** The correlation of a person's votes with the weighted mean of the *others* (leave-one-out: nobody
   agrees with himself), shrunk towards ``PRIOR`` for few votes. Its square, 0 where it is negative, is the weight;
   means and weights are worked out in turn until they settle.
4. **Cap.** Nobody has more than ``CAP`` of all weight, or one and a half equal shares in a team too small for that.
5. **Abstention.** Nothing is learned until people agree or an admin has looked, where nobody can know who is right:
   more than ``OPPOSED`` of the people clearly contradict the rest; or more people are left out by step 1 than are
   heard; or people use the whole scale and agree no more than chance would (before they are weighed: weights favour
   whoever agrees, be it by chance).

A team of fewer than ``ENOUGH`` such raters is too small to tell a colluder from a person of taste. It keeps step 1 and
its majority; otherwise everyone counts equally, and the label rule (a split vote teaches nothing) is what protects it.

Figures are in docs/log.md (``bench/consensus.py``). Not covered: colluders who make up a quarter of a team and more,
and people who rate honestly until they are trusted; votes on a few chosen riddles are bounded by the cap only.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

FEW = 5  # votes below which nobody is judged
ENOUGH = 5  # raters with as many votes, for weights and abstention
CAP = 0.10  # of all weight
PRIOR = 0.3  # agreement of somebody unknown
OPPOSED = 0.20  # of the judged raters
_SHRINK = 6.0  # votes that the prior counts for
_ROUNDS = 12
_CLEARLY = 1.64  # standard errors from 0
_WHOLE_SCALE = 1.0  # standard deviation of all votes from which people tell riddles apart, rightly or by chance
_APART = 0.5  # standard deviation of the others' means from which they tell riddles apart
Table = NDArray[np.float64]


@dataclass(frozen=True)
class Vote:
    """One person's value (1 to 5) of one riddle."""

    riddle: int
    person: int
    value: int


@dataclass(frozen=True)
class Standing:
    """How a person's votes count: ``weight`` (mean 1 among those who count), ``leaning`` (points above the others).

    ``agreement`` is -1 to 1, None where it was not judged. ``quarantined`` votes count nowhere.
    """

    weight: float = 1.0
    leaning: float = 0.0
    agreement: float | None = None
    quarantined: bool = False


UNKNOWN = Standing()


@dataclass(frozen=True)
class Consensus:
    """Everyone's standing. ``opposed`` of ``judged`` people contradict the rest; ``chance``: they agree no more than
    clicks at random would.
    """

    standings: Mapping[int, Standing] = field(default_factory=dict)
    judged: int = 0
    opposed: int = 0
    chance: bool = False

    @property
    def abstains(self) -> bool:
        """Whether nothing may be learned from these people at present."""
        return bool(self.discord)

    @property
    def discord(self) -> str:
        """Why nothing may be learned from these people at present, with the remedy; empty where it may."""
        remedy = "talk about what makes a good riddle, or withdraw accounts that do not belong."
        if self.opposed > 1 and self.opposed > OPPOSED * self.judged:
            return (
                f"{self.opposed} of {self.judged} people clearly contradict the others, so nobody can tell whose "
                f"ratings to learn from; {remedy}"
            )
        if 2 * self.quarantined > len(self.standings):
            return (
                f"{self.quarantined} of {len(self.standings)} people say the same of every riddle, so the others' "
                f"ratings stand alone; {remedy}"
            )
        if self.chance:
            return f"The {self.judged} people who rate agree no more than chance would; {remedy}"
        return ""

    @property
    def quarantined(self) -> int:
        """People whose votes count nowhere."""
        return sum(one.quarantined for one in self.standings.values())

    def of(self, person: int) -> Standing:
        """A person's standing; that of a stranger counts fully."""
        return self.standings.get(person, UNKNOWN)


def weigh(votes: Sequence[Vote]) -> Consensus:
    """Everyone's standing, by the steps above."""
    people, table = _table(votes)
    silent = [bool(_says_nothing(table, row)) for row in range(len(people))]
    heard = [row for row, quiet in enumerate(silent) if not quiet]
    standings = {person: Standing(0.0, quarantined=True) for person, quiet in zip(people, silent, strict=True) if quiet}
    spoken = table[heard]
    known = np.sum(~np.isnan(spoken), axis=1) >= FEW
    if known.sum() < ENOUGH:
        return Consensus(standings | {people[row]: UNKNOWN for row in heard})
    levelled, leanings = _levelled(spoken)
    agreements, counts, weights = _settled(levelled)
    capped = _capped(weights, np.sum(~np.isnan(spoken), axis=1).astype(float))
    standings |= {
        people[row]: Standing(
            round(float(capped[at]), 4), round(float(leanings[at]), 4), round(float(agreements[at]), 4)
        )
        for at, row in enumerate(heard)
    }
    judged = counts >= FEW
    contradict = [_is_opposed(one, n) for one, n in zip(agreements[judged], counts[judged], strict=True)]
    chance = float(np.nanstd(spoken)) > _WHOLE_SCALE and not _is_agreed(levelled[judged])
    return Consensus(standings, int(judged.sum()), sum(contradict), chance)


def _table(votes: Sequence[Vote]) -> tuple[list[int], Table]:
    """One row a person, one column a riddle, NaN where somebody did not vote."""
    people = sorted({vote.person for vote in votes})
    riddles = sorted({vote.riddle for vote in votes})
    table = np.full((len(people), len(riddles)), np.nan)
    row, column = ({one: at for at, one in enumerate(some)} for some in (people, riddles))
    for vote in votes:
        table[row[vote.person], column[vote.riddle]] = vote.value
    return people, table


def _says_nothing(table: Table, row: int) -> bool:
    mine = table[row]
    said = mine[~np.isnan(mine)]
    if len(said) < FEW or np.ptp(said) > 0:
        return False
    others = _means_of_others(table, np.ones(len(table)), row)[~np.isnan(mine)]
    others = others[~np.isnan(others)]
    return len(others) >= FEW and float(np.std(others)) > _APART


def _means_of_others(table: Table, weights: Table, row: int) -> Table:
    """The weighted mean vote on each riddle without one person's; NaN where nobody else voted."""
    mask = ~np.isnan(table)
    mask[row] = False
    total = weights @ mask
    summed = weights @ np.where(mask, np.nan_to_num(table), 0.0)
    means: Table = np.divide(summed, total, out=np.full(table.shape[1], np.nan), where=total > 1e-9)
    return means


def _levelled(table: Table) -> tuple[Table, Table]:
    """The votes without their givers' leanings, and the leanings."""
    leanings = np.zeros(len(table))
    equal = np.ones(len(table))
    for row in range(len(table)):
        above = table[row] - _means_of_others(table, equal, row)
        above = above[~np.isnan(above)]
        leanings[row] = above.sum() / (len(above) + _SHRINK)
    return table - leanings[:, None], leanings


def _settled(table: Table) -> tuple[Table, Table, Table]:
    """Agreements, the number of riddles behind each, and weights, worked out in turn."""
    weights = np.ones(len(table))
    agreements, counts = np.zeros(len(table)), np.zeros(len(table))
    for _ in range(_ROUNDS):
        for row in range(len(table)):
            agreements[row], counts[row] = _correlation(table[row], _means_of_others(table, weights, row))
        shrunk = (counts * agreements + _SHRINK * PRIOR) / (counts + _SHRINK)
        weights = np.clip(shrunk, 0.0, None) ** 2
        if not weights.any():
            weights = np.ones(len(table))
    return agreements, counts, weights


def _correlation(mine: Table, others: Table) -> tuple[float, int]:
    both = ~np.isnan(mine) & ~np.isnan(others)
    one, other = mine[both], others[both]
    if len(one) < 3 or np.std(one) == 0 or np.std(other) == 0:
        return 0.0, len(one)
    return float(np.corrcoef(one, other)[0, 1]), len(one)


def _capped(weights: Table, votes: Table) -> Table:
    """Weights of mean 1, lowered where somebody's votes would make up more than the cap of all weight."""
    cap = max(CAP, 1.5 / max(1, int((weights > 0).sum())))
    for _ in range(_ROUNDS):
        influence = weights * votes
        limit = cap * influence.sum()
        if (influence <= limit * (1 + 1e-6)).all():
            break
        weights = np.where(influence > limit, limit / np.maximum(votes, 1), weights)
    counted = weights[weights > 0]
    return weights / counted.mean() if len(counted) else weights


def _is_opposed(agreement: float, riddles: float) -> bool:
    """Whether the agreement is clearly below 0."""
    return _errors(agreement, riddles) < -_CLEARLY


def _is_agreed(table: Table) -> bool:
    """Whether people agree clearly more than chance would, all taken together and heard equally (Stouffer's sum).

    Each pair of people counts in both their agreements, so the sum varies twice as much as one of independent parts.
    """
    equal = np.ones(len(table))
    told = [_correlation(table[row], _means_of_others(table, equal, row)) for row in range(len(table))]
    return sum(_errors(*one) for one in told) > _CLEARLY * math.sqrt(2 * len(told))


def _errors(agreement: float, riddles: float) -> float:
    """How many standard errors an agreement lies from 0 (Fisher's transformation)."""
    if riddles <= 3:
        return 0.0
    return math.atanh(max(-0.999, min(0.999, agreement))) * math.sqrt(riddles - 3)
