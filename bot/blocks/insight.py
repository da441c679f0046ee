"""What admins ask to see: models, metrics, the audit, the settings, raters and the dry run."""

import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from bot import wording
from bot.blocks import kit, runs, weekly
from bot.blocks.kit import Json
from bot.messages import addresses
from riddles.settings import Settings
from storage.outbox import Content
from storage.tables import Adapter, Audit, Scorecard

_USER_INFO = re.compile(r"(?<=//)[^/@\s]+@")  # a name and password in an address
_MOST_RATERS = 25


@dataclass(frozen=True)
class Model:
    """An adapter with the rows of its dataset (None: not known) and the gate's word."""

    adapter: Adapter
    rows: int | None
    verdict: str


def models(found: Sequence[Model]) -> Content:
    """The adapters, newest first."""
    lines = []
    for one in found:
        adapter = one.adapter
        rows = "dataset not known" if one.rows is None else wording.counted(one.rows, "example")
        made = f"{adapter.created_at:%d %b %Y}"
        line = wording.adapter_line(kit.one_line(adapter.id), adapter.state, made, rows, kit.one_line(one.verdict))
        lines.append(f"• {line}{'.' + wording.STALE_NOTE if adapter.stale_since else ''}")
    return paragraphs(wording.MODELS_TITLE, lines)


def metrics(cards: Sequence[Scorecard]) -> Content:
    """The scorecards of the last exam; the human figures follow elsewhere."""
    table = runs.all_figures(cards) or [kit.section(wording.NO_SCORECARDS)]
    blocks = [kit.header(wording.METRICS_TITLE), *table, kit.context(wording.FIGURES_COME)]
    return Content(f"{wording.METRICS_TITLE}. {wording.FIGURES_COME}", blocks)


def people(figures: Mapping[str, Any]) -> Content:
    """What people say, as of now."""
    blocks = [kit.header(wording.PEOPLE_TITLE), *weekly.measures(figures)]
    return Content(wording.PEOPLE_TITLE, blocks)


def audit(rows: Sequence[Audit], zone: tzinfo) -> Content:
    """The last commands: when, who, what, and what became of it."""
    lines = [
        f"• {row.at.astimezone(zone):%d %b %H:%M} {_who(row.person_id)}: `{_code(row.command)}` – {_outcome(row)}"
        for row in rows
    ]
    return paragraphs(wording.AUDIT_TITLE, lines)


def settings(chosen: Settings) -> Content:
    """Every setting by section; secrets are no settings, and names and passwords in addresses are left out."""
    blocks = [kit.section(f"*{wording.SETTINGS_TITLE}*")]
    for name, section in chosen.model_dump(mode="json").items():
        lines = [f"{key} = {_USER_INFO.sub('', json.dumps(value))}" for key, value in section.items()]
        blocks.append(kit.section(f"*[{name}]*\n```{kit.escaped(chr(10).join(lines), 2800)}```"))
    return Content(wording.SETTINGS_TITLE, blocks)


def raters(found: Sequence[Mapping[str, Any]]) -> Content:
    """How each rater rates. People are named where the message is sent; the database knows no names."""
    if not found:
        return Content(wording.NOBODY_RATES, [kit.section(wording.NOBODY_RATES)])
    lines = [f"• {_rater(one)}" for one in found[:_MOST_RATERS]]
    more = [f"… {len(found) - _MOST_RATERS} more: `riddlewire raters`"] if len(found) > _MOST_RATERS else []
    return paragraphs(wording.RATERS_TITLE, lines + more)


def forecast(found: Mapping[str, Any]) -> Content:
    """What a retrain would learn from, how long it would take and cost."""
    ready = wording.READY if found["ready"] else f"{wording.NOT_READY} {kit.one_line(str(found['obstacle']), 600)}"
    counts = [
        wording.forecast_data(*(int(found[name]) for name in ("liked", "disliked", "rewritten", "duels", "needed")))
    ]
    rows = [_rows(found["rows"], split) for split in ("train", "held_out")]
    counts += [wording.forecast_rows(rows[0], rows[1], kit.one_line(str(found["replay"])))] if any(rows) else []
    base, recipe, method = (kit.one_line(str(found[name])) for name in ("base", "recipe", "method"))
    how = wording.forecast_how(base, recipe, method)
    time = wording.forecast_time(found["minutes"], str(found["estimated_from"]), found["cost"])
    blocks = [kit.header(wording.FORECAST_TITLE), kit.section(ready), kit.section("\n".join(counts))]
    return Content(f"{wording.FORECAST_TITLE}: {ready}", [*blocks, kit.section(f"{how}\n{time}")])


def _rows(counts: Mapping[str, int], wanted: str) -> list[str]:
    """The examples of a split, by kind; counts are keyed "split/kind"."""
    kinds = [(name.partition("/")[2], count) for name, count in counts.items() if name.partition("/")[0] == wanted]
    return [kit.one_line(wording.examples(kind, count)) for kind, count in kinds]


def paragraphs(title: str, lines: Sequence[str]) -> Content:
    """A title over lines of mrkdwn, in as many sections as they need."""
    blocks: list[Json] = [kit.section(f"*{title}*")]
    room: list[str] = []
    for line in lines:
        if sum(map(len, room)) + len(room) + len(line) > kit.MOST_SECTION - 100:
            blocks.append(kit.section("\n".join(room)))
            room = []
        room.append(line)
    return Content("\n".join([title, *lines]), [*blocks, kit.section("\n".join(room) or " ")])


def _who(person_id: int | None) -> str:
    return addresses.mention(person_id) if person_id is not None else wording.BY_CLI


def _code(command: str) -> str:
    return kit.one_line(command.replace("`", "'"), 80)


def _outcome(row: Audit) -> str:
    return kit.one_line(html.unescape(row.outcome), 160)  # it was said in mrkdwn


def _rater(one: Mapping[str, Any]) -> str:
    means = ", ".join(
        f"{kit.one_line(name)} {'–' if value is None else f'{value:.1f}'}" for name, value in one["means"].items()
    )
    known = one["agreement"]
    agrees = "agreement with the others not known" if known is None else f"agreement with the others {known:+.2f}"
    own = one["self_consistency"]
    same = f"; {wording.same_again(own['value'], own['n'])}" if "value" in own else ""
    notes = [word for word, holds in (
        ("simulated", one["simulated"]), ("no consent", not one["consented"]), ("set aside", one["quarantined"]),
    ) if holds]  # fmt: skip
    return wording.rater_line(addresses.mention(one["person"]), one["ratings"], means, agrees + same, notes)
