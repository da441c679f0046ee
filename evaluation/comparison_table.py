"""A comparison as a table of words: one row a figure, one cell a writer; for the terminal and for the page."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from riddles.criteria import Criterion

Figures = Mapping[str, Any]
Row = tuple[str, list[str]]
_SHARES = {
    "passed": "passed the screen",
    "well_formed": "keeps the riddle contract",
    "answer_hidden": "answer hidden",
    "subject_right": "about the story's subject",
    "distinct_openings": "opening unlike any other",
    "distinct_2": "distinct word pairs",
}
_NOTHING = "–"


def rows(columns: Sequence[Figures]) -> list[Row]:
    """Every row that says something of at least one writer, the name of the figure first."""
    cells: list[tuple[str, Callable[[Figures], str]]] = [
        ("base", lambda one: str(one["base"])),
        ("adapter", lambda one: str(one["adapter"] or "")),
        ("riddles", lambda one: str(one["riddles"])),
        *((label, lambda one, name=name: _share(one[name])) for name, label in _SHARES.items()),
        ("refused for", lambda one: ", ".join(f"{name} {count}" for name, count in one["refused"].items())),
        ("seconds a riddle", lambda one: _median(one["seconds"], "{:.2f}")),
        ("cost a riddle", lambda one: _median(one["cost"], "{:.6g}")),
        ("cost in all", lambda one: _total(one["cost"])),
        ("tokens read", lambda one: _median(one["prompt_tokens"], "{:.0f}")),
        ("tokens written", lambda one: _median(one["completion_tokens"], "{:.0f}")),
        ("riddles on a cut story", lambda one: _limit(one, "articles_cut")),
        ("examples that did not fit", lambda one: _limit(one, "examples_dropped")),
        *((f"rated {name}", lambda one, name=name: _rating(one["ratings"][name])) for name in Criterion),
    ]
    made = [(label, [cell(one) or _NOTHING for one in columns]) for label, cell in cells]
    return [(label, told) for label, told in made if any(one != _NOTHING for one in told)]


def _share(entry: Figures) -> str:
    if "unscored" in entry:
        return ""
    low, high = (round(100 * entry[bound]) for bound in ("low", "high"))
    return f"{entry['value']:.0%} ({low}–{high}, n={entry['n']})"


def _median(entry: Figures, form: str) -> str:
    return "" if "unscored" in entry else form.format(entry["median"])


def _total(entry: Figures) -> str:
    return "" if "unscored" in entry else f"{entry['total']:.6g}"


def _limit(one: Figures, name: str) -> str:
    return str(one["limits"][name]) if one["riddles"] else ""


def _rating(entry: Figures) -> str:
    if "unscored" in entry:
        return ""
    return f"{entry['value']:.1f} ({entry['low']:.1f}–{entry['high']:.1f}, n={entry['n']})"
