"""Reads the app manifest: what the app is called, may do, listens to and registers.

Not covered: YAML manifests, and fields the simulator has no use for (they are ignored).
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.local_slack.records import Json

_PLACES = Path(__file__).resolve().parents[2], Path(sys.prefix) / "share" / "riddlewire"  # a checkout, or installed
ROOT_MANIFEST = next(
    (path for path in (place / "manifest.json" for place in _PLACES) if path.is_file()), Path("manifest.json")
)


class ManifestError(Exception):
    """The manifest cannot be read or lacks a part the simulator needs."""


@dataclass(frozen=True)
class Command:
    """One slash command as the manifest registers it."""

    name: str
    description: str
    usage_hint: str
    should_escape: bool


@dataclass(frozen=True)
class Manifest:
    """The parts of an app manifest that decide how Slack treats the app."""

    app_name: str
    description: str
    color: str
    bot_name: str
    scopes: tuple[str, ...]
    events: frozenset[str]
    commands: tuple[Command, ...]
    home_tab: bool
    messages_tab: bool
    messages_read_only: bool
    interactivity: bool
    socket_mode: bool

    def command(self, name: str) -> Command | None:
        """The registered command of this name, slash included."""
        return next((command for command in self.commands if command.name == name), None)


def load(path: Path | None = None) -> Manifest:
    """The manifest at `path`, or the one at the repository root."""
    path = path or ROOT_MANIFEST
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ManifestError(f"Cannot read the manifest {path}: {error.strerror}. Pass --manifest FILE.") from error
    except ValueError as error:
        raise ManifestError(f"The manifest {path} is not JSON: {error}. Correct it.") from error
    if not isinstance(data, dict):
        raise ManifestError(f"The manifest {path} is not a JSON object. Correct it.")
    return parse(data)


def parse(data: Json) -> Manifest:
    """The manifest in already decoded form."""
    features = _part(data, "features")
    home = _part(features, "app_home")
    display = _part(data, "display_information")
    settings = _part(data, "settings")
    name = display.get("name")
    if not name:
        raise ManifestError("The manifest has no display_information.name. Add the app's name.")
    return Manifest(
        app_name=str(name),
        description=str(display.get("description", "")),
        color=str(display.get("background_color", "#4a154b")),
        bot_name=str(_part(features, "bot_user").get("display_name", name)),
        scopes=tuple(_part(_part(data, "oauth_config"), "scopes").get("bot", [])),
        events=frozenset(_part(settings, "event_subscriptions").get("bot_events", [])),
        commands=tuple(_command(item) for item in features.get("slash_commands", [])),
        home_tab=bool(home.get("home_tab_enabled")),
        messages_tab=bool(home.get("messages_tab_enabled", True)),
        messages_read_only=bool(home.get("messages_tab_read_only_enabled")),
        interactivity=bool(_part(settings, "interactivity").get("is_enabled")),
        socket_mode=bool(settings.get("socket_mode_enabled")),
    )


def _part(data: Json, name: str) -> Json:
    part: Any = data.get(name)
    return part if isinstance(part, dict) else {}


def _command(item: Json) -> Command:
    return Command(
        name=str(item["command"]),
        description=str(item.get("description", "")),
        usage_hint=str(item.get("usage_hint", "")),
        should_escape=bool(item.get("should_escape", False)),
    )
