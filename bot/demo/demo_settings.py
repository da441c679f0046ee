"""The demo's settings: the person's own file with a small team's calendar and thresholds, and when things happen."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from riddles.settings import Settings, parse

CHANNEL, YOU = "C0RIDDLES", "U0YOU"
REVEAL_AFTER, WEEKLY_AFTER = timedelta(minutes=15), timedelta(minutes=20)
_WEEK = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_HEADER = "# Written by `riddlewire demo` for its child programs, anew at every start.\n"


@dataclass(frozen=True)
class Times:
    """When the answer and the weekly summary come, as aware UTC."""

    reveal: datetime
    weekly: datetime


def times(now: datetime) -> Times:
    """The demo's day: a riddle at once, its answer and the weekly summary while somebody still looks."""
    whole = now.replace(microsecond=0)
    return Times(whole + REVEAL_AFTER, whole + WEEKLY_AFTER)


def adapted(own: Settings, now: datetime) -> Settings:
    """The person's settings with the demo's channel, calendar and small minimums."""
    when = times(now)
    slack = {
        "channels": [CHANNEL], "admins": [YOU], "time_zone": "UTC", "working_days": _WEEK, "holidays": [],
        "post_at": now.astimezone(UTC).time().replace(microsecond=0), "reveal_at": when.reveal.time(),
        "weekly_on": f"{when.weekly:%a}", "weekly_at": when.weekly.time(), "guesses": own.slack.guesses,
    }  # fmt: skip
    sections = own.model_dump()
    sections["slack"] = slack
    # a quarter of the stories is held out, and five of those with a liked riddle may promote
    sections["writing"] |= {"stories_per_day": 20, "candidates": 4}
    sections["training"] |= {"minimum_raters": 3, "minimum_examples": 6, "max_minutes": 20}
    sections["gate"] |= {"approval": "auto", "minimum_evidence": 2}
    return parse(sections, "the demo")


def write(chosen: Settings, path: Path) -> None:
    """Write settings as TOML, so that child programs read the same."""
    lines = [line for name, section in chosen for line in _section(name, section)]
    path.write_text(_HEADER + "\n".join(lines) + "\n", encoding="utf-8")


def _section(name: str, section: Any) -> Iterator[str]:
    yield f"\n[{name}]"
    for key, value in section:
        yield f"{key} = {_toml(value)}"


def _toml(value: Any) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(one) for one in value)}]"
    if isinstance(value, date | time):
        return value.isoformat()
    return json.dumps(value)  # what JSON writes of text, numbers and booleans is TOML
