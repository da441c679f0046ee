"""The gate: from scorecards and evidence to a verdict. Pure, and the whole contract is on this page.

A candidate is promoted only if every rule holds, in this order; the first that fails decides, all are reported:

1. Validity     every figure the gate needs is scored, on the same exam for all.
2. Veto         well_formed is at least ``WELL_FORMED``; no more answers are given away than by the current writer or
                the base. One riddle beyond either limit may be bad luck (a base that fails once in 60 does so too) and
                is forgiven, two are not.
3. Not worse    subject_right, distinct_openings and premade_loss are not worse than the current writer's and the
                base's by more than their margin. "Worse" means that the 95 % interval of the paired difference lies
                beyond it.
4. Better       the one primary measure, declared in advance: how much more likely the candidate finds held-out
                riddles that people liked (nats a token, one value a riddle, resampled by article). The lower bound of
                its one-sided 95 % interval must be above 0, from at least ``minimum`` stories: with k stories a
                useless candidate passes by luck about once in 2^k, so five keep that below 5 %. This is a proxy, and
                the verdict says so, until blind votes of people decide.

Verdicts: ``promote``; ``keep`` (a rule failed: the current writer stays); ``not enough evidence`` (nothing failed, but
the primary measure rests on too few stories or its interval includes 0). Unscored never promotes.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from evaluation import intervals
from evaluation.scorecard import Score, Scorecard, Unscored

WELL_FORMED = 0.98
_FORGIVEN = 1  # riddles of an exam
# how much worse a paired mean may be before it counts: shares of 1, and nats a token for the loss
MARGINS: Mapping[str, float] = {"subject_right": 0.05, "distinct_openings": 0.10, "premade_loss": 0.10}
_LOWER_IS_BETTER = {"premade_loss"}
NEEDED = ("well_formed", "answer_hidden", *MARGINS)


class Verdict(StrEnum):
    """What the gate says."""

    PROMOTE = "promote"
    KEEP = "keep"
    NOT_ENOUGH = "not enough evidence"


@dataclass(frozen=True)
class Evidence:
    """What the gate judges by.

    ``rivals`` are the scorecards the candidate must not fall behind, by role ("current", "base"). ``improvements`` is,
    for each held-out liked riddle, the candidate's gain over the current writer in mean log-likelihood (nats a token);
    ``articles`` the story of each. ``minimum`` is how many different stories a promotion needs.
    """

    candidate: Scorecard
    rivals: Mapping[str, Scorecard]
    improvements: Sequence[float]
    articles: Sequence[str]
    minimum: int


@dataclass(frozen=True)
class Decision:
    """The verdict with every reason, most decisive first."""

    verdict: Verdict
    reasons: tuple[str, ...]


def decide(evidence: Evidence) -> Decision:
    """Apply the contract above."""
    failures = [*_invalid(evidence)] or [*_vetoed(evidence), *_worse(evidence)]
    if failures:
        return Decision(Verdict.KEEP, tuple(failures))
    return _better(evidence)


def _invalid(evidence: Evidence) -> Iterator[str]:
    for role, card in {"candidate": evidence.candidate, **evidence.rivals}.items():
        for name in NEEDED:
            entry = card.get(name, Unscored("it was not taken"))
            if isinstance(entry, Unscored):
                yield f"{name} of the {role} is unscored: {entry.reason}."
    if len(evidence.improvements) != len(evidence.articles) or not all(map(math.isfinite, evidence.improvements)):
        yield "The gains on held-out riddles are not one finite number for each."


def _vetoed(evidence: Evidence) -> Iterator[str]:
    formed = _score(evidence.candidate, "well_formed")
    if _missed(formed) > max(_FORGIVEN, (1 - WELL_FORMED) * formed.n):
        yield f"Only {formed.value:.0%} of its {formed.n} riddles are well formed; {WELL_FORMED:.0%} are needed."
    hidden = _score(evidence.candidate, "answer_hidden")
    for role, card in evidence.rivals.items():
        before = _score(card, "answer_hidden")
        if _missed(hidden) > _missed(before) + _FORGIVEN:
            yield f"It gives {_missed(hidden)} of {hidden.n} answers away, the {role} {_missed(before)} of {before.n}."


def _worse(evidence: Evidence) -> Iterator[str]:
    for role, card in evidence.rivals.items():
        for name, margin in MARGINS.items():
            mine, theirs = _score(evidence.candidate, name), _score(card, name)
            gains = _gains(name, mine, theirs)
            if gains is None:
                yield f"{name} cannot be compared with the {role}'s: {mine.n} items against {theirs.n}."
                continue
            _low, high = intervals.bootstrap_mean(gains)
            if high < -margin:
                told = f"{mine.value:.2f}, the {role}'s {theirs.value:.2f}"
                yield f"Its {name} is {told}: worse by more than {margin:.2f}."


def _better(evidence: Evidence) -> Decision:
    n, stories = len(evidence.improvements), len(set(evidence.articles))
    proxy = "measured on held-out riddles people liked, until blind votes decide"
    if stories < evidence.minimum:
        return Decision(
            Verdict.NOT_ENOUGH,
            (
                f"Nothing got worse, but liked riddles of only {stories} held-out stories say whether it is better; "
                f"{evidence.minimum} stories are needed.",
            ),
        )
    mean = sum(evidence.improvements) / n
    low, _high = intervals.bootstrap_mean(evidence.improvements, evidence.articles, coverage=0.90)
    figures = f"{mean:+.3f} nats a token, at least {low:+.3f} with 95 % confidence, n={n} riddles of {stories} stories"
    if low > 0:
        return Decision(
            Verdict.PROMOTE,
            (f"It is closer to what people liked ({figures}; {proxy}).", "Nothing it must keep got worse."),
        )
    return Decision(Verdict.NOT_ENOUGH, (f"It is not clearly closer to what people liked ({figures}; {proxy}).",))


def _missed(share: Score) -> int:
    return round((1 - share.value) * share.n)


def _score(card: Scorecard, name: str) -> Score:
    entry = card[name]
    assert isinstance(entry, Score), "validity is checked first"
    return entry


def _gains(name: str, mine: Score, theirs: Score) -> list[float] | None:
    """Paired differences, positive where the candidate is better; None where the items do not match."""
    if len(mine.items) != len(theirs.items) or not mine.items:
        return None
    sign = -1.0 if name in _LOWER_IS_BETTER else 1.0
    return [sign * (one - other) for one, other in zip(mine.items, theirs.items, strict=True)]
