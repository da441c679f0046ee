"""The report as one self-contained HTML page. Everything foreign is escaped, nothing is linked or loaded."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from evaluation.report import charts, words
from evaluation.report.charts import Bar, Point, Series
from evaluation.report.words import Facts

_TEMPLATE = Path(__file__).with_suffix(".html")
_CRITERIA = ("helpful", "honest", "harmless")


def page(report: Facts) -> str:
    """The page of a report (see the package for its keys)."""
    parts = (
        ("Decisions", _decisions(report["decisions"])),
        ("Scorecards", _scorecards(report["scorecards"])),
        ("What people say, week by week", _weeks(report["weeks"])),
        ("Do raters agree?", _agreement(report)),
        ("Blind duels", _duels(report["duels"])),
        ("Training", _training(report["runs"])),
        ("What each dataset is made of", _datasets(report["datasets"])),
        ("Side by side", _samples(report["samples"])),
    )
    about = f"Made {report['made_at']} · base {report['base']} · {report['current'] or 'the base alone'} writes now."
    sections = "\n".join(f"<section><h2>{title}</h2>\n{body}</section>" for title, body in parts)
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(about=escape(about), sections=sections)


def _decisions(decisions: Sequence[Facts]) -> str:
    if not decisions:
        return _nothing("No run has been judged yet.")
    rows = [
        (
            _text(one["at"]), _id(one["adapter"]),
            f'<span class="verdict {escape(one["verdict"].split()[0])}">{escape(one["verdict"])}</span>'
            f"{' · promoted' if one['promoted'] else ''}",
            _text({"gate": "end of its run", "votes": "later votes", "watch": "watch window"}.get(one["kind"], "")),
            _text(one["primary"] or "–"), _list(one["reasons"]),
        )
        for one in decisions
    ]  # fmt: skip
    return _table(("when", "adapter", "verdict", "at", "measured by", "reasons"), rows)


def _scorecards(cards: Sequence[Facts]) -> str:
    if not cards:
        return _nothing("No exam has been taken yet.")
    rows = [
        (_text(f"{label} {words.direction(better)}"),
         *(_text(words.figure(card["metrics"].get(name), form)) for card in cards))
        for name, label, form, better in words.metrics(cards)
    ]  # fmt: skip
    heads = ("", *(f"{card['adapter']} ({card['role']})" for card in cards))
    exams = {card["exam"] for card in cards}
    notes = [] if len(exams) == 1 else ["These were different exams: compare figures within one exam only."]
    return (
        f'<p class="small">Value (95 % interval, n); arrows: which way is better. Exam {_text(", ".join(exams))}.</p>'
        + _table(heads, rows)
        + _list([*notes, *(f"Unscored: {told}" for told in words.unscored(cards))])
    )


def _weeks(weeks: Sequence[Facts]) -> str:
    labels = [(float(at), week["ending"][5:]) for at, week in enumerate(weeks) if (len(weeks) - at) % 2]
    criteria = [
        Series(
            name, [_point(at, week["criteria"][name]) for at, week in enumerate(weeks) if _has(week["criteria"][name])]
        )
        for name in _CRITERIA
    ]
    solved = Series("solved", [
        _point(at, week["solve_rate"]) for at, week in enumerate(weeks) if _has(week["solve_rate"])
    ])  # fmt: skip
    return _figures((
        ("Mean rating, 1 to 5, riddles resampled; a week with fewer than five ratings is a gap",
         charts.lines("Mean ratings by week", criteria, (1, 5), labels)),
        ("Solve rate: of those who guessed, how many were right (difficulty)",
         charts.lines("Solve rate by week", [solved], (0, 1), labels)),
    ))  # fmt: skip


def _agreement(report: Facts) -> str:
    rows = [
        (_text(name), _text(words.figure(entry, "share")), _text(entry.get("reading", entry.get("unscored", ""))))
        for name, entry in report["agreement"].items()
    ]
    again = report["consistency"]
    rows.append((
        _text("the same person again"), _text(words.figure(again, "share")),
        _text(again.get("unscored", "ratings of the same words at most one point apart")),
    ))  # fmt: skip
    told = "Krippendorff's alpha, ordinal: 1 is perfect agreement, 0 is chance; n is riddles with two raters or more."
    return f'<p class="small">{told}</p>' + _table(("", "alpha (95 %, n)", "reading"), rows)


def _duels(duels: Facts) -> str:
    if not duels["strengths"]:
        return _nothing("Nobody has voted in a duel yet.")
    pairs = [
        Bar(f"{one['writer']} v {one['rival']}", one["value"], one["low"], one["high"],
            f"{one['votes']} votes, {one['duels']} duels")
        for one in duels["pairs"]
    ]  # fmt: skip
    styles = ", ".join(f"{name} {value:+.0f}" for name, value in duels["styles"].items())
    found = (
        ("Bradley–Terry strength in Elo points, prior 1 nat, riddles clustered", _strengths(duels["strengths"])),
        (f"The same with style taken out (points a standard difference: {styles})", _strengths(duels["controlled"])),
        ("Closed canary duels: share for the first, valid at every look",
         charts.rows("Preference in duels", pairs, (0, 1), 0.5)),
    )  # fmt: skip
    return _figures(found)


def _strengths(strengths: Sequence[Facts]) -> str:
    bars = [Bar(one["name"], one["value"], one["low"], one["high"], f"rank {one['rank']}, {one['games']} votes")
            for one in strengths]  # fmt: skip
    edges = [value for bar in bars for value in (bar.low, bar.high)]
    return charts.rows("Strengths", bars, charts.nice(edges, 100) if edges else (0, 1), 0)


def _training(runs: Sequence[Facts]) -> str:
    told = [run for run in runs if run["losses"] or run["held_out_losses"]]
    if not told:
        return _nothing("No run has been sealed yet.")
    return _figures([_curve(run) for run in told])


def _curve(run: Facts) -> tuple[str, str]:
    steps = float(run["steps"] or 1)
    training = Series("training", [Point(step, loss) for step, loss in run["losses"]], marked=False)
    passes = len(run["held_out_losses"])
    held = Series("validation", [
        Point(steps * (at + 1) / passes, loss) for at, loss in enumerate(run["held_out_losses"])
    ])  # fmt: skip
    values = [point.value for one in (training, held) for point in one.points]
    labels = [(steps * share, f"step {steps * share:.0f}") for share in (0.5, 1.0)]
    caption = f"Run {run['run']}, adapter {run['adapter']}: loss in nats a token over {steps:.0f} steps"
    return caption, charts.lines(caption, [training, held], charts.nice(values, 0.2), labels)


def _datasets(datasets: Sequence[Facts]) -> str:
    if not datasets:
        return _nothing("No dataset has been frozen yet.")
    rows = [
        (
            _text(words.short(one["id"])), _text(one["made"]), _text(one["rows"]),
            _text(", ".join(f"{name} {count}" for name, count in one["counts"].items())),
            _text(one["ratings"]), _text(one["riddles"]), ", ".join(map(_id, one["adapters"])) or "–",
            _text(f"stale since {one['stale']}: someone asked to be forgotten" if one["stale"] else ""),
        )
        for one in datasets
    ]  # fmt: skip
    heads = ("dataset", "made", "rows", "of which", "ratings", "riddles", "adapters", "")
    return _table(heads, rows)


def _samples(samples: Sequence[Facts]) -> str:
    if not samples:
        return _nothing("No story has riddles by two writers yet.")
    return "\n".join(
        f'<h3>{escape(one["story"])}</h3><div class="cells">{"".join(map(_sample, one["riddles"]))}</div>'
        for one in samples
    )


def _sample(riddle: Facts) -> str:
    rated = f" · rated {riddle['mean']:.1f} by {riddle['n']} votes" if riddle["n"] else " · not rated"
    return (
        f'<div class="cell"><h4>{escape(riddle["author"])}{rated}</h4><p class="verse">{escape(riddle["text"])}</p>'
        f'<p class="small">Answer: {escape(riddle["answer"])}</p></div>'
    )


def _point(at: int, entry: Mapping[str, Any]) -> Point:
    return Point(float(at), entry["value"], entry["low"], entry["high"])


def _has(entry: Mapping[str, Any]) -> bool:
    return "value" in entry


def _figures(found: Iterable[tuple[str, str]]) -> str:
    told = (f"<figure><figcaption>{escape(caption)}</figcaption>{drawn}</figure>" for caption, drawn in found)
    return f'<div class="charts">{"".join(told)}</div>'


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(one)}</th>" for one in heads)
    body = "\n".join(
        f"<tr><th>{cells[0]}</th>{''.join(f'<td>{cell}</td>' for cell in cells[1:])}</tr>" for cells in rows
    )
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table></div>'


def _list(told: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(one)}</li>' for one in told)}</ul>" if told else ""


def _id(told: object) -> str:
    """An id in one piece: its hyphen is no place to break a line."""
    return f'<span class="id">{escape(str(told))}</span>'


def _text(told: object) -> str:
    return escape(str(told))


def _nothing(told: str) -> str:
    return f'<p class="nothing">{escape(told)}</p>'
