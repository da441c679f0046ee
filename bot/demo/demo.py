"""`riddlewire demo`: the unmodified bot in a workspace on this machine; no account, no key, no network needed."""

import os
import shutil
import sys
import threading
import webbrowser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path

from pydantic import SecretStr

from bot import lock, logs, serve
from bot.children import supervision
from bot.demo import demo_settings, once, team, welcome
from bot.demo.team import Teammate
from bot.demo.transcript import Transcript
from bot.local_slack import AppFailed, LocalSlack, NotPossible, NotSeen, PortTaken
from bot.serve import Bot, Config
from riddles import settings
from riddles.errors import SettingsError, SlackError
from riddles.settings import Secrets
from storage import database, outbox, working

PORT = 3999
_MARK = ".riddlewire-demo"  # only a folder with this file is ever emptied
_TEAM_PAUSE = 4.0  # seconds between two ratings of one teammate: slow enough to watch
_BREAK = 4  # pauses until a teammate looks for new riddles to rate


@dataclass(frozen=True)
class Play:
    """A running demo."""

    slack: LocalSlack
    bot: Bot
    said: Transcript


@dataclass(frozen=True)
class Venue:
    """Where a demo takes place. ``settings_path``: the person's own settings, for feeds and model; ``port`` 0: any."""

    home: Path
    port: int
    settings_path: Path
    program: Sequence[str] = supervision.PROGRAM
    tick_seconds: float = 1.0


def watch(venue: Venue, said: Transcript) -> None:
    """The demo for a person at a browser, until Ctrl-C. Raises RiddlewireError if it cannot start."""
    asked = serve.stop_asked()
    with running(venue, said) as play:
        said.say(f"Open {play.slack.url} in a browser: it is a simulator of Slack on this machine. Stop with Ctrl-C.")
        _open(play.slack.url)
        entertain(play, asked)
        while not asked.wait(1.0):
            said.look()
    said.say("Stopped.")


def entertain(play: Play, stopped: threading.Event, pause: float = _TEAM_PAUSE) -> None:
    """Welcome the person, and let the simulated teammates take part in threads of their own until ``stopped``.

    ``pause``: seconds between two ratings of one teammate.
    """
    with play.bot.desk.database.writing() as session:
        outbox.put(session, "welcome:1", demo_settings.CHANNEL, welcome.content(), working.now())
    for number, user in enumerate(team.TEAM):
        mate = Teammate(play.slack.person(user), number)
        arguments = (play, mate, user, stopped, pause)
        threading.Thread(target=_take_part, args=arguments, name=f"team-{user}", daemon=True).start()


def play_once(venue: Venue, said: Transcript) -> None:
    """The whole loop without a person. Raises StageFailed, naming the stage, if any did not come to its end."""
    with running(venue, said) as play:
        once.play(play.slack, play.bot, said)


@contextmanager
def running(venue: Venue, said: Transcript) -> Iterator[Play]:
    """A fresh demo, stopped at the end of the block. Raises RiddlewireError."""
    now, home = working.now(), venue.home
    _make_folder(home)
    with lock.held(home, now):
        _empty(home)
        with logs.kept(home, quiet=True), _workspace(venue.port) as slack:
            config = _config(venue, slack, now)
            opened = database.open_file(home / serve.DATABASE, create=True)
            bot = Bot(serve.collaborators(config, opened, local=True), config)
            said.desk = bot.desk
            try:
                bot.start()
                yield Play(slack, bot, said)
            finally:
                bot.stop(working.now())
                opened.close()


@contextmanager
def _workspace(port: int) -> Iterator[LocalSlack]:
    try:
        slack = LocalSlack(port=port, name="Riddlewire demo").start()
    except PortTaken as error:
        raise SlackError(f"Port {port} is in use by another program; choose another one with --port.") from error
    try:
        yield slack
    finally:
        slack.stop()


def _config(venue: Venue, slack: LocalSlack, now: datetime) -> Config:
    own = venue.settings_path
    secrets = Secrets(
        slack_bot_token=SecretStr(slack.bot_token), slack_app_token=SecretStr(slack.app_token),
        slack_signing_secret=SecretStr(slack.signing_secret), slack_api_url=slack.api_url,
        riddlewire_news_api_key=settings.secrets(dotenv=own.with_name(".env")).riddlewire_news_api_key,
    )  # fmt: skip
    path = venue.home / "riddlewire.toml"
    demo_settings.write(demo_settings.adapted(settings.read(own), now), path)
    return Config(
        venue.home, path, settings.read(path), secrets,
        tick_seconds=venue.tick_seconds, program=venue.program, nice=0,  # nobody else waits for this machine
    )  # fmt: skip


def _make_folder(home: Path) -> None:
    """The folder with our mark. Raises SettingsError if it is somebody else's: a demo starts by emptying its folder."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        if any(home.iterdir()) and not (home / _MARK).exists():
            raise SettingsError(f"The folder {home} is not empty and not a demo's; give --home another folder.")
        (home / _MARK).touch()
    except OSError as error:
        raise SettingsError(f"The folder {home} cannot be used ({error}); give --home another folder.") from error


def _empty(home: Path) -> None:
    """Remove the last demo: the workspace forgets its messages when it stops, so its database must too."""
    for path in home.iterdir():
        if path.name in (_MARK, lock.NAME):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _open(url: str) -> None:
    has_display = sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if has_display and sys.stdout.isatty():
        webbrowser.open(url)


def _take_part(play: Play, mate: Teammate, user: str, stopped: threading.Event, pause: float) -> None:
    """A teammate's afternoon: guess at the riddle when it comes, then rate, slowly, whatever there is to rate."""
    person = play.slack.person(user)
    try:
        mate.guess(once.riddle_message(person, timeout=600), "a rainbow")
        mate.agree()
        while not stopped.is_set():
            for _ in chain(mate.rate_all(), mate.compare_all()):
                if stopped.wait(pause):
                    return
            mate.leave()
            if stopped.wait(_BREAK * pause):
                return
            mate.open(person.sees(demo_settings.CHANNEL, "iddle #"))
    except (NotSeen, AppFailed, NotPossible, RuntimeError):
        play.said.say("A simulated teammate has left early.", style="dim")
