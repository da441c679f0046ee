"""Results side by side, scenarios by metrics, as HELM shows them (Liang et al. 2022)."""

from collections.abc import Mapping, Sequence
from typing import Any

from evaluation.benchmarks.catalogue import BENCHMARKS

COLUMNS: Mapping[str, tuple[str, ...]] = {  # HELM's word for it, and our figures that answer it, the first there is
    "accuracy": ("accuracy", "exact_match"),
    "calibration": ("calibration_error",),
    "robustness": ("robust_accuracy",),
    "bias": ("stereotype_share",),
    "toxicity": ("rude_share",),
}


def rows(results: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """One row a benchmark and sitter: HELM's columns with 95 % intervals, n, and seconds a document (efficiency).

    A result has ``benchmark``, ``sitter``, ``figures`` (as ``scorecard.to_json``) and ``seconds``.
    """
    return [_row(one) for one in results]


def _row(result: Mapping[str, Any]) -> dict[str, str]:
    figures = result["figures"]
    known = BENCHMARKS.get(result["benchmark"])
    told = {column: _cell(figures, names) for column, names in COLUMNS.items()}
    chance = f"{known.chance:.2f}" if known and known.chance is not None else ""
    n = max((int(one["n"]) for one in figures.values() if "n" in one), default=0)
    return {
        "benchmark": result["benchmark"], "measures": known.measures if known else "", "who": result["sitter"],
        "n": str(n), "chance": chance, **told, "s/document": f"{result['seconds']:.3f}",
    }  # fmt: skip


def _cell(figures: Mapping[str, Any], names: Sequence[str]) -> str:
    for name in names:
        figure = figures.get(name)
        if figure is not None:
            return (
                "unscored"
                if "unscored" in figure
                else f"{figure['value']:.2f} ({figure['low']:.2f}–{figure['high']:.2f})"
            )
    return ""
