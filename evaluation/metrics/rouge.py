"""ROUGE-1, -2, -L and -Lsum of riddles against reference riddles (Lin 2004), as a local ``evaluate.Metric`` module.

F-measure with stemming by rouge-score, the reference implementation; range 0 to 1, higher means more shared words.
Reported, never a reason to promote: one reference riddle is not the only good riddle. Lines of verse are the
"sentences" of Lsum.
"""

import tempfile
from collections.abc import Sequence
from typing import Any

from evaluation.scorecard import Entry, Unscored, mean

TYPES = ("rouge1", "rouge2", "rougeL", "rougeLsum")


def score(predictions: Sequence[str], references: Sequence[str]) -> dict[str, Entry]:
    """One entry for each ROUGE type, over pairs of texts; unscored without pairs. Empty texts score 0."""
    nothing = "there are no reference riddles"
    if not predictions:
        return {name: Unscored(nothing) for name in TYPES}
    with tempfile.TemporaryDirectory() as cache:  # evaluate wants a folder even for what it keeps in memory
        metric = _metric(cache)
        found: dict[str, list[float]] = metric.compute(predictions=list(predictions), references=list(references))
    return {name: mean(found[name], nothing) for name in TYPES}


def _metric(cache: str) -> Any:
    """The metric object; made here because importing ``evaluate`` takes seconds and loads torch."""
    import datasets
    import evaluate
    from rouge_score import rouge_scorer

    class Rouge(evaluate.Metric):
        def _info(self) -> Any:
            text = datasets.Value("string")
            return evaluate.MetricInfo(
                description="ROUGE F-measures, one value a pair.",
                citation="Lin 2004, ROUGE: A Package for Automatic Evaluation of Summaries",
                inputs_description="predictions and references: lists of texts of equal length",
                features=datasets.Features({"predictions": text, "references": text}),
            )

        def _compute(self, predictions: list[str], references: list[str]) -> dict[str, list[float]]:
            scorer = rouge_scorer.RougeScorer(TYPES, use_stemmer=True)
            rows = [scorer.score(target, told) for told, target in zip(predictions, references, strict=True)]
            return {name: [row[name].fmeasure for row in rows] for name in TYPES}

    return Rouge(keep_in_memory=True, cache_dir=cache)
