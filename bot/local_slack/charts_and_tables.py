"""What charts and tables must be beyond the shape of their fields: counts and labels that fit together.

Pure. Sources: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block and
https://docs.slack.dev/reference/block-kit/blocks/data-table-block. Not covered: number formats.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.local_slack.records import Json

MOST_ROWS_SHOWN = 100

Problem = tuple[str, str]


def problems(block: Json) -> Iterator[Problem]:
    """What is wrong with a block whose fields have the right shapes: the words, and where in the block."""
    match block["type"]:
        case "data_visualization":
            yield from _chart(block["chart"])
        case "data_table":
            yield from _data_table(block)
        case "table":
            yield from _cells(block["rows"])


def _chart(chart: Json) -> Iterator[Problem]:
    if chart["type"] == "pie":
        yield from _pie(chart)
        return
    for name in ("series", "axis_config"):
        if name not in chart:
            yield f"missing required field: {name}", "/chart"
    if "segments" in chart:
        yield "invalid additional property: segments", "/chart/segments"
    categories = (chart.get("axis_config") or {}).get("categories")
    series = chart.get("series") or []
    names = [one["name"] for one in series]
    if len(names) != len(set(names)):
        yield "series names must be unique", "/chart/series"
    for number, one in enumerate(series):
        if categories is not None and [point["label"] for point in one["data"]] != categories:
            yield "data point labels must match the axis categories", f"/chart/series/{number}/data"


def _pie(chart: Json) -> Iterator[Problem]:
    for name in ("series", "axis_config"):
        if name in chart:
            yield f"invalid additional property: {name}", f"/chart/{name}"
    if "segments" not in chart:
        yield "missing required field: segments", "/chart"
    for number, segment in enumerate(chart.get("segments") or []):
        if segment["value"] <= 0:
            yield "must be greater than 0", f"/chart/segments/{number}/value"


def _data_table(block: Json) -> Iterator[Problem]:
    rows = block["rows"]
    for number, row in enumerate(rows):
        if len(row) != len(rows[0]):
            yield "rows must have the same number of cells", f"/rows/{number}"
    yield from _cells(rows)
    if any(cell.get("type") == "rich_text" for cell in block["rows"][0]):
        yield "the header row may not hold rich_text", "/rows/0"
    if not 1 <= block.get("page_size", 5) <= MOST_ROWS_SHOWN:
        yield f"must be between 1 and {MOST_ROWS_SHOWN}", "/page_size"
    if not 0 <= block.get("row_header_column_index", 0) < len(block["rows"][0]):
        yield "must be the index of a column", "/row_header_column_index"


def _cells(rows: list[list[Json]]) -> Iterator[Problem]:
    """Cells of an unknown kind."""
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell.get("type") not in ("raw_text", "raw_number", "rich_text"):
                yield f"unsupported type: {cell.get('type')}", f"/rows/{number}/{column}/type"
