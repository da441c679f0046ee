"""What blind duels say: how often people prefer one writer's riddle to another's on the same story."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from evaluation import sequential


class Choice(StrEnum):
    """What a person says in a duel."""

    FIRST = "first"
    SECOND = "second"
    TIE = "tie"
    BOTH_BAD = "both_bad"


@dataclass(frozen=True)
class Duel:
    """Two riddles on one story, whoever wrote them, and every choice that stands.

    ``closed``: no more votes can come in. ``story`` identifies the article.
    """

    first: str
    second: str
    story: Hashable
    choices: tuple[Choice, ...]
    closed: bool = True
    texts: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Preference:
    """How people choose between two writers.

    ``value``: mean score of the one asked about, 0 to 1, ½ is no preference. ``low`` and ``high``: 95 % confidence
    sequence, valid at every look. ``wealth``: evidence for it; ``against``: evidence against it. ``scores``: one a
    closed duel. ``open``: voted duels that do not count yet.
    """

    value: float
    low: float
    high: float
    duels: int
    votes: int
    wealth: float
    against: float
    scores: tuple[float, ...]
    both_bad: float
    open: int


def score(duel: Duel, writer: str) -> float:
    """The writer's score in a voted duel: 1 a win, ½ a tie or both bad, 0 a loss, averaged over the votes."""
    won = Choice.FIRST if duel.first == writer else Choice.SECOND
    lost = Choice.SECOND if won == Choice.FIRST else Choice.FIRST
    return (1 + (duel.choices.count(won) - duel.choices.count(lost)) / len(duel.choices)) / 2


def between(duels: Sequence[Duel], writer: str, rival: str) -> Preference | None:
    """The preference for ``writer`` over ``rival`` in their duels with each other; None if none is closed and voted."""
    met = [duel for duel in duels if {duel.first, duel.second} == {writer, rival} and duel.choices]
    counted = [duel for duel in met if duel.closed]
    if not counted:
        return None
    scores = tuple(score(duel, writer) for duel in counted)
    low, high = sequential.interval(scores)
    choices = [choice for duel in counted for choice in duel.choices]
    return Preference(
        value=sum(scores) / len(scores), low=low, high=high, duels=len(counted), votes=len(choices),
        wealth=sequential.wealth(scores), against=sequential.wealth([1 - one for one in scores]), scores=scores,
        both_bad=choices.count(Choice.BOTH_BAD) / len(choices), open=len(met) - len(counted),
    )  # fmt: skip
