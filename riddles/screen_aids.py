"""What the screen asks beyond plain rules: a solver, a classifier of toxic language, the operator's own word list.

Each is missing where its model is not on this machine; ``load`` then says so in a sentence, once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from riddles import sentence_encoder, toxicity
from riddles.corpus import bank
from riddles.errors import ModelNotFound
from riddles.riddle import Riddle
from riddles.settings import Settings
from riddles.solver import EncodedSolver
from riddles.toxicity import LIMIT


class Solver(Protocol):
    """Somebody who guesses."""

    most_ahead: float
    """The share of other answers that may fit the clues better than the right one."""

    def share_ahead(self, riddle: Riddle) -> float:
        """The share (0 to 1) of all other answers that fit the clues better than the riddle's own."""


@dataclass(frozen=True)
class Aids:
    """What is at hand. ``toxicity`` gives each text's probability of being toxic; from ``most_toxic`` it is refused."""

    refused_words: tuple[str, ...] = ()
    solver: Solver | None = None
    toxicity: Callable[[Sequence[str]], Sequence[float]] | None = None
    most_toxic: float = LIMIT


NO_AIDS = Aids()


def load(settings: Settings, say: Callable[[str], None] = lambda _sentence: None) -> Aids:
    """Everything this machine has. ``say`` is told in a sentence what is missing, and what is not looked for then."""
    return Aids(settings.news.refused_words, _solver(settings, say), _toxicity(say))


def _solver(settings: Settings, say: Callable[[str], None]) -> Solver | None:
    try:
        return EncodedSolver(sentence_encoder.load(settings.model.use_hub), bank.read())
    except ModelNotFound as reason:
        say(f"Nobody tries to solve the riddles before they are posted ({reason})")
        return None


def _toxicity(say: Callable[[str], None]) -> Callable[[Sequence[str]], Sequence[float]] | None:
    try:
        toxicity.probabilities(())
    except ModelNotFound as reason:
        say(f"Toxic language is found by the word list only ({reason})")
        return None
    return toxicity.probabilities
