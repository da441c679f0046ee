"""`riddlewire doctor`: looks at everything the bot needs, and names the remedy for each fault. Posts nothing."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot import lock
from bot.doctor import slack_answers, tokens
from riddles import language_model, sealed_folder, settings
from riddles.errors import AdapterRefused, ModelNotFound, RiddlewireError, StorageError
from riddles.settings import EMBEDDED, Secrets, Settings
from storage import adapters, database, outbox
from storage.database import Database
from storage.tables import Adapter

_ENOUGH_DISK = 10**9  # bytes
_MODEL_FILES = ("config.json", "tokenizer_config.json")


class Level(StrEnum):
    """How bad a finding is."""

    OK = "ok"
    WARN = "warn"
    FAULT = "fault"


@dataclass(frozen=True)
class Finding:
    """One thing looked at: a sentence, with the remedy unless all is well."""

    about: str
    level: Level
    said: str


def examine(home: Path, settings_path: Path, environment: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """Look at one thing after the other; slow ones (Slack) come when they come."""
    try:
        chosen = settings.read(settings_path)
    except RiddlewireError as error:
        yield Finding("settings", Level.FAULT, str(error))
        return
    yield _settings(chosen, settings_path)
    secrets = settings.secrets(environment, settings_path.with_name(".env"))
    yield from _slack(chosen, secrets)
    yield _disk(home)
    yield from _database(chosen, home, secrets.riddlewire_database.get_secret_value())
    yield _model(chosen)
    yield _graphics(chosen)


def _settings(chosen: Settings, path: Path) -> Finding:
    if not path.exists():
        return Finding("settings", Level.WARN, f"There is no {path}, so all defaults count; run `riddlewire init`.")
    if not (chosen.news.feeds or chosen.news.folder or chosen.news.news_api_url):
        return Finding("settings", Level.FAULT, f"{path} names no news source; list feeds under [news] feeds.")
    if not chosen.slack.admins:
        return Finding("settings", Level.WARN, f"{path} names no admin; list user ids under [slack] admins.")
    return Finding("settings", Level.OK, f"{path} is read.")


def _slack(chosen: Settings, secrets: Secrets) -> Iterator[Finding]:
    by_socket, by_http = tokens.faults(secrets, http=False), tokens.faults(secrets, http=True)
    if by_socket and by_http:
        for fault in by_socket:
            yield Finding("tokens", Level.FAULT, fault)
        return
    how = "Socket Mode and HTTP" if not by_socket + by_http else "Socket Mode" if not by_socket else "HTTP only"
    yield Finding("tokens", Level.OK, f"The secrets for {how} are there.")
    if not chosen.slack.channels:
        yield Finding("channels", Level.FAULT, "No channel is set; list channel ids under [slack] channels.")
    for about, remedy, said in slack_answers.examine(chosen.slack.channels, secrets):
        yield Finding(about, Level.FAULT if remedy else Level.OK, remedy or said)


def _disk(home: Path) -> Finding:
    there = next(path for path in (home, *home.parents) if path.exists())
    free = shutil.disk_usage(there).free
    if free < _ENOUGH_DISK:
        return Finding(
            "disk", Level.FAULT, f"Only {free / 1e9:.1f} GB are free at {there}; make room for at least 1 GB."
        )
    return Finding("disk", Level.OK, f"{free / 1e9:.0f} GB are free at {there}.")


def _database(chosen: Settings, home: Path, url: str) -> Iterator[Finding]:
    try:
        opened = database.open_home(home, url)
    except StorageError as error:
        yield Finding("database", Level.FAULT, str(error))
        return
    try:
        yield _integrity(opened, home)
        yield from _stuck(opened)
        yield _adapter(opened, chosen, home)
    finally:
        opened.close()


def _integrity(opened: Database, home: Path) -> Finding:
    damage = database.damage(opened)
    if damage:
        remedy = "stop the bot and restore a backup, or make the folder writable"
        said = f"The database {opened.name} fails: {damage}; {remedy}."
        return Finding("database", Level.FAULT, said)
    running = " (the bot is running)" if lock.is_held(home) else ""
    return Finding("database", Level.OK, f"{opened.name} is whole and writable{running}.")


def _stuck(opened: Database) -> Iterator[Finding]:
    with opened.reading() as session:
        messages = outbox.stuck(session)
    for message in messages:
        yield Finding("outbox", Level.WARN, f"Message {message.key} for {message.channel} is stuck: {message.fault}")


def _adapter(opened: Database, chosen: Settings, home: Path) -> Finding:
    with opened.reading() as session:
        current: Adapter | None = adapters.current(session, chosen.model.base)
    if current is None:
        return Finding("adapter", Level.OK, "No adapter is current: the base model writes alone.")
    try:
        sealed_folder.verify(home / current.folder, current.manifest_sha256)
    except AdapterRefused as error:
        return Finding("adapter", Level.FAULT, str(error))
    return Finding("adapter", Level.OK, f"Adapter {current.id} is byte for byte what was sealed.")


def _model(chosen: Settings) -> Finding:
    """The files only: loading the model takes half a minute, and `riddlewire write` does that."""
    base = chosen.model.base
    try:
        where, options = language_model.locate(chosen.model)
    except ModelNotFound as error:
        return Finding("model", Level.FAULT, str(error))
    folder = Path(where)
    if not folder.is_absolute():
        if options["local_files_only"]:
            said = (
                f"The model {base} must be on this machine already: model.use_hub is off. `riddlewire write` tries it."
            )
            return Finding("model", Level.WARN, said)
        return Finding("model", Level.OK, f"The model {base} comes from the hub.")
    missing = [name for name in _MODEL_FILES if not (folder / name).is_file()]
    if not list(folder.glob("*.safetensors")):
        missing.append("*.safetensors")
    if missing:
        remedy = "install Riddlewire again" if base == EMBEDDED else "set model.base to a model folder"
        return Finding("model", Level.FAULT, f"The model folder {folder} lacks {', '.join(missing)}; {remedy}.")
    return Finding("model", Level.OK, f"The model {base} is at {folder}.")


def _graphics(chosen: Settings) -> Finding:
    program = shutil.which("nvidia-smi")
    if program is None:
        if chosen.model.base == EMBEDDED:
            return Finding("gpu", Level.OK, "There is no NVIDIA GPU; the embedded model needs none.")
        return Finding("gpu", Level.WARN, "There is no NVIDIA GPU; training this base on the CPU takes long.")
    asked = [program, "--query-gpu=name,memory.total", "--format=csv,noheader"]
    try:
        told = subprocess.run(asked, capture_output=True, text=True, timeout=10, check=True).stdout
    except (OSError, subprocess.SubprocessError) as error:
        return Finding("gpu", Level.WARN, f"nvidia-smi does not answer ({type(error).__name__}); check the driver.")
    return Finding("gpu", Level.OK, "; ".join(told.split("\n")).strip("; ") + ".")
