"""The weekly summary in the channel."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from bot import wording
from bot.blocks import kit
from bot.blocks.kit import Json
from riddles.criteria import HIGHEST
from storage.outbox import Content

_MOST_CHANGES = 10
_FEWEST_WEEKS = 2  # of a chart


def summary(figures: Mapping[str, Any]) -> Content:
    """The summary of a week, of figures as ``training.figures.weekly`` counts them.

    A figure is ``value``, ``n``, ``low``, ``high`` and perhaps ``change``; one without enough evidence is ``unscored``
    with the reason, which is said in its place. Only ``week_ending``, ``posts``, ``guessed``, ``solved``, ``raters``,
    ``criteria``, ``current``, ``changes`` and ``top_riddle`` must be there.
    """
    title = wording.week_title(date.fromisoformat(figures["week_ending"]))
    played = wording.QUIET_WEEK
    if figures["posts"]:
        played = wording.week_played(figures["posts"], figures["guessed"], figures["solved"])
    blocks = [kit.header(title), kit.section(played), *measures(figures), *_native(figures.get("history") or [])]
    blocks += _changes(figures)
    if figures.get("top_riddle"):
        blocks += _top(figures["top_riddle"])
    thanks = wording.thanks(figures["raters"]) if figures["raters"] else wording.NOBODY_RATED
    chart = wording.CHART_BELOW if figures.get("chart") else wording.NO_CHART
    return Content(f"{title}: {played}", [*blocks, kit.context(f"{thanks} {chart}")])


def measures(figures: Mapping[str, Any]) -> list[Json]:
    """What people say, each figure with its evidence."""
    lines = [_line(name, entry, f" of {HIGHEST}", _plain) for name, entry in figures["criteria"].items()]
    shares = [(wording.SOLVE_RATE, "solve_rate"), (wording.DUELS_WON, "duels")]
    lines += [_line(title, figures[name], "", _percent) for title, name in shares if name in figures]
    blocks = [kit.section("\n".join(lines))] if lines else []
    agreed = [_line(name, entry, "", _alpha) for name, entry in (figures.get("agreement") or {}).items()]
    if agreed:
        blocks += [kit.section("\n".join([f"*{wording.AGREEMENT}*", *agreed]))]
    return [*blocks, kit.context(wording.WHAT_THEY_MEAN)] if agreed else blocks


def _line(name: str, entry: Mapping[str, Any], unit: str, said: Callable[[float], str]) -> str:
    title = kit.one_line(name, 60)
    title = f"*{title[:1].upper()}{title[1:]}*"
    if "unscored" in entry:
        return f"{title}: {kit.one_line(str(entry['unscored']))}"
    change = entry.get("change")
    moved = "" if change is None else wording.moved(change, _change(abs(change), said))
    evidence = wording.evidence(entry["n"], said(entry["low"]), said(entry["high"]), moved)
    reading = f" – {kit.one_line(str(entry['reading']))}" if "reading" in entry else ""
    return f"{title}: {said(entry['value'])}{unit}  {evidence}{reading}"


def _plain(value: float) -> str:
    return f"{value:.1f}"


def _alpha(value: float) -> str:
    return f"{value:.2f}"


def _percent(value: float) -> str:
    return f"{value:.0%}"


def _change(amount: float, said: Callable[[float], str]) -> str:
    """How far a figure moved; a share by points, because a percentage of a percentage is misread."""
    return wording.points(round(100 * amount)) if said is _percent else said(amount)


def _native(history: Sequence[Mapping[str, Any]]) -> list[Json]:
    """A chart of Slack's own, for workspaces that have it: weeks in which everything drawn has a figure."""
    names = [name for name, entry in history[-1]["criteria"].items() if "value" in entry] if history else []
    weeks = [week for week in history if names and all("value" in week["criteria"].get(name, {}) for name in names)]
    if len(weeks) < _FEWEST_WEEKS:
        return []
    labels = [f"{day.day} {day:%b}" for day in (date.fromisoformat(week["ending"]) for week in weeks)]
    series = [
        {"name": name[:20], "data": [
            {"label": label, "value": week["criteria"][name]["value"]}
            for label, week in zip(labels, weeks, strict=True)
        ]}
        for name in names
    ]  # fmt: skip
    chart = {"type": "line", "series": series, "axis_config": {"categories": labels}}
    return [{"type": "data_visualization", "title": wording.NATIVE_CHART_TITLE, "chart": chart}]


def _changes(figures: Mapping[str, Any]) -> list[Json]:
    told = [wording.in_words(str(sentence)) for sentence in figures["changes"][:_MOST_CHANGES]]
    sentences = [f"• {kit.one_line(sentence, 350)}" for sentence in told]
    current = figures.get("current")
    writer = wording.writes_now(kit.one_line(str(current), 60)) if current else wording.ALL_WRITTEN_BY_BASE
    said = "\n".join(sentences) or wording.NO_CHANGES
    return [kit.divider(), kit.section(f"*{wording.WEEK_CHANGES}*\n{said}\n{writer}")]


def _top(riddle: Mapping[str, Any]) -> list[Json]:
    rated = f"Answer: *{kit.one_line(str(riddle['answer']))}* · {riddle['value']:.1f} of {HIGHEST} (n={riddle['n']})"
    return [
        kit.divider(),
        kit.section(f"*{wording.TOP_RIDDLE}*\n{kit.quoted(str(riddle['text']))}"),
        kit.context(rated),
    ]
