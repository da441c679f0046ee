"""The chart of the weekly summary: the three criteria over the last weeks, each with its interval, as a PNG.

Readable on a light and on a dark page: the picture has its own background, lines differ in colour, marker and label.
Weeks with too few ratings have a gap and no point. Colours: Okabe and Ito 2008, told apart by colour-blind people too.
"""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from riddles.criteria import HIGHEST, LOWEST, Criterion

_STYLE = {
    Criterion.HELPFUL: ("#56B4E9", "o", -0.12), Criterion.HONEST: ("#E69F00", "s", 0.0),
    Criterion.HARMLESS: ("#009E73", "^", 0.12),
}  # fmt: skip
_PAGE, _INK, _GRID = "#1d2127", "#f2f3f5", "#454b54"
_INCHES, _DOTS = (8.0, 4.5), 160
History = Sequence[Mapping[str, Any]]


def is_worth_drawing(history: History) -> bool:
    """Whether this week has a figure at all: a chart without a point for now would be noise or old news."""
    return bool(history) and any("value" in entry for entry in history[-1]["criteria"].values())


def draw(history: History, path: Path) -> str:
    """Write the chart to ``path`` and return its text for people who do not see it.

    ``history``: weeks, oldest first, each with ``ending`` (ISO date) and ``criteria`` (figures, see ``weekly``).
    """
    from matplotlib.figure import Figure  # half a second: only a summary with a chart pays it

    figure = Figure(figsize=_INCHES, dpi=_DOTS, facecolor=_PAGE, layout="constrained")
    axes = figure.subplots()
    _prepare(axes, history)
    for criterion, (colour, marker, aside) in _STYLE.items():
        points = dict(_points(history, criterion))
        if points:
            _line(axes, [points.get(place) for place in range(len(history))], criterion, (colour, marker), aside)
    axes.legend(loc="lower left", ncols=len(_STYLE), frameon=False, labelcolor=_INK, fontsize=11)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, format="png", facecolor=_PAGE, metadata={"Software": "Riddlewire"})
    return told(history)


def told(history: History) -> str:
    """What the chart shows, in words: each criterion's first and last figure."""
    parts = []
    for criterion in Criterion:
        points = _points(history, criterion)
        if points:
            (first, then), (last, now) = points[0], points[-1]
            was = f"from {then['value']:.1f} in the week to {_day(history[first])} to " if first != last else ""
            parts.append(f"{criterion.value} {was}{now['value']:.1f} (n={now['n']})")
    weeks = len(history)
    return f"Line chart of the mean ratings of {weeks} weeks, 1 to 5, with 95 % intervals: {'; '.join(parts)}."


def _prepare(axes: Any, history: History) -> None:
    axes.set_facecolor(_PAGE)
    axes.set_title("How people rate our riddles (mean and 95 % interval)", color=_INK, fontsize=13, loc="left", pad=12)
    axes.set_xlim(-0.5, len(history) - 0.5)
    axes.set_ylim(LOWEST - 0.6, HIGHEST + 0.15)
    axes.set_yticks(range(LOWEST, HIGHEST + 1))
    axes.set_xticks(range(len(history)), [_day(week) for week in history])
    axes.tick_params(colors=_INK, length=0, labelsize=11)
    axes.grid(axis="y", color=_GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    for side in axes.spines.values():
        side.set_visible(False)


def _line(axes: Any, figures: Sequence[Any], name: str, look: tuple[str, str], aside: float) -> None:
    """One criterion; a week without a figure breaks the line."""
    colour, marker = look
    nothing = {"value": math.nan, "low": math.nan, "high": math.nan}
    known = [figure or nothing for figure in figures]
    reach = [
        [figure["value"] - min(figure["value"], figure["low"]) for figure in known],
        [max(figure["value"], figure["high"]) - figure["value"] for figure in known],
    ]
    places = [place + aside for place in range(len(known))]
    axes.errorbar(
        places, [figure["value"] for figure in known], yerr=reach, color=colour, marker=marker, markersize=8,
        linewidth=2.2, elinewidth=1.4, capsize=4, label=f"{name} (n={next(one['n'] for one in figures[::-1] if one)})",
    )  # fmt: skip


def _points(history: History, criterion: Criterion) -> list[tuple[int, Any]]:
    found = ((place, week["criteria"].get(criterion.value, {})) for place, week in enumerate(history))
    return [(place, figure) for place, figure in found if "value" in figure]


def _day(week: Mapping[str, Any]) -> str:
    day = date.fromisoformat(week["ending"])
    return f"{day.day} {day:%b}"
