"""What a writer still knows beside riddles: next-token accuracy on general tasks, each of which counts the same.

Formula: mean over tasks of (tokens of the answer that are the model's arg max, given the task and the answer before
them / tokens of the answer). Range 0 to 1, higher is better, comparable within one tokenizer only; what counts is the
difference to the same base before fine-tuning (catastrophic forgetting: Luo et al. 2023, arXiv 2308.08747). The
interval resamples tasks. Unscored as token accuracy is.
"""

from collections.abc import Sequence
from typing import Any

import evaluate

from evaluation.likelihood import Likelihood
from evaluation.metrics import module, token_accuracy
from evaluation.scorecard import Entry, Unscored, mean


class Forgetting(evaluate.Metric):
    """``predictions``: each answer's tokens that were the likeliest; ``references``: its tokens."""

    def _info(self) -> Any:
        return module.info(__doc__, predictions=module.COUNT, references=module.COUNT)

    def _compute(self, predictions: Sequence[int], references: Sequence[int]) -> dict[str, Any]:
        told = [Likelihood(0.0, tokens, 0, hits) for hits, tokens in zip(predictions, references, strict=True)]
        return module.answer(forgetting_general=score(told))


def score(likelihoods: Sequence[Likelihood]) -> Entry:
    """Over tasks; ``items`` are the tasks' own shares, which the gate pairs."""
    found = token_accuracy.score(likelihoods)
    return found if isinstance(found, Unscored) else mean(found.items, "there are no general tasks")
