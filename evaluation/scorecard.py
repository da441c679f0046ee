"""A scorecard: every metric of one adapter on one frozen exam, with n and an interval, or unscored with a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluation import intervals


@dataclass(frozen=True)
class Score:
    """A figure with its evidence. ``items`` are the values behind it, one an exam item, for paired comparisons."""

    value: float
    n: int
    low: float
    high: float
    items: tuple[float, ...] = ()


@dataclass(frozen=True)
class Unscored:
    """No figure, and why. Unscored is not zero: it can never promote anything."""

    reason: str


Entry = Score | Unscored
Scorecard = Mapping[str, Entry]


def share(hits: Sequence[bool], nothing: str) -> Entry:
    """The share of hits with its Wilson interval; unscored with the reason ``nothing`` for no items."""
    if not hits:
        return Unscored(nothing)
    low, high = intervals.wilson(sum(hits), len(hits))
    return Score(sum(hits) / len(hits), len(hits), low, high, tuple(float(hit) for hit in hits))


def mean(values: Sequence[float], nothing: str) -> Entry:
    """The mean with its bootstrap interval; unscored with the reason ``nothing`` for no values."""
    if not values:
        return Unscored(nothing)
    low, high = intervals.bootstrap_mean(values)
    return Score(sum(values) / len(values), len(values), low, high, tuple(values))


def to_json(card: Scorecard) -> dict[str, Any]:
    """The scorecard as stored and printed: per metric ``value``, ``n``, ``low``, ``high``, or ``unscored``."""
    return {name: _entry_to_json(entry) for name, entry in card.items()}


def _entry_to_json(entry: Entry) -> dict[str, Any]:
    if isinstance(entry, Unscored):
        return {"unscored": entry.reason}
    figures = {"value": entry.value, "low": entry.low, "high": entry.high}
    return {"n": entry.n, **{name: round(figure, 4) for name, figure in figures.items()}}
