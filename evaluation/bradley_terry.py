"""Bradley–Terry strengths of adapters and writers from duels, with a prior, clustered intervals and style control.

P(a beats b) = 1 / (1 + exp(−(s_a − s_b + w·x))), x the standardised differences of style between the two riddles
(length, emoji). A tie, or both bad, is half a win for each (Bradley and Terry 1952; ties as in FastChat's arena). Every
strength and style weight has a normal prior of mean 0 and standard deviation ``PRIOR``: without it six wins to none
are an infinite strength, with it some 300 points. Intervals are normal, from the larger of the posterior's own
variance and the sandwich variance over stories (votes on one story are one piece of evidence, Huber 1967), so that a
shut-out never looks certain. Strengths are told in Elo points (400 / ln 10 for one natural unit), mean 0.
"""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluation.intervals import Z95
from evaluation.preference import Choice, Duel

PRIOR = 1.0  # natural units: two in three strengths lie within 174 points of the mean
ELO = 400 / math.log(10)
STYLES = ("length", "emoji")
_EMOJI = (range(0x1F000, 0x1FB00), range(0x2600, 0x27C0))
_STEPS, _ENOUGH = 100, 1e-10
_OUTCOME = {Choice.FIRST: 1.0, Choice.SECOND: 0.0, Choice.TIE: 0.5, Choice.BOTH_BAD: 0.5}
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Game:
    """``outcome``: 1 if the first won, 0 if the second did, ½ for a tie. ``weight``: how many such games."""

    first: str
    second: str
    outcome: float
    story: Hashable
    style: tuple[float, ...] = ()
    weight: float = 1.0


@dataclass(frozen=True)
class Strength:
    """A player's strength in Elo points with its 95 % interval; ``rank`` 1 is best, and overlapping ones share it."""

    name: str
    value: float
    low: float
    high: float
    games: int
    rank: int


@dataclass(frozen=True)
class Fit:
    """Strengths, strongest first, and what each standardised difference of style is worth in Elo points."""

    strengths: tuple[Strength, ...]
    styles: dict[str, float]


def games_of(duels: Sequence[Duel], style: bool = False) -> list[Game]:
    """One game a vote. With ``style`` each carries (a − b) / (a + b) of the riddles' lengths and counts of emoji."""
    return [
        Game(
            duel.first, duel.second, _OUTCOME[choice], duel.story,
            tuple(_relative(*map(measure, duel.texts)) for measure in (len, _emoji)) if style else (),
        )
        for duel in duels
        for choice in duel.choices
    ]  # fmt: skip


def fit(games: Sequence[Game], prior: float = PRIOR) -> Fit:
    """Strengths of everyone who played; no games are an empty fit."""
    names = sorted({name for game in games for name in (game.first, game.second)})
    if not games:
        return Fit((), {})
    design, outcomes, weights = _matrices(games, names)
    found, information = _climb(design, outcomes, weights, prior)
    spread = _variances(design, (outcomes - _chance(design @ found)) * weights, [game.story for game in games],
                        information)  # fmt: skip
    # strengths only matter as differences, so they and their variances are taken around the players' mean
    centre = np.eye(len(names)) - 1 / len(names)
    values = centre @ found[: len(names)]
    played = [sum(name in (game.first, game.second) for game in games) for name in names]
    half = Z95 * np.sqrt(_largest([centre @ one[: len(names), : len(names)] @ centre.T for one in spread]))
    ranked = _ranked(names, ELO * values, ELO * half, played)
    return Fit(ranked, {STYLES[at]: float(ELO * weight) for at, weight in enumerate(found[len(names) :])})


def _matrices(games: Sequence[Game], names: Sequence[str]) -> tuple[Array, Array, Array]:
    at = {name: place for place, name in enumerate(names)}
    design = np.zeros((len(games), len(names)))
    for row, game in enumerate(games):
        design[row, at[game.first]], design[row, at[game.second]] = 1.0, -1.0
    if styles := len(games[0].style):
        told = np.array([game.style for game in games], dtype=float).reshape(len(games), styles)
        scale = np.sqrt((told**2).mean(axis=0))
        design = np.hstack([design, told / np.where(scale > 0, scale, 1.0)])
    return design, np.array([game.outcome for game in games]), np.array([game.weight for game in games])


def _climb(design: Array, outcomes: Array, weights: Array, prior: float) -> tuple[Array, Array]:
    """Newton's method to the posterior's mode, and the information there (it is concave: there is one)."""
    found = np.zeros(design.shape[1])
    ridge = np.eye(design.shape[1]) / prior**2
    information = ridge
    for _ in range(_STEPS):
        chance = _chance(design @ found)
        slope = design.T @ (weights * (outcomes - chance)) - found / prior**2
        information = (design * (weights * chance * (1 - chance))[:, None]).T @ design + ridge
        step = np.linalg.solve(information, slope)
        found = found + step
        if np.abs(step).max() < _ENOUGH:
            break
    return found, information


def _variances(design: Array, residuals: Array, stories: Sequence[Hashable], information: Array) -> list[Array]:
    inverse = np.linalg.inv(information)
    order = {story: place for place, story in enumerate(dict.fromkeys(stories))}
    slopes = np.zeros((len(order), design.shape[1]))
    for row, story in enumerate(stories):
        slopes[order[story]] += design[row] * residuals[row]
    correction = len(order) / max(1, len(order) - 1)
    return [inverse, inverse @ (correction * slopes.T @ slopes) @ inverse]


def _largest(variances: Sequence[Array]) -> Array:
    largest: Array = np.max([np.diag(one) for one in variances], axis=0)
    return largest


def _ranked(names: Sequence[str], values: Array, half: Array, played: Sequence[int]) -> tuple[Strength, ...]:
    low, high = values - half, values + half
    made = [
        Strength(
            name, round(float(values[at]), 1), round(float(low[at]), 1), round(float(high[at]), 1), played[at],
            1 + int((low > high[at]).sum()),
        )
        for at, name in enumerate(names)
    ]  # fmt: skip
    return tuple(sorted(made, key=lambda one: (-one.value, one.name)))


def _chance(margin: Array) -> Array:
    chance: Array = 1 / (1 + np.exp(-np.clip(margin, -30, 30)))
    return chance


def _relative(one: float, other: float) -> float:
    return (one - other) / (one + other) if one + other else 0.0


def _emoji(text: str) -> int:
    return sum(any(ord(letter) in block for block in _EMOJI) for letter in text)
