"""ROUGE-1, -2, -L and -Lsum of riddles against reference riddles (Lin 2004), by rouge-score, the reference
implementation, with stemming.

Formula: F-measure of shared unigrams, bigrams, longest common subsequence; of Lsum line by line (lines of verse are its
"sentences"). Range 0 to 1, higher means more shared words. Reported, never a reason to promote: one reference riddle is
not the only good riddle. Empty texts score 0; no pairs are unscored.
"""

from collections.abc import Sequence
from typing import Any

import evaluate
from rouge_score import rouge_scorer

from evaluation.metrics import module
from evaluation.scorecard import Entry, mean

TYPES = ("rouge1", "rouge2", "rougeL", "rougeLsum")


class Rouge(evaluate.Metric):
    """``predictions`` and ``references``: texts."""

    def _info(self) -> Any:
        return module.info(__doc__, predictions=module.TEXT, references=module.TEXT)

    def _compute(self, predictions: Sequence[str], references: Sequence[str]) -> dict[str, Any]:
        return module.answer(**score(predictions, references))


def score(predictions: Sequence[str], references: Sequence[str]) -> dict[str, Entry]:
    """One entry for each ROUGE type, over pairs of texts."""
    scorer = rouge_scorer.RougeScorer(TYPES, use_stemmer=True)
    rows = [scorer.score(target, told) for told, target in zip(predictions, references, strict=True)]
    return {name: mean([row[name].fmeasure for row in rows], "there are no reference riddles") for name in TYPES}


def most_alike(text: str, known: Sequence[str]) -> float:
    """The highest ROUGE-L (F-measure, no stemming) of a text with any known one; 0 without any.

    By it self-instruct tells whether a text is new (Wang et al. 2023, arXiv 2212.10560: below 0.7).
    """
    scorer = rouge_scorer.RougeScorer(["rougeL"], use_stemmer=False)
    return max((float(scorer.score(other, text)["rougeL"].fmeasure) for other in known), default=0.0)
