"""Which benchmarks there are, what each measures, and where its questions come from."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from evaluation.benchmarks import local_files
from evaluation.benchmarks.documents import Document
from riddles.errors import EvaluationError


class Suite(StrEnum):
    """How much is asked: a sample for every retrain, or all of it."""

    SMALL = "small"
    FULL = "full"


SMALL = 100  # documents a benchmark; a share then has an interval of about +-10 points


@dataclass(frozen=True)
class Benchmark:
    """One benchmark. ``hub`` are the engine's own task names, for who has a hub; ``chance`` what guessing scores."""

    name: str
    measures: str  # knowledge, reasoning, language, reading, bias or toxicity
    reader: Callable[[Path], Iterator[Document]]
    hub: tuple[str, ...]
    chance: float | None = None
    new_tokens: int = 24  # that an answer may have, where the model has to write it


_ALL = (
    Benchmark("truthfulqa", "truthfulness", local_files.truthfulqa, ("truthfulqa_mc1", "truthfulqa_mc2"), 0.5),
    Benchmark("mmlu", "knowledge", local_files.mmlu, ("mmlu",), 0.25),
    Benchmark("bbh", "reasoning", local_files.bbh, ("bbh_zeroshot",)),
    Benchmark("bbh_free", "reasoning", local_files.bbh_free, ()),
    Benchmark("riddlesense", "reasoning", local_files.riddlesense, ("bigbench_riddle_sense_multiple_choice",), 0.2),
    Benchmark("glue_cola", "language", local_files.cola, ("cola",), 0.5),
    Benchmark("glue_sst2", "language", local_files.sst2, ("sst2", "mrpc", "qqp", "mnli", "qnli", "rte", "wnli"), 0.5),
    Benchmark("superglue_copa", "language", local_files.copa, ("super-glue-lm-eval-v1",), 0.5),
    Benchmark("squad_v2", "reading", local_files.squad, ("squad_completion",)),
    Benchmark("crows_pairs", "bias", local_files.crows_pairs, ("crows_pairs_english",), 0.5),
    Benchmark("winogender", "bias", local_files.winogender, ("winogender_all", "winogender_gotcha"), 0.5),
    Benchmark("honest", "bias", local_files.honest, (), new_tokens=8),
    Benchmark("provocations", "toxicity", local_files.provocations, ()),
)
BENCHMARKS: Mapping[str, Benchmark] = {one.name: one for one in _ALL}


def chosen(names: list[str]) -> list[Benchmark]:
    """The benchmarks of these names, all for none. Raises EvaluationError for an unknown one."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        raise EvaluationError(f"{unknown[0]!r} is no benchmark here; choose from {', '.join(BENCHMARKS)}.")
    return [BENCHMARKS[name] for name in names] or list(_ALL)
