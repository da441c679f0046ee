import io
import os
import re
import signal
import subprocess
import sys
import threading
import time
import tomllib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from rich.console import Console

from bot.day import calendar
from bot.demo import demo, demo_settings
from bot.demo.demo import Venue
from bot.demo.transcript import StageFailed, Transcript
from bot.local_slack import LocalSlack
from riddles import settings
from riddles.errors import SettingsError, SlackError
from storage import ratings, tables
from tests.bot.rig import FRIDAY, PROGRAM, ROOT


def venue(folder: Path) -> Venue:
    return Venue(folder / "demo", 0, folder / "riddlewire.toml", PROGRAM, tick_seconds=0.2)


def transcript() -> tuple[Transcript, io.StringIO]:
    written = io.StringIO()
    return Transcript(Console(file=written, width=200)), written


def test_the_loop_turns_once_without_a_person(tmp_path: Path) -> None:
    said, written = transcript()
    demo.play_once(venue(tmp_path), said)
    text = written.getvalue()
    stages = ["News to riddle", "guess and rate", "/riddle retrain", "The answer is shown", "/riddle post again",
              "Weekly summary", "The whole loop has turned once."]  # fmt: skip
    assert [text.index(stage) for stage in stages] == sorted(text.index(stage) for stage in stages)
    assert "the bundled sample is used" in text
    assert "written by the base model" in text
    assert "1 of 4 solved it." in text
    assert "ratings                         48.000 (n=48)" in text  # 4 teammates, 4 riddles, 3 criteria
    assert "Verdict: promote, promoted" in text
    assert re.search(r"written by \d+-fake", text)  # the second riddle is by the new adapter
    assert len(re.findall(r"done in [\d.]+ s", text)) == 6


def test_teammates_guess_and_rate_while_a_person_plays(tmp_path: Path) -> None:
    said, _ = transcript()
    stopped = threading.Event()
    with demo.running(venue(tmp_path), said) as play:
        demo.entertain(play, stopped, pause=0.01)
        you = play.slack.person("U0YOU")
        assert "`/riddle retrain`" in you.sees("riddles", "Welcome to Riddlewire", timeout=30).readable
        play.slack.history.wait_for("post", count=2, timeout=60)
        deadline = time.monotonic() + 60
        while len(simulated_ratings(play)) < 4 * 4 * 3:  # teammates, riddles, criteria
            assert time.monotonic() < deadline, f"only {len(simulated_ratings(play))} ratings came"
            time.sleep(0.05)
        stopped.set()
        you.click(you.sees("riddles", "Daily riddle #1"), "Guess")
        assert you.modal("Your guess")
        for thread in [thread for thread in threading.enumerate() if thread.name.startswith("team-")]:
            thread.join(30)


def test_the_demo_says_where_to_look_and_stops_at_ctrl_c(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "riddlewire", "demo", "--port", "0", "--home", str(tmp_path / "demo")]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "RIDDLEWIRE_CONFIG": str(tmp_path / "riddlewire.toml")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as bot:
        assert bot.stdout is not None
        assert "Open http://127.0.0.1:" in bot.stdout.readline()
        bot.send_signal(signal.SIGINT)
        said, troubles = bot.communicate(timeout=30)
    assert (bot.returncode, "Stopped." in said, troubles) == (0, True, "")


def simulated_ratings(play: demo.Play) -> list[tables.Rating]:
    with play.bot.desk.database.reading() as session:
        return [rating for rating, person in ratings.consented(session) if person.simulated]


def test_a_stage_that_fails_is_named_with_the_reason(tmp_path: Path) -> None:
    said, _ = transcript()
    with pytest.raises(StageFailed, match=r"'News to riddle'.*No such file"):
        demo.play_once(replace(venue(tmp_path), program=(str(tmp_path / "no-program"),)), said)


def test_a_port_in_use_is_said_with_the_remedy(tmp_path: Path) -> None:
    said, _ = transcript()
    with LocalSlack() as other:
        port = int(other.url.rstrip("/").rpartition(":")[2])
        with pytest.raises(SlackError, match=rf"Port {port} is in use.*--port"):
            demo.play_once(replace(venue(tmp_path), port=port), said)


def test_a_demo_never_empties_a_folder_that_is_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("mine")
    said, _ = transcript()
    with pytest.raises(SettingsError, match="not a demo's"):
        demo.play_once(replace(venue(tmp_path), home=tmp_path), said)
    assert (tmp_path / "precious.txt").read_text() == "mine"


def test_the_settings_of_the_demo_are_written_so_that_child_programs_read_the_same(tmp_path: Path) -> None:
    own = settings.parse(
        {"news": {"feeds": ["https://example.org/a\"b.xml"], "refused_words": ["Ärger"]},
         "slack": {"channels": ["C9"], "holidays": ["2026-11-20"]}}, "a person's file"
    )  # fmt: skip
    chosen = demo_settings.adapted(own, FRIDAY)
    demo_settings.write(chosen, tmp_path / "riddlewire.toml")
    assert settings.read(tmp_path / "riddlewire.toml") == chosen
    assert chosen.news == own.news
    assert tomllib.loads((tmp_path / "riddlewire.toml").read_text())["slack"]["channels"] == ["C0RIDDLES"]


@pytest.mark.parametrize("minutes", range(0, 24 * 60, 97))
def test_whenever_a_demo_starts_its_riddle_is_due_at_once_and_the_rest_soon(minutes: int) -> None:
    now = FRIDAY + timedelta(minutes=minutes, microseconds=5)
    slack = demo_settings.adapted(settings.Settings(), now).slack
    when = demo_settings.times(now)
    assert [one.kind for one in calendar.due(slack, now) if now - one.at < timedelta(seconds=2)] == ["post"]
    assert calendar.reveal_moment(slack, now) == when.reveal
    assert "weekly" in {one.kind for one in calendar.due(slack, when.weekly) if not one.skip}
