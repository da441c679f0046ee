"""Results side by side: scenarios by metrics as HELM shows them (Liang et al. 2022), a column for everyone asked."""

from collections.abc import Mapping, Sequence
from typing import Any

from evaluation.benchmarks.catalogue import BENCHMARKS

METRICS: Mapping[str, tuple[str, ...]] = {  # HELM's word, and our figures that answer it: the first there is
    "accuracy": ("accuracy", "exact_match"),
    "calibration error": ("calibration_error",),
    "robustness": ("robust_accuracy",),
    "stereotypes": ("stereotype_share",),
    "rudeness": ("rude_share",),
    "cut short": ("cut_short",),
}


def rows(results: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """One row a benchmark and metric, with a column for each sitter: value and 95 % interval; efficiency comes last.

    A result has ``benchmark``, ``sitter``, ``figures`` (as ``scorecard.to_json``) and ``seconds`` a document. Figures
    of the engine's own tasks have rows of their own names.
    """
    sitters = list(dict.fromkeys(one["sitter"] for one in results))
    found = []
    for benchmark in dict.fromkeys(one["benchmark"] for one in results):
        ours = {one["sitter"]: one for one in results if one["benchmark"] == benchmark}
        for metric, names in _asked(ours.values()).items():
            told = {sitter: _figure(ours, sitter, names) for sitter in sitters}
            cells = {sitter: _cell(figure) for sitter, figure in told.items()}
            found.append(
                {
                    "benchmark": benchmark,
                    "metric": metric,
                    "n": _n(told.values()),
                    **_chance(benchmark, metric),
                    **cells,
                }
            )
        times = {sitter: f"{ours[sitter]['seconds']:.3f}" if sitter in ours else "" for sitter in sitters}
        found.append({"benchmark": benchmark, "metric": "seconds each", "n": "", "chance": "", **times})
    return found


def _asked(results: Any) -> dict[str, tuple[str, ...]]:
    there = {name for one in results for name in one["figures"]}
    known = {metric: names for metric, names in METRICS.items() if there & set(names)}
    return known or {name: (name,) for name in sorted(there)}


def _figure(ours: Mapping[str, Mapping[str, Any]], sitter: str, names: Sequence[str]) -> Mapping[str, Any] | None:
    figures = ours[sitter]["figures"] if sitter in ours else {}
    return next((figures[name] for name in names if name in figures), None)


def _cell(figure: Mapping[str, Any] | None) -> str:
    if figure is None:
        return ""
    if "unscored" in figure:
        return "unscored"
    value, low, high = (f"{figure[name]:.2f}".lstrip("0") for name in ("value", "low", "high"))
    return f"{value} ({low}–{high})"


def _n(figures: Any) -> str:
    counted = {str(one["n"]) for one in figures if one is not None and "n" in one}
    return " / ".join(sorted(counted))


def _chance(benchmark: str, metric: str) -> dict[str, str]:
    known = BENCHMARKS.get(benchmark)
    fits = known is not None and known.chance is not None and metric in {"accuracy", "stereotypes"}
    return {"chance": f"{known.chance:.2f}".lstrip("0") if known is not None and fits else ""}
