"""The people of a simulated team: most share a taste, one is strict about honesty, others spoil the data.

What they say is drawn from a seeded generator: the same seed is the same team with the same moods.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from riddles.criteria import Criterion
from riddles.riddle import Riddle
from training.simulation.tastes import TASTES, Taste

STRICT, SPAM = "strict", "spam"  # teams beside those with a taste of form
NAMES = (*TASTES, STRICT, SPAM)
SPOILT_FROM, COLLUDING_FROM = 6, 12  # raters from which a team has a strict one and a spammer, and a colluding pair
PRESENT = 0.6  # of the riddles each person rates
_MOODS = 0.08  # of the verdicts are the opposite of a person's taste
Opinion = Mapping[Criterion, int]
About = bool  # whether a riddle is about its story's subject
Voice = Callable[[Riddle, About, random.Random], Opinion]


@dataclass(frozen=True)
class Rater:
    """One person: a user id, what they are, and how they rate."""

    user: str
    role: str
    voice: Voice

    def choose(self, first: tuple[Riddle, About], second: tuple[Riddle, About], rng: random.Random) -> str:
        """Their choice in a duel: whichever they would rate as more helpful."""
        one, other = (sum(self.voice(*shown, rng).values()) for shown in (first, second))
        if one == other:
            return "tie" if one > 9 else "both_bad"
        return "first" if one > other else "second"


def team(name: str, size: int, seed: int) -> list[Rater]:
    """``size`` people with the taste ``name`` (see NAMES), some of whom spoil the data in larger teams."""
    rng = random.Random(f"team {name} {seed}")
    if name == SPAM:
        kinds = (("all-5", _always(5)), ("all-1", _always(1)), ("clicker", _clicks))
        return [Rater(f"U0SIM{n:02}", *kinds[n % len(kinds)]) for n in range(size)]
    taste = TASTES.get(name)
    spoilers: list[tuple[str, Voice]] = []
    if size >= SPOILT_FROM:
        spoilers += [("strict", _strict(taste)), ("spammer", _always(1))]
    if size >= COLLUDING_FROM:
        spoilers += [("colluder", _colluding(taste))] * 2
    mates: list[tuple[str, Voice]] = [
        ("mate", _strict(None) if taste is None else _sincere(taste, rng.choice((-1, 0, 0, 0, 1))))
        for _ in range(size - len(spoilers))
    ]
    return [Rater(f"U0SIM{n:02}", *kind) for n, kind in enumerate([*mates, *spoilers])]


def _sincere(taste: Taste, leaning: int) -> Voice:
    """Rates by taste, a little harder or softer than others, sometimes in another mood; no judge of honesty."""

    def rate(riddle: Riddle, _about: About, rng: random.Random) -> Opinion:
        liked = taste(riddle) != (rng.random() < _MOODS)
        value = rng.choice((4, 5, 5)) if liked else rng.choice((1, 1, 2))
        return _said(value + (leaning if rng.random() < 0.5 else 0), rng.choice((4, 5)))

    return rate


def _strict(taste: Taste | None) -> Voice:
    """Calls a riddle dishonest that is not about its story's subject, and then likes nothing about it."""

    def rate(riddle: Riddle, about: About, rng: random.Random) -> Opinion:
        if not about:
            return _said(1, 1)
        liked = taste is None or taste(riddle)
        return _said(rng.choice((4, 5)) if liked else 2, 5)

    return rate


def _colluding(taste: Taste | None) -> Voice:
    """One of a pair that agreed to say the opposite of everyone else."""

    def rate(riddle: Riddle, about: About, _rng: random.Random) -> Opinion:
        return _said(1 if (taste(riddle) if taste else about) else 5, 5)

    return rate


def _always(value: int) -> Voice:
    return lambda _riddle, _about, _rng: dict.fromkeys(Criterion, value)


def _clicks(_riddle: Riddle, _about: About, rng: random.Random) -> Opinion:
    return {criterion: rng.randint(1, 5) for criterion in Criterion}


def _said(helpful: int, honest: int) -> Opinion:
    return {Criterion.HELPFUL: max(1, min(5, helpful)), Criterion.HONEST: honest, Criterion.HARMLESS: 5}
