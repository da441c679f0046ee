"""The report as Markdown: the same figures as the page, without its charts."""

from collections.abc import Iterable, Iterator, Sequence

from evaluation.report import words
from evaluation.report.words import Facts


def markdown(report: Facts) -> str:
    """The report (see the package for its keys) as GitHub-flavoured Markdown."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Facts) -> Iterator[str]:
    yield "# Is it better?"
    yield ""
    yield f"Made {report['made_at']}; base {report['base']}; {report['current'] or 'the base alone'} writes now."
    yield from _section("Decisions", ("when", "adapter", "verdict", "measured by", "reasons"), (
        (one["at"], one["adapter"], one["verdict"] + (", promoted" if one["promoted"] else ""), one["primary"] or "–",
         " ".join(one["reasons"]))
        for one in report["decisions"]
    ))  # fmt: skip
    cards = report["scorecards"]
    yield from _section("Scorecards", ("", *(f"{card['adapter']} ({card['role']})" for card in cards)), (
        (f"{label} {words.direction(better)}".strip(),
         *(words.figure(card["metrics"].get(name), form) for card in cards))
        for name, label, form, better in words.metrics(cards)
    ))  # fmt: skip
    yield from (f"- Unscored: {told}" for told in words.unscored(cards))
    yield from _section("Weeks", ("ending", "helpful", "honest", "harmless", "solved"), (
        (week["ending"], *(words.figure(week["criteria"][name], "share") for name in ("helpful", "honest", "harmless")),
         words.figure(week["solve_rate"], "share"))
        for week in report["weeks"]
    ))  # fmt: skip
    yield from _section("Agreement", ("", "alpha", "reading"), (
        (name, words.figure(entry, "share"), entry.get("reading", entry.get("unscored", "")))
        for name, entry in [*report["agreement"].items(), ("same person again", report["consistency"])]
    ))  # fmt: skip
    yield from _section("Strengths", ("", "Elo (95 %)", "style taken out", "votes", "rank"), (
        (one["name"], _range(one), _range(other), one["games"], one["rank"])
        for one, other in _both(report["duels"])
    ))  # fmt: skip
    yield from _section("Duels", ("", "share (valid at every look)", "votes", "duels"), (
        (f"{one['writer']} v {one['rival']}", _range(one, 2), one["votes"], one["duels"])
        for one in report["duels"]["pairs"]
    ))  # fmt: skip
    yield from _section("Training", ("run", "adapter", "steps", "training loss", "validation losses"), (
        (run["run"], run["adapter"], run["steps"], run["train_loss"], ", ".join(map(str, run["held_out_losses"])))
        for run in report["runs"]
    ))  # fmt: skip
    yield from _section("Datasets", ("dataset", "made", "rows", "of which", "ratings", "adapters"), (
        (words.short(one["id"]), one["made"], one["rows"],
         ", ".join(f"{name} {count}" for name, count in one["counts"].items()), one["ratings"],
         ", ".join(one["adapters"]))
        for one in report["datasets"]
    ))  # fmt: skip


def _both(duels: Facts) -> Iterator[tuple[Facts, Facts]]:
    controlled = {one["name"]: one for one in duels["controlled"]}
    return ((one, controlled[one["name"]]) for one in duels["strengths"])


def _range(one: Facts, places: int = 0) -> str:
    return f"{one['value']:.{places}f} ({one['low']:.{places}f} to {one['high']:.{places}f})"


def _section(title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    told = ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    yield ""
    yield f"## {title}"
    yield ""
    if not told:
        yield "Nothing yet."
        return
    yield "| " + " | ".join(_cell(head) for head in heads) + " |"
    yield "|" + "---|" * len(heads)
    yield from told


def _cell(told: object) -> str:
    """On one line; what Markdown or HTML would read as its own is defused."""
    text = " ".join(str(told).split()).replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"\\{letter}" if letter in "|`*_[]" else letter for letter in text)
