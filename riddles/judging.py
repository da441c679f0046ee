"""Best of n: every candidate of a story looked at by the screen, the best of those that passed first, reasons kept."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from riddles import best, screen
from riddles.article import Article
from riddles.riddle import Riddle
from riddles.screen_aids import Aids
from riddles.writers import Candidate, SureWriter, Writer

MALFORMED = "malformed"


@dataclass(frozen=True)
class Judged:
    """A candidate and why it may not be posted; no reasons mean it may."""

    candidate: Candidate
    reasons: tuple[str, ...]


def judge(candidates: Sequence[Candidate], story: Article, earlier: Sequence[Riddle], aids: Aids) -> list[Judged]:
    """Every distinct candidate with its reasons, each ``class: sentence``; one that is no riddle is ``malformed``."""
    return [Judged(one, reasons(one, story, earlier, aids)) for one in _distinct(candidates)]


def best_first(judged: Sequence[Judged], writer: Writer, earlier: Sequence[Riddle]) -> list[Judged]:
    """Those that passed, the one to post first; then the refused ones, the nearest to passing first."""
    passed = [one for one in judged if not one.reasons]
    sure = _sureness(writer, [one.candidate for one in passed])
    scored = [
        (one.candidate.riddle, value)
        for one, value in zip(passed, sure, strict=True)
        if one.candidate.riddle is not None
    ]
    refused = sorted((one for one in judged if one.reasons), key=_distance)
    return [passed[at] for at in best.best_first(scored, earlier)] + refused


def class_of(reason: str) -> str:
    """The class of a reason, as the screen's are counted."""
    return reason.partition(":")[0]


def counts(given: Iterable[Sequence[str]]) -> dict[str, int]:
    """How many candidates were refused for each class, the most frequent first; one counts once a class."""
    return dict(Counter(name for one in given for name in dict.fromkeys(map(class_of, one))).most_common())


def reasons(candidate: Candidate, story: Article, earlier: Sequence[Riddle], aids: Aids) -> tuple[str, ...]:
    """Why a candidate may not be posted, each ``class: sentence``; nothing lets it pass."""
    if candidate.riddle is None:
        return (f"{MALFORMED}: {candidate.fault}",)
    return tuple(screen.screen(candidate.riddle, story, earlier, aids))


def _distinct(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    seen: set[str] = set()
    for candidate in candidates:
        if candidate.completion not in seen:
            seen.add(candidate.completion)
            yield candidate


def _sureness(writer: Writer, passed: Sequence[Candidate]) -> Sequence[float]:
    """How sure the writer's model is of each; of a model elsewhere nobody knows, and its order stays."""
    return writer.sureness(passed) if isinstance(writer, SureWriter) else [0.0] * len(passed)


def _distance(judged: Judged) -> tuple[bool, int]:
    return judged.candidate.riddle is None, len(judged.reasons)
