"""The metrics, one file each. ``METRICS`` names those taken on an exam, from attempts to an entry of the scorecard.

ROUGE is a local ``evaluate.Metric`` in ``rouge.py``; ``perplexity.py`` scores likelihoods instead of attempts. Nothing
here is fetched from a hub.
"""

from collections.abc import Callable, Sequence

from evaluation.exam import Attempt
from evaluation.metrics import answer_hidden, distinctness, subject_right, well_formed
from evaluation.scorecard import Entry

METRICS: dict[str, Callable[[Sequence[Attempt]], Entry]] = {
    "well_formed": well_formed.score,
    "answer_hidden": answer_hidden.score,
    "subject_right": subject_right.score,
    "distinct_openings": distinctness.openings,
    "distinct_2": distinctness.bigrams,
}
