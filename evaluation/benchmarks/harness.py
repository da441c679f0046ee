"""The only door to lm-evaluation-harness: documents in, the model's likelihoods and texts out.

The engine batches, cuts what is longer than the context (from the left) and takes adapters as they stand on the loaded
base. It is slow to import and talkative, so both happen inside.
"""

import importlib.util
import logging
import os
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr
from io import StringIO
from typing import Any

from evaluation.benchmarks.documents import Choice, Prompt, Rivals
from evaluation.scorecard import Entry, Score, Unscored
from riddles.errors import EvaluationError
from riddles.language_model import LanguageModel

_BATCH = 16
_Z95 = 1.959964


def prepare() -> None:
    """Quieten the engine before anything loads it. Raises EvaluationError if it is not installed."""
    if importlib.util.find_spec("lm_eval") is None:
        raise EvaluationError(
            "lm-evaluation-harness is not installed; install the extra: pip install 'riddlewire[benchmarks]'."
        )
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    logging.getLogger("lm_eval").setLevel(logging.ERROR)


class Harness:
    """The engine around one loaded model; whichever adapter writes at the time of a call is the one that is asked."""

    def __init__(self, model: LanguageModel) -> None:
        prepare()
        with _quiet():
            from lm_eval.models.huggingface import HFLM
            from lm_eval.tasks import TaskManager

            logging.getLogger("lm_eval").setLevel(logging.ERROR)
            self._engine = HFLM(
                pretrained=model.model, tokenizer=model.tokenizer, batch_size=_BATCH, max_length=model.context
            )
            self._tasks = TaskManager(include_defaults=False)

    def choose(self, documents: Sequence[Choice]) -> list[tuple[float, ...]]:
        """The log-likelihood (nats) of each option of each document."""
        rows = [{"query": one.query, "options": list(one.options), "right": one.right} for one in documents]
        return [tuple(total for total, _greedy in told) for told in self._told(rows, _CHOICE)]

    def compare(self, documents: Sequence[Rivals]) -> list[tuple[float, float]]:
        """The log-likelihood (nats) of the stereotyped and of the other sentence of each document."""
        rows = [{"query": "", "options": [one.stereotyped, one.other], "right": 0} for one in documents]
        found = self._told(rows, {**_CHOICE, "target_delimiter": ""})
        return [(told[0][0], told[1][0]) for told in found]

    def go_on(self, documents: Sequence[Prompt], new_tokens: int) -> list[str]:
        """What the model writes after each document, its likeliest text, up to a line's end or ``new_tokens``."""
        rows = [{"query": one.query, "right": ""} for one in documents]
        limits = {"until": ["\n"], "max_gen_toks": new_tokens, "do_sample": False}
        return [str(told[0]) for told in self._told(rows, {**_WRITTEN, "generation_kwargs": limits})]

    def named(self, names: Sequence[str], limit: int | None) -> dict[str, Entry]:
        """The engine's own figures of its own tasks, whose questions it gets from the hub.

        Raises EvaluationError if they cannot be had.
        """
        from lm_eval import simple_evaluate
        from lm_eval.tasks import TaskManager

        try:
            with _quiet():
                found = simple_evaluate(
                    model=self._engine, tasks=list(names), task_manager=TaskManager(), limit=limit, log_samples=False
                )
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise EvaluationError(
                f"The tasks {', '.join(names)} cannot be had from the hub ({_first_line(error)}); "
                "check the network, or give their files with --data-dir."
            ) from error
        return figures_of((found or {}).get("results", {}))

    def _told(self, rows: list[dict[str, Any]], form: Mapping[str, Any]) -> list[Any]:
        import datasets
        from lm_eval import simple_evaluate

        asked = {"test": datasets.Dataset.from_list(rows)}
        task = {**form, "task": "asked", "custom_dataset": lambda **_options: asked}
        with _quiet():
            found = simple_evaluate(
                model=self._engine, tasks=[task], task_manager=self._tasks, bootstrap_iters=0, log_samples=True
            )
        samples = sorted(found["samples"]["asked"], key=lambda sample: int(sample["doc_id"]))
        return [sample["filtered_resps"] for sample in samples]


def figures_of(results: Mapping[str, Mapping[str, Any]]) -> dict[str, Entry]:
    """The engine's results as scorecard entries: value, number of documents, and 1.96 standard errors either side."""
    card: dict[str, Entry] = {}
    for task, told in results.items():
        for name, value in told.items():
            metric, _comma, kind = name.partition(",")
            if not kind or metric.endswith("_stderr") or not isinstance(value, int | float):
                continue
            error = told.get(f"{metric}_stderr,{kind}")
            key = f"{task}.{metric}" if kind == "none" else f"{task}.{metric}.{kind}"
            if not isinstance(error, int | float):
                card[key] = Unscored(f"the engine gives no error for its value {value:.4f}")
                continue
            n = int(told.get("sample_len", 0))
            card[key] = Score(float(value), n, float(value - _Z95 * error), float(value + _Z95 * error))
    return card


_FORM: Mapping[str, Any] = {"test_split": "test", "doc_to_text": "{{query}}"}
_CHOICE: Mapping[str, Any] = {
    **_FORM,
    "output_type": "multiple_choice",
    "doc_to_choice": "options",
    "doc_to_target": "right",
    "metric_list": [{"metric": "acc", "aggregation": "mean", "higher_is_better": True}],
}
_WRITTEN: Mapping[str, Any] = {
    **_FORM,
    "output_type": "generate_until",
    "doc_to_target": "right",
    "metric_list": [{"metric": "bypass", "aggregation": "bypass", "higher_is_better": True}],
}


@contextmanager
def _quiet() -> Iterator[None]:
    """The engine draws bars and gives advice on stderr, which is where our own progress is shown."""
    with redirect_stderr(StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:160]
