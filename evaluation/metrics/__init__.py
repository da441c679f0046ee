"""The metrics, one file each: a local ``evaluate.Metric`` module that ``evaluate.load(path)`` loads alone, and the
function with its arithmetic, which the product calls. Nothing here is fetched from a hub.

``METRICS`` names those taken on an exam, from attempts to an entry of the scorecard. Importing ``evaluate`` costs six
seconds and half a gigabyte, so the files are imported when a metric is taken: nobody else imports one at the top of a
file (``tests/test_architecture.py``). A metric that raises is unscored with what it said.
"""

import logging
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module

from evaluation.exam import Attempt
from evaluation.scorecard import Entry, Unscored

Take = Callable[[Sequence[Attempt]], Entry]
_LOG = logging.getLogger(__name__)
_PLACES = {  # the entry of the scorecard, its file and the function in it
    "well_formed": ("well_formed", "score"),
    "answer_hidden": ("answer_hidden", "score"),
    "subject_right": ("subject_right", "score"),
    "faithful_numbers": ("faithful", "numbers"),
    "faithful_names": ("faithful", "names"),
    "harmless": ("harmless", "score"),
    "toxicity": ("toxicity", "score"),
    "answerable": ("answerable", "score"),
    "distinct_openings": ("distinct_openings", "score"),
    "distinct_1": ("distinct_n", "unigrams"),
    "distinct_2": ("distinct_n", "bigrams"),
    "distinct_3": ("distinct_n", "trigrams"),
    "self_repetition": ("self_repetition", "score"),
    "novelty": ("novelty", "score"),
}


def taken(name: str, take: Callable[[], Entry]) -> Entry:
    """The entry, or unscored with the error of a metric that raised: one broken metric must not end an exam."""
    try:
        return take()
    except Exception as error:  # whatever a metric or its library raises  # noqa: BLE001
        _LOG.exception("The metric %s raised.", name)
        return Unscored(f"the metric raised {type(error).__name__}: {str(error)[:200]}")


def _take(name: str, attempts: Sequence[Attempt]) -> Entry:
    file, function = _PLACES[name]
    score: Take = getattr(import_module(f"evaluation.metrics.{file}"), function)
    return taken(name, partial(score, attempts))


METRICS: dict[str, Take] = {name: partial(_take, name) for name in _PLACES}
