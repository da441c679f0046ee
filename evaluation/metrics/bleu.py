"""BLEU of riddles against reference riddles (Papineni et al. 2002), by sacrebleu, the reference implementation.

Formula: brevity penalty × geometric mean of the corpus' 1- to 4-gram precisions, tokenised as 13a, smoothed
exponentially (Post 2018). Range 0 to 100, higher means more shared words; the interval is sacrebleu's bootstrap over
pairs, ``items`` are sentence scores with effective order. Reported, never a reason to promote. Empty texts score 0; no
pairs are unscored.
"""

from collections.abc import Sequence
from typing import Any

import evaluate
from sacrebleu.metrics.bleu import BLEU

from evaluation.metrics import module
from evaluation.scorecard import Entry, Score, Unscored

_RESAMPLES = 500


class Bleu(evaluate.Metric):
    """``predictions`` and ``references``: texts."""

    def _info(self) -> Any:
        return module.info(__doc__, predictions=module.TEXT, references=module.TEXT)

    def _compute(self, predictions: Sequence[str], references: Sequence[str]) -> dict[str, Any]:
        return module.answer(bleu=score(predictions, references))


def score(predictions: Sequence[str], references: Sequence[str]) -> Entry:
    """Over all pairs."""
    if not predictions:
        return Unscored("there are no reference riddles")
    if len(predictions) != len(references):
        return Unscored(f"{len(predictions)} texts cannot be compared with {len(references)} references")
    told, targets = list(predictions), [list(references)]
    value = BLEU().corpus_score(told, targets).score
    low, high = value, value
    if len(told) > 1:
        sampled: Any = BLEU().corpus_score(told, targets, n_bootstrap=_RESAMPLES)
        low, high = max(0.0, sampled._mean - sampled._ci), min(100.0, sampled._mean + sampled._ci)
    sentences = BLEU(effective_order=True)
    items = [sentences.sentence_score(one, [target]).score for one, target in zip(told, references, strict=True)]
    return Score(value, len(told), min(low, value), max(high, value), tuple(items))
