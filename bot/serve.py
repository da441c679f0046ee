"""The bot's process: what belongs together is put together here, started in order, and stopped in order."""

import logging
import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from slack_sdk import WebClient

from bot import app, lock, logs, watching
from bot.admin_group import AdminGroup
from bot.children import supervision
from bot.children.child_environment import Environment
from bot.children.supervision import Children
from bot.collaborators import Collaborators
from bot.day import matching, posting, reminders, retraining, schedule
from bot.doctor import tokens
from bot.doors import health, socket_mode
from bot.doors.health_door import HealthDoor
from bot.doors.http_mode import HttpDoor
from bot.doors.socket_mode import SlackDoor
from bot.messages import announcements, notices, replies
from bot.messages.addresses import Addresses
from bot.messages.sender import Pace, Sender
from riddles import settings
from riddles.settings import Secrets, Settings
from storage import database, outbox, people, working

DATABASE, KEY = database.FILE, "people.key"
_CALL_SECONDS = 8  # a call to Slack that takes longer has failed; short, so that stopping takes no longer either
_GROUP_SECONDS = 2  # of the three in which a command must be answered
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Config:
    """What a bot is made from. ``settings_path`` is also what its child programs read."""

    home: Path
    settings_path: Path
    settings: Settings
    secrets: Secrets
    http_port: int | None = None
    health_port: int | None = None
    tick_seconds: float = schedule.SECONDS
    pace: Pace = field(default_factory=Pace)
    program: Sequence[str] = supervision.PROGRAM
    nice: int = 10


class Bot:
    """Everything that runs beside Slack: Bolt, the sender, the child programs and the clock."""

    def __init__(self, desk: Collaborators, config: Config) -> None:
        secrets = config.secrets
        token, signing = secrets.slack_bot_token.get_secret_value(), secrets.slack_signing_secret.get_secret_value()
        self.desk = desk
        self._client = WebClient(token, base_url=secrets.slack_api_url, timeout=_CALL_SECONDS, retry_handlers=[])
        self._app = app.build(token, signing, secrets.slack_api_url, desk)
        addresses = Addresses(desk.database, desk.pseudonyms, desk.settings)
        self.sender = Sender(desk.database, self._client, desk.clock, config.pace, addresses, config.home)
        self.children = _children(desk, config)
        self.schedule = schedule.Schedule(_steps(desk, self.children), desk.clock, config.tick_seconds)
        self.door: HttpDoor | SlackDoor
        if config.http_port is None:
            self.door = SlackDoor(self._app, secrets.slack_app_token.get_secret_value())
        else:
            self.door = HttpDoor(self._app, signing, config.http_port, self.faults)
        self._health = None if config.health_port is None else HealthDoor(self.faults, config.health_port)

    def faults(self) -> list[str]:
        """What keeps the bot from being of use just now, in the words of `health.py`."""
        return list(health.faults(self.desk, self.desk.clock(), self.door.is_connected))

    def start(self) -> None:
        """Recover what a crash cut short, then open for business. Raises SlackError if Slack does not know us."""
        with self.desk.database.writing() as session:
            for message in outbox.interrupted(session):
                _LOG.warning("Message %s: %s", message.key, message.fault)
        socket_mode.greet(self._client)
        self.door.open()
        if self._health is not None:
            self._health.open()
        self.sender.start()
        self.schedule.start()

    def stop(self, now: datetime) -> None:
        """Take nothing new, end the child programs, finish what is being sent. Takes less than ten seconds."""
        closing = threading.Thread(target=self.door.close, name="door-close", daemon=True)
        closing.start()
        if self._health is not None:
            self._health.close()
        self.children.stop(now)
        self.schedule.stop()
        self.sender.stop()
        closing.join()
        self._app.listener_runner.listener_executor.shutdown(wait=False)


def serve(
    http_port: int | None = None, program: Sequence[str] = supervision.PROGRAM, health_port: int | None = None
) -> None:
    """Run the bot until SIGTERM or Ctrl-C; ``program`` does its jobs. Raises RiddlewireError if it cannot start."""
    config = replace(_config(http_port), program=program, health_port=health_port)
    tokens.check(config.secrets, http=http_port is not None)
    with lock.held(config.home, working.now()), logs.kept(config.home):
        opened = database.open_home(config.home, config.secrets.riddlewire_database.get_secret_value())
        try:
            _run(Bot(collaborators(config, opened), config), config)
        finally:
            opened.close()


def collaborators(config: Config, opened: database.Database, local: bool = False) -> Collaborators:
    """What listeners and workers share."""
    keyed, secrets = people.open_key(config.home / KEY), config.secrets
    token = secrets.slack_bot_token.get_secret_value()
    client = WebClient(token, base_url=secrets.slack_api_url, timeout=_GROUP_SECONDS, retry_handlers=[])
    group = AdminGroup(client, config.settings.slack.admin_group)
    return Collaborators(opened, keyed, config.settings, config.home, working.now, local, admin_group=group)


def stop_asked() -> threading.Event:
    """An event that the first SIGTERM or Ctrl-C sets; the second one ends the process at once."""
    asked = threading.Event()

    def ask(number: int, _frame: object) -> None:
        signal.signal(number, signal.SIG_DFL)
        asked.set()

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)
    return asked


def _run(bot: Bot, config: Config) -> None:
    asked = stop_asked()
    try:
        bot.start()
        sys.stdout.write(f"{_greeting(bot, config)}\n")
        sys.stdout.flush()
        asked.wait()
        _LOG.info("Stopping.")
    finally:
        bot.stop(working.now())
    sys.stdout.write("Stopped.\n")


def _config(http_port: int | None) -> Config:
    path = settings.settings_path()
    secrets = settings.secrets(dotenv=path.with_name(".env"))
    return Config(settings.home(), path, settings.read(path), secrets, http_port)


def _greeting(bot: Bot, config: Config) -> str:
    slack = config.settings.slack
    how = f"HTTP at {bot.door.url}" if isinstance(bot.door, HttpDoor) else "Socket Mode"
    channels = ", ".join(slack.channels) or "no channel (list one under slack.channels)"
    return f"Riddlewire is ready: {how}; riddles in {channels}; stop with Ctrl-C."


def _children(desk: Collaborators, config: Config) -> Children:
    training = config.settings.training
    memory = int(training.max_memory_gb * 1e9)
    limits = supervision.Limits(timedelta(minutes=training.max_minutes), memory, nice=config.nice)
    environment = Environment(config.home, config.settings_path, config.secrets)
    return Children(desk.database, config.home, limits, environment, config.program)


def _steps(desk: Collaborators, running: Children) -> list[schedule.Step]:
    """The tick, in order: what is due becomes rows, rows become programs, programs' rows become messages."""
    mine = (
        posting.claim_due, posting.reveal_due, announcements.claim_weekly, posting.prepare, posting.fulfil,
        announcements.tell_weekly, matching.match, reminders.remind, retraining.request_due, watching.claim,
        watching.tell, replies.tell, notices.tell,
    )  # fmt: skip
    return [*(partial(step, desk) for step in mine), running.tend, partial(announcements.follow_runs, desk)]
