"""The exam of a run: candidate, current writer and base on one loaded base, each to a scorecard."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

from evaluation import exam
from evaluation.metrics import METRICS, perplexity, rouge
from evaluation.metrics.perplexity import Likelihood
from evaluation.scorecard import Entry, Score, Scorecard, Unscored, mean
from riddles.embedded import reader as embedded_reader
from riddles.embedded.reader import Reader
from riddles.language_model import LanguageModel
from riddles.prompt import PromptStyle
from riddles.writers.tuned import TunedWriter
from training import examples
from training.examples import LIKED, PREMADE, Example

CANDIDATE, CURRENT, BASE = "candidate", "current", "base"
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Questions:
    """What everyone is examined on: the exam's stories, and the held-out examples of the dataset."""

    exam: exam.Exam
    held_out: Sequence[Example]
    seed: int


def examine(
    model: LanguageModel, sitters: Mapping[str, str], questions: Questions, use_hub: bool, progress: Progress
) -> dict[str, Scorecard]:
    """The scorecard of each sitter: role to adapter id, an empty id for the base alone."""
    reader = reader_for(model, use_hub)
    cards: dict[str, Scorecard] = {}
    for number, (role, adapter) in enumerate(sitters.items()):
        told = partial(_tell, progress, f"exam of the {role}", number, len(sitters))
        with model.writing_with(adapter):
            cards[role] = _card(model, TunedWriter(model, reader), questions, told)
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


def _card(
    model: LanguageModel, writer: TunedWriter, questions: Questions, progress: Callable[[float], None]
) -> Scorecard:
    attempts = exam.sit(writer, questions.exam, questions.seed, progress)
    liked = _likelihoods(model, [one for one in questions.held_out if one.origin == LIKED])
    premade = _likelihoods(model, [one for one in questions.held_out if one.origin == PREMADE])
    card: dict[str, Entry] = {name: take(attempts) for name, take in METRICS.items()}
    card["heldout_perplexity"] = perplexity.perplexity(liked)
    card["heldout_bits"] = perplexity.bits_per_character(liked)
    card["premade_loss"] = _mean_loss(premade)
    card.update(_rouge(writer, questions))
    return card


def _likelihoods(model: LanguageModel, examples: Sequence[Example]) -> list[Likelihood]:
    found = model.log_likelihoods([(one.prompt, one.completion) for one in examples])
    return [
        Likelihood(total, tokens, len(one.completion)) for (total, tokens), one in zip(found, examples, strict=True)
    ]


def _mean_loss(likelihoods: Sequence[Likelihood]) -> Entry:
    scored = perplexity.perplexity(likelihoods)
    return scored if isinstance(scored, Unscored) else mean(scored.items, "there are no held-out pairs")


def _rouge(writer: TunedWriter, questions: Questions) -> dict[str, Entry]:
    """ROUGE of a riddle on each held-out pair's story against the riddle a person wrote for it; reported only."""
    told, written = [], []
    for number, pair in enumerate(examples.held_out_pairs()):
        (candidate,) = writer.write(pair.article, 1, questions.seed + number)
        told.append(candidate.riddle.text if candidate.riddle else "")
        written.append(pair.riddle.text)
    return dict(rouge.score(told, written))
