"""Charts as SVG: gaps, intervals, labels that do not lie on each other, and nothing to draw."""

import re
from itertools import pairwise
from xml.etree import ElementTree

from evaluation.report import charts
from evaluation.report.charts import Bar, Point, Series

SVG = "{http://www.w3.org/2000/svg}"


def drawn(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def test_a_chart_without_points_says_so_and_is_no_picture() -> None:
    assert "nothing to draw yet" in charts.lines("Ratings", [Series("honest", [])], (1, 5), [])
    assert "nothing to draw yet" in charts.rows("Duels", [], (0, 1))


def test_every_point_has_a_marker_and_every_interval_a_whisker_inside_the_picture() -> None:
    series = [Series("a<b", [Point(0, 2, 1, 3), Point(2, 9)]), Series("c", [Point(0, 4), Point(2, 4)])]
    found = drawn(charts.lines('Ratings & "marks"', series, (1, 5), [(0, "now")]))
    assert len(found.findall(f".//{SVG}polyline")) == 2
    assert len(found.findall(f".//{SVG}circle")) == 2
    assert len(found.findall(f".//{SVG}rect")) == 2
    whiskers = [line for line in found.iter(f"{SVG}line") if line.get("class") == "whisker"]
    assert len(whiskers) == 1
    heights = [float(one.get("cy", 0)) for one in found.iter(f"{SVG}circle")]
    assert all(0 <= height <= charts.HEIGHT for height in heights)  # 9 is off the scale and drawn at its edge
    assert found.get("aria-label") == 'Ratings & "marks"'


def test_labels_of_lines_that_end_together_stand_apart() -> None:
    text = charts.lines("x", [Series(name, [Point(0, 1), Point(1, 3)]) for name in "abc"], (1, 5), [])
    places = sorted(float(y) for y in re.findall(r'class="label" x="[\d.]+" y="([\d.]+)"', text))
    assert all(other - one >= 14 for one, other in pairwise(places))


def test_rows_have_a_middle_where_it_means_something() -> None:
    bars = [Bar("new v old", 0.6, 0.4, 0.8, "12 votes"), Bar("new v base", 0.9, 0.7, 1.0)]
    found = drawn(charts.rows("Duels", bars, (0, 1), 0.5))
    assert len(found.findall(f".//{SVG}circle")) == 2
    assert [line.get("class") for line in found.iter(f"{SVG}line")].count("middle") == 1
    assert "12 votes" in "".join(found.itertext())


def test_a_nice_span_is_never_a_point() -> None:
    assert charts.nice([2.0, 2.0], 0.5) == (1.75, 2.25)
    low, high = charts.nice([1.0, 3.0])
    assert low < 1.0 < 3.0 < high
