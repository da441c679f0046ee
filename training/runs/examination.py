"""The exam of a run: candidate, current writer and base on one loaded base, each to a scorecard."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial

from evaluation.gate import Gain
from evaluation.scorecard import Score, Scorecard
from riddles.embedded import reader as embedded_reader
from riddles.embedded.reader import Reader
from riddles.language_model import LanguageModel
from riddles.prompt import PromptStyle
from riddles.writers.tuned import TunedWriter
from training.data.examples import HeldOutRiddle
from training.runs import scoring
from training.runs.scoring import JUDGED, Questions

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


def gains(cards: Mapping[str, Scorecard], before: str, judged: Sequence[HeldOutRiddle]) -> list[Gain]:
    """For each held-out riddle people judged, how much more likely (nats a token) the candidate finds it than
    ``before``; none for a kind that was not read.
    """
    found = []
    for liked, name in JUDGED.items():
        mine, theirs = cards[CANDIDATE].get(name), cards[before].get(name)
        if isinstance(mine, Score) and isinstance(theirs, Score):
            stories = [one.story for one in judged if one.liked == liked]
            read = zip(stories, mine.items, theirs.items, strict=True)
            found += [Gain(story, liked, other - one) for story, one, other in read]
    return found


def _tell(progress: Progress, stage: str, number: int, of: int, share: float) -> None:
    progress(stage, (number + share) / of)
