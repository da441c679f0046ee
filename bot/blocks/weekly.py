"""The weekly summary in the channel."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot import wording
from bot.blocks import kit
from bot.blocks.kit import Json
from riddles.criteria import HIGHEST
from storage.outbox import Content

_MOST_CHANGES = 10


def summary(figures: Mapping[str, Any]) -> Content:
    """The summary of a week.

    ``figures``: ``week_ending`` (ISO date), ``posts``, ``guessed``, ``solved``, ``raters``, ``criteria`` (by name:
    ``value``, ``n``, ``low``, ``high``, ``change`` from the week before or None; or ``unscored`` with the reason),
    ``current`` (adapter id or None), ``changes`` (sentences), ``top_riddle`` (``text``, ``answer``, ``value``, ``n``)
    or None. A figure without enough evidence is said to be unscored, never shown.
    """
    title = wording.week_title(date.fromisoformat(figures["week_ending"]))
    played = wording.QUIET_WEEK
    if figures["posts"]:
        played = wording.week_played(figures["posts"], figures["guessed"], figures["solved"])
    blocks = [kit.header(title), kit.section(played), *_criteria(figures["criteria"]), *_changes(figures)]
    if figures.get("top_riddle"):
        blocks += _top(figures["top_riddle"])
    blocks.append(kit.context(wording.thanks(figures["raters"]) if figures["raters"] else wording.NOBODY_RATED))
    return Content(f"{title}: {played}", blocks)


def _criteria(criteria: Mapping[str, Mapping[str, Any]]) -> list[Json]:
    lines = [f"*{kit.one_line(name, 40).capitalize()}*  {_figure(entry)}" for name, entry in criteria.items()]
    return [kit.section("\n".join(lines))] if lines else []


def _figure(entry: Mapping[str, Any]) -> str:
    if "unscored" in entry:
        return kit.one_line(str(entry["unscored"]))
    change = entry.get("change")
    moved = "" if change is None else f", {change:+.1f} on the week before"
    interval = f"{entry['low']:.1f} to {entry['high']:.1f}"
    return f"{entry['value']:.1f} of {HIGHEST}  (n={entry['n']}, 95 % interval {interval}{moved})"


def _changes(figures: Mapping[str, Any]) -> list[Json]:
    sentences = [f"• {kit.one_line(str(sentence), 250)}" for sentence in figures["changes"][:_MOST_CHANGES]]
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
