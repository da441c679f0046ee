"""What people's ratings say: criterion means with n and interval, or that there are too few."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluation import intervals
from riddles.criteria import Criterion

ENOUGH = 5  # ratings below which no figure is given


@dataclass(frozen=True)
class Vote:
    """One value (1 to 5) of one person for one criterion of a riddle; "can't tell" is no vote."""

    riddle: int
    criterion: Criterion
    value: int


def criterion_means(votes: Sequence[Vote], before: Sequence[Vote] = ()) -> dict[str, dict[str, Any]]:
    """For each criterion its mean with n, interval (riddles resampled together) and change to the votes ``before``.

    Fewer than ``ENOUGH`` votes are unscored with that reason; the change is None if there were too few before.
    """
    return {criterion.value: _mean(_of(votes, criterion), _of(before, criterion)) for criterion in Criterion}


def best_rated(votes: Sequence[Vote], least: int = 4) -> tuple[int, float, int] | None:
    """The riddle with the best mean over all criteria among those with at least ``least`` votes: id, mean, votes.

    Four votes are more than one person can give. None if no riddle has as many.
    """
    by_riddle: dict[int, list[int]] = {}
    for vote in votes:
        by_riddle.setdefault(vote.riddle, []).append(vote.value)
    means: Mapping[int, list[int]] = {riddle: values for riddle, values in by_riddle.items() if len(values) >= least}
    if not means:
        return None
    best = max(means, key=lambda riddle: (sum(means[riddle]) / len(means[riddle]), len(means[riddle])))
    return best, sum(means[best]) / len(means[best]), len(means[best])


def _of(votes: Sequence[Vote], criterion: Criterion) -> list[Vote]:
    return [vote for vote in votes if vote.criterion == criterion]


def _mean(votes: Sequence[Vote], before: Sequence[Vote]) -> dict[str, Any]:
    if len(votes) < ENOUGH:
        return {"unscored": f"too few ratings (n={len(votes)})"}
    values = [float(vote.value) for vote in votes]
    value = sum(values) / len(values)
    low, high = intervals.bootstrap_mean(values, [vote.riddle for vote in votes])
    change = None
    if len(before) >= ENOUGH:
        change = round(value - sum(vote.value for vote in before) / len(before), 2)
    return {"value": round(value, 2), "n": len(values), "low": round(low, 2), "high": round(high, 2), "change": change}
