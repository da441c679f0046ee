"""The report's charts, drawn as SVG inside the page, so that one picture follows the reader's light or dark mode.

Colours are those of Okabe and Ito 2008 (told apart by colour-blind people), set as CSS variables by the page; series
differ in marker and label, too. Intervals are always drawn, a missing figure is a gap. Text is escaped here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 640, 260
Scale = Callable[[float], float]
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 120, 14, 34
_SERIES = 6  # colours the page has
_MARKERS = (
    '<circle cx="{x:.1f}" cy="{y:.1f}" r="4"/>', '<rect x="{a:.1f}" y="{b:.1f}" width="7.5" height="7.5"/>',
    '<path d="M{x:.1f} {t:.1f}L{r:.1f} {d:.1f}L{l:.1f} {d:.1f}Z"/>',
)  # fmt: skip


@dataclass(frozen=True)
class Point:
    """A figure at a place on the horizontal axis, with its interval where it has one."""

    at: float
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Series:
    """A named line of points, in order."""

    name: str
    points: Sequence[Point]
    marked: bool = True


@dataclass(frozen=True)
class Bar:
    """One row of a chart of rows: a value with its interval."""

    name: str
    value: float
    low: float
    high: float
    note: str = ""


def lines(title: str, series: Sequence[Series], span: tuple[float, float], labels: Sequence[tuple[float, str]]) -> str:
    """Lines over time. ``span`` is the vertical axis; ``labels`` are places of the horizontal one with their names.

    A chart without any point says so.
    """
    places = [point.at for one in series for point in one.points]
    if not places:
        return _empty(title)
    start, end = min(places), max(places)
    width = (end - start) or 1.0

    def x(at: float) -> float:
        return _LEFT + (at - start) / width * (WIDTH - _LEFT - _RIGHT)

    def y(value: float) -> float:
        low, high = span
        return HEIGHT - _BOTTOM - (min(max(value, low), high) - low) / ((high - low) or 1) * (HEIGHT - _BOTTOM - _TOP)

    parts = [_grid(span, y)]
    parts += [
        f'<text class="axis" x="{x(at):.1f}" y="{HEIGHT - 12}" text-anchor="middle">{escape(name)}</text>'
        for at, name in labels
        if start <= at <= end
    ]
    ends = _apart([(y(one.points[-1].value), number) for number, one in enumerate(series) if one.points])
    for number, one in enumerate(series):
        if one.points:
            parts.append(_line(one, number, x, y, ends[number]))
    return _svg(title, HEIGHT, parts)


def rows(title: str, bars: Sequence[Bar], span: tuple[float, float], middle: float | None = None) -> str:
    """Values with intervals, one row each; ``middle`` draws a line that means no difference."""
    if not bars:
        return _empty(title)
    height = 30 + 30 * len(bars) + 24
    left, right = 190, 130

    def x(value: float) -> float:
        low, high = span
        return left + (min(max(value, low), high) - low) / ((high - low) or 1) * (WIDTH - left - right)

    parts = []
    for tick in _ticks(span):
        parts.append(
            f'<line class="grid" x1="{x(tick):.1f}" x2="{x(tick):.1f}" y1="14" y2="{height - 26}"/>'
            f'<text class="axis" x="{x(tick):.1f}" y="{height - 10}" text-anchor="middle">{_told(tick)}</text>'
        )
    if middle is not None:
        parts.append(f'<line class="middle" x1="{x(middle):.1f}" x2="{x(middle):.1f}" y1="14" y2="{height - 26}"/>')
    for number, bar in enumerate(bars):
        y = 32 + 30 * number
        parts.append(
            f'<g class="s{number % _SERIES}"><text class="name" x="{left - 12}" y="{y + 4}" text-anchor="end">'
            f'{escape(bar.name)}</text><line class="whisker" x1="{x(bar.low):.1f}" x2="{x(bar.high):.1f}" y1="{y}" '
            f'y2="{y}"/><circle cx="{x(bar.value):.1f}" cy="{y}" r="5"/><text class="note" '
            f'x="{WIDTH - right + 12}" y="{y + 4}">{escape(bar.note)}</text></g>'
        )
    return _svg(title, height, parts)


def _line(one: Series, number: int, x: Scale, y: Scale, label_y: float) -> str:
    shapes = []
    path = " ".join(f"{x(point.at):.1f},{y(point.value):.1f}" for point in one.points)
    shapes.append(f'<polyline points="{path}"/>')
    for point in one.points:
        at, value = x(point.at), y(point.value)
        if point.low is not None and point.high is not None:
            shapes.append(
                f'<line class="whisker" x1="{at:.1f}" x2="{at:.1f}" y1="{y(point.low):.1f}" y2="{y(point.high):.1f}"/>'
            )
        if one.marked:
            shapes.append(_MARKERS[number % len(_MARKERS)].format(
                x=at, y=value, a=at - 3.75, b=value - 3.75, t=value - 5, d=value + 4, r=at + 5, l=at - 5
            ))  # fmt: skip
    last = x(one.points[-1].at)
    shapes.append(f'<text class="label" x="{last + 9:.1f}" y="{label_y + 4:.1f}">{escape(one.name)}</text>')
    return f'<g class="s{number % _SERIES}">{"".join(shapes)}</g>'


def _apart(ends: Sequence[tuple[float, int]], gap: float = 15) -> dict[int, float]:
    """Where labels go so that they do not lie on each other: down from the highest."""
    found: dict[int, float] = {}
    before = float("-inf")
    for y, number in sorted(ends):
        before = max(y, before + gap)
        found[number] = before
    return found


def _grid(span: tuple[float, float], y: Scale) -> str:
    return "".join(
        f'<line class="grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y(tick):.1f}" y2="{y(tick):.1f}"/>'
        f'<text class="axis" x="{_LEFT - 8}" y="{y(tick) + 4:.1f}" text-anchor="end">{_told(tick)}</text>'
        for tick in _ticks(span)
    )


def _ticks(span: tuple[float, float], count: int = 5) -> list[float]:
    low, high = span
    return [low + (high - low) * at / (count - 1) for at in range(count)]


def _told(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 10 or value == int(value) else f"{value:.2g}"


def nice(values: Sequence[float], least: float = 0.5) -> tuple[float, float]:
    """A vertical span around values, with a little air and at least ``least`` wide."""
    low, high = min(values), max(values)
    air = max((high - low) * 0.08, (least - (high - low)) / 2, 0.0)
    return low - air, high + air


def _svg(title: str, height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{escape(title, quote=True)}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def _empty(title: str) -> str:
    return f'<p class="nothing">{escape(title)}: there is nothing to draw yet.</p>'
