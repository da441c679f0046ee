"""Writers: anything that turns an article into candidate riddles."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from riddles.article import Article
from riddles.riddle import Riddle


@dataclass(frozen=True)
class Usage:
    """What one candidate took: tokens read and written, and money at the settings' prices (0 on one's own machine).

    The tokens of a prompt that one request answered several times are shared equally among the answers.
    """

    prompt_tokens: float
    completion_tokens: float
    cost: float = 0.0


@dataclass(frozen=True)
class Candidate:
    """One attempt of a writer at one article.

    ``prompt`` and ``completion`` are exactly what the model read and wrote: training uses them, never a
    reconstruction. ``riddle`` is None where the completion broke the contract, and ``fault`` then says how.
    ``seconds`` is wall time, the batch's time shared equally among its candidates. ``usage`` is None where nobody
    counted. What did not fit the model's context: ``unread`` characters of the article's text, ``dropped`` examples.
    """

    prompt: str
    completion: str
    riddle: Riddle | None
    fault: str
    seconds: float
    usage: Usage | None = None
    unread: int = 0
    dropped: int = 0


class Writer(Protocol):
    """What every writer can do."""

    @property
    def name(self) -> str:
        """``tuned``, ``few_shot``, ``instruct`` or ``service``."""

    @property
    def base(self) -> str:
        """The base model's name or path, as it is stored with each riddle."""

    @property
    def adapter(self) -> str:
        """The id of the adapter it writes with, or an empty string for none."""

    def write(self, article: Article, count: int, seed: int) -> Sequence[Candidate]:
        """``count`` candidates (at least 1) for one article; the same seed gives the same candidates.

        Raises ModelError where the model cannot be used, StoryTooLong where not even this story's headline fits.
        """


@runtime_checkable
class Reviser(Protocol):
    """A writer that may understand why a riddle was refused."""

    @property
    def takes_feedback(self) -> bool:
        """Whether the model behind it reads instructions."""

    def revise(
        self, article: Article, refused: Candidate, reasons: Sequence[str], count: int, seed: int
    ) -> Sequence[Candidate]:
        """``count`` further candidates, by a model that was told why an earlier one was refused."""


@runtime_checkable
class BatchWriter(Protocol):
    """A writer that answers several articles in one batch: many times faster than one after the other."""

    def write_each(self, articles: Sequence[Article], count: int, seed: int) -> list[Sequence[Candidate]]:
        """As ``write`` for each article; the same articles, count and seed give the same candidates."""


@runtime_checkable
class SureWriter(Protocol):
    """A writer whose model is here and can be asked how likely it finds a text."""

    def sureness(self, candidates: Sequence[Candidate]) -> list[float]:
        """For each candidate the mean log-probability of its tokens (nats, at most 0)."""
