"""Looking every week without fooling ourselves: tests of a preference that stay valid however often one looks.

Each duel gives one score from 0 (everyone chose the other riddle) over ½ to 1 (everyone chose the candidate's). The
wealth is that of a gambler who bets, fairly priced if there is no preference, that the mean is above a value m::

    wealth(m) = mean over stakes λ of  Π over duels (1 + λ (score − m) / m)

If the true mean is at most m, wealth ever reaches 1/α with probability at most α (Ville's inequality): whoever looks
after every duel and stops when they like is still wrong at most so often. Stakes are spread evenly over (0, 1), so no
effect size has to be guessed. For scores that are 0 or 1 and m = ½ this is the mixture sequential probability ratio
test. Waudby-Smith and Ramdas 2023, "Estimating means of bounded random variables by betting"; Robbins 1970.

A duel counts only once no more votes can come in (it is closed): a score that changes after it was bet on would void
the guarantee. Duels are one observation however many people voted, because votes on the same two riddles are not
independent.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_STAKES = (np.arange(100) + 0.5) / 100
_MEANS = np.arange(1, 200) / 200  # where an interval may end: steps of half a point


def wealth(scores: Sequence[float], mean: float = 0.5) -> float:
    """Evidence that the scores' true mean is above ``mean``: 1 for none, 20 reached by luck once in 20 at most.

    Scores are between 0 and 1, ``mean`` strictly between; range 0 to infinity. No scores are worth 1.
    """
    return math.exp(min(_log_wealth(np.asarray(scores, dtype=float), mean), 700.0))


def interval(scores: Sequence[float], alpha: float = 0.05) -> tuple[float, float]:
    """A confidence sequence for the mean: it holds the truth at all looks together with probability 1 − ``alpha``.

    Bets on both sides are hedged half and half; the interval is every mean that neither has bankrupted. (0, 1) for no
    scores; bounds are multiples of 0.005.
    """
    seen = np.asarray(scores, dtype=float)
    limit = math.log(1 / alpha)
    kept = _MEANS[_log_hedged(seen) < limit]
    if not len(kept):  # the scores are all beyond the last step
        at = float(seen.mean())
        return at, at
    low = 0.0 if kept[0] == _MEANS[0] else float(kept[0])
    high = 1.0 if kept[-1] == _MEANS[-1] else float(kept[-1])
    return low, high


def _log_hedged(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each of the means, the log of the wealth of a bet on both sides of it, half and half."""
    above, below = (_log_wealths(told, means) for told, means in ((scores, _MEANS), (1 - scores, 1 - _MEANS)))
    hedged: NDArray[np.float64] = np.logaddexp(above, below) - math.log(2)
    return hedged


def _log_wealth(scores: NDArray[np.float64], mean: float) -> float:
    return float(_log_wealths(scores, np.array([mean]))[0])


def _log_wealths(scores: NDArray[np.float64], means: NDArray[np.float64]) -> NDArray[np.float64]:
    values, counts = np.unique(scores, return_counts=True)  # a few voters make few different scores
    odds = (values[None, :] - means[:, None]) / means[:, None]
    gains = (np.log1p(_STAKES[None, :, None] * odds[:, None, :]) * counts).sum(axis=2)
    top = gains.max(axis=1)
    wealths: NDArray[np.float64] = top + np.log(np.exp(gains - top[:, None]).mean(axis=1))
    return wealths
