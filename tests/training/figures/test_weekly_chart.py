"""The chart: a PNG of its own, words for those who do not see it, and no chart of nothing."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from training.figures import weekly_chart


def week(ending: date, **values: float) -> dict[str, Any]:
    few = {"unscored": "too few ratings (n=4)"}
    figures = {
        name: {"value": value, "n": 9, "low": value - 0.5, "high": value + 0.2} for name, value in values.items()
    }
    return {"ending": ending.isoformat(), "criteria": {"helpful": few, "honest": few, "harmless": few, **figures}}


def test_it_is_a_png_that_is_told_in_words(tmp_path: Path) -> None:
    start = date(2026, 11, 6)
    history = [
        week(start, helpful=3.0, honest=4.0), week(start + timedelta(days=7), honest=4.1),
        week(start + timedelta(days=14), helpful=3.5, honest=4.2, harmless=5.0),
    ]  # fmt: skip
    path = tmp_path / "charts" / "one.png"
    told = weekly_chart.draw(history, path)
    assert path.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    assert "helpful from 3.0 in the week to 6 Nov to 3.5 (n=9)" in told
    assert "harmless 5.0 (n=9)" in told


def test_a_week_with_too_few_ratings_has_no_chart() -> None:
    assert not weekly_chart.is_worth_drawing([])
    assert not weekly_chart.is_worth_drawing([week(date(2026, 11, 13), helpful=3.0), week(date(2026, 11, 20))])
    assert weekly_chart.is_worth_drawing([week(date(2026, 11, 20), helpful=3.0)])
