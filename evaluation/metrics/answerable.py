"""Whether a solver finds the answer of a riddle among five. Range 0 to 1, chance 0.2; higher means more can be guessed.

The solver reads verse and hints and takes the answer whose meaning is nearest (cosine of sentence embeddings,
all-MiniLM-L6-v2); the four wrong answers are those of other riddles of the same exam, chosen by the riddle's hash.
Formula: riddles whose own answer is taken / riddles. A weak solver: on the RiddleSense development set it is right on
34 % of five choices, so read it as "far too obscure" near chance and "perhaps too easy" near 1. Source: this project,
after RiddleSense (Lin et al. 2021). Unscored with fewer than five different answers, or without the encoder.
"""

import hashlib
import random
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import evaluate

from evaluation.exam import Attempt, riddles_of
from evaluation.metrics import module
from evaluation.scorecard import Entry, Unscored, share
from riddles import sentence_encoder
from riddles.errors import ModelNotFound
from riddles.riddle import Riddle, stems

CHOICES = 5
Solver = Callable[[str, Sequence[str]], int]


class Answerable(evaluate.Metric):
    """``predictions``: what a model wrote."""

    def _info(self) -> Any:
        return module.info(__doc__, predictions=module.TEXT)

    def _compute(self, predictions: Sequence[str]) -> dict[str, Any]:
        return module.answer(answerable=score(module.attempts(predictions)))


def score(attempts: Sequence[Attempt]) -> Entry:
    """Of the well-formed attempts, by the sentence encoder of this machine."""
    try:
        return by_solver(riddles_of(attempts), _nearest())
    except ModelNotFound as error:
        return Unscored(f"there is no solver: {error}")


def by_solver(told: Sequence[Riddle], solve: Solver) -> Entry:
    """Of all riddles; ``solve`` is given a riddle's text and five answers, and says which one (from 0)."""
    answers = list(dict.fromkeys(riddle.answer.lower() for riddle in told))
    if len(answers) < CHOICES:
        return Unscored(f"there are only {len(answers)} different answers to choose from; {CHOICES} are needed")
    return share([_is_solved(riddle, answers, solve) for riddle in told], "")


def _is_solved(riddle: Riddle, answers: Sequence[str], solve: Solver) -> bool:
    own = riddle.answer.lower()
    draws = random.Random(hashlib.sha256(riddle.text.encode()).hexdigest())
    wrong = [one for one in answers if not stems(one) & stems(own)] or [one for one in answers if one != own]
    choices = draws.sample(
        [*draws.sample(wrong, min(len(wrong), CHOICES - 1)), own], k=min(len(wrong), CHOICES - 1) + 1
    )
    return choices[solve("\n".join((riddle.text, *riddle.hints)), choices)] == own


@cache
def _nearest() -> Solver:
    encoder = sentence_encoder.load(use_hub=False)

    def solve(text: str, choices: Sequence[str]) -> int:
        told, *answers = encoder.encode([text, *(f"a riddle about {choice}" for choice in choices)])
        return max(range(len(choices)), key=lambda at: float(told @ answers[at]))

    return solve
