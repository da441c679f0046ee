"""The exam of a run: candidate, current writer and base on one loaded base, each to a scorecard."""

from collections.abc import Callable, Mapping
from functools import cache, partial

from evaluation.scorecard import Score, Scorecard
from riddles.embedded import reader as embedded_reader
from riddles.embedded.reader import Reader
from riddles.language_model import LanguageModel
from riddles.prompt import PromptStyle
from riddles.writers.tuned import TunedWriter
from training.runs import scoring
from training.runs.scoring import Questions

CANDIDATE, CURRENT, BASE = "candidate", "current", "base"
Progress = Callable[[str, float], None]


def examine(
    model: LanguageModel, sitters: Mapping[str, str], questions: Questions, use_hub: bool, progress: Progress
) -> dict[str, Scorecard]:
    """The scorecard of each sitter: role to adapter id, an empty id for the base alone."""
    reader = reader_for(model, use_hub)
    cards: dict[str, Scorecard] = {}
    for number, (role, adapter) in enumerate(sitters.items()):
        told = partial(_tell, progress, f"exam of the {role}", number, len(sitters))
        with model.writing_with(adapter):
            sample = scoring.HARMLESS if role == CANDIDATE else 0
            cards[role] = scoring.card(model, TunedWriter(model, reader), questions, told, sample)
    return cards


def reader_for(model: LanguageModel, use_hub: bool) -> Reader | None:
    """Who reads articles for a model of the subject prompt style; None for one that reads them itself."""
    return _reader(use_hub) if model.style == PromptStyle.SUBJECT else None


@cache
def _reader(use_hub: bool) -> Reader:
    """One for the whole program: it remembers the stories it has read, and an exam asks for the same ones again."""
    return embedded_reader.load(use_hub)


def improvements(cards: Mapping[str, Scorecard], before: str) -> list[float]:
    """For each held-out liked riddle, how much more likely (nats a token) the candidate finds it than ``before``."""
    mine, theirs = cards[CANDIDATE]["heldout_perplexity"], cards[before]["heldout_perplexity"]
    if not isinstance(mine, Score) or not isinstance(theirs, Score):
        return []
    return [other - one for one, other in zip(mine.items, theirs.items, strict=True)]


def _tell(progress: Progress, stage: str, number: int, of: int, share: float) -> None:
    progress(stage, (number + share) / of)
