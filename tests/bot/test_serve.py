import hashlib
import hmac
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError

import pytest

from bot.local_slack import LocalSlack
from storage import database, jobs, outbox, working
from storage.outbox import Content
from storage.tables import JobState, MessageState
from tests.bot.rig import CHANNEL, ROOT

PATIENCE = 30.0
PROGRAM = (sys.executable, "-m", "riddlewire")


@dataclass(frozen=True)
class Place:
    """A folder with settings, data and the environment of a bot."""

    folder: Path
    environment: Mapping[str, str]

    @property
    def home(self) -> Path:
        return self.folder / "var"

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """A command to its end."""
        return subprocess.run(
            [*PROGRAM, *arguments], cwd=self.folder, env={**self.environment, **environment}, text=True,
            capture_output=True, timeout=PATIENCE, check=False,
        )  # fmt: skip

    @contextmanager
    def serving(self, *arguments: str, program: Sequence[str] = PROGRAM) -> Iterator["Serving"]:
        """A running bot, once it says that it is ready; killed at the end if a test did not stop it."""
        with subprocess.Popen(
            [*program, "serve", *arguments], cwd=self.folder, env=dict(self.environment), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        ) as process:  # fmt: skip
            try:
                assert process.stdout is not None
                yield Serving(process, process.stdout.readline())
            finally:
                process.kill()


@dataclass(frozen=True)
class Serving:
    """The process and its first line."""

    process: subprocess.Popen[str]
    greeting: str

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """Ask it to stop; its exit code and what it wrote on stderr."""
        self.process.send_signal(sign)
        _, said = self.process.communicate(timeout=10)
        return self.process.returncode, said


@pytest.fixture(scope="module")
def slack() -> Iterator[LocalSlack]:
    with LocalSlack(ROOT / "manifest.json") as running:
        yield running


@pytest.fixture
def place(tmp_path: Path, slack: LocalSlack) -> Place:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "RIDDLEWIRE_"))}
    environment = clean | {
        "PYTHONPATH": str(ROOT), "SLACK_BOT_TOKEN": slack.bot_token, "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret, "SLACK_API_URL": slack.api_url,
    }  # fmt: skip
    (tmp_path / "riddlewire.toml").write_text(
        f'[slack]\nchannels = ["{CHANNEL}"]\nadmins = ["U0YOU"]\nworking_days = []\n'
    )
    database.open_file(tmp_path / "var" / "riddlewire.db", create=True).close()
    return Place(tmp_path, environment)


def wait_until(path: Path, job_id: int, state: JobState) -> None:
    opened = database.open_file(path)
    deadline = time.monotonic() + PATIENCE
    while True:
        with opened.reading() as session:
            found = jobs.get(session, job_id)
        if found.state == state:
            opened.close()
            return
        assert time.monotonic() < deadline, f"job {job_id} is {found.state}: {found.error}"
        time.sleep(0.05)


def test_the_bot_answers_sends_what_waits_and_stops_cleanly(place: Place, slack: LocalSlack) -> None:
    opened = database.open_file(place.home / "riddlewire.db")
    with opened.writing() as session:
        outbox.put(session, "post:1", CHANNEL, Content("a message from before", []), working.now())
        cut = outbox.put(session, "post:2", CHANNEL, Content("cut short by a crash", []), working.now())
        outbox.sending(session, cut)
    with place.serving() as bot:
        assert bot.greeting.startswith("Riddlewire is ready: Socket Mode; riddles in C0RIDDLES")
        you = slack.person("U0YOU")
        assert you.sees(CHANNEL, "a message from before")
        slack.wait_for_bot()
        you.command("/riddle help")
        assert you.sees_ephemeral("/riddle")
        code, said = bot.stop()
    assert (code, "Traceback" in said) == (0, False)
    with opened.reading() as session:
        left = outbox.by_key(session, "post:2")
    opened.close()
    assert left is not None
    assert left.state == MessageState.UNKNOWN
    assert [message for message in you.messages(CHANNEL) if "cut short" in message.text] == []
    log = (place.home / "riddlewire.log").read_text(encoding="ascii")
    assert all(json.loads(line)["where"] for line in log.splitlines())
    assert not [secret for secret in (slack.bot_token, slack.app_token, slack.signing_secret) if secret in log + said]


def test_stopping_ends_a_running_child_program_and_its_job(place: Place) -> None:
    opened = database.open_file(place.home / "riddlewire.db")
    with opened.writing() as session:
        job = jobs.request(session, "train:1", "train", working.now(), {"deed": "wait"})
    opened.close()
    fake = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from bot import serve
from tests.bot.rig import PROGRAM
serve.serve(program=PROGRAM)
"""
    with place.serving(program=(sys.executable, "-c", fake)) as bot:
        wait_until(place.home / "riddlewire.db", job.id or 0, JobState.RUNNING)
        code, _ = bot.stop(signal.SIGINT)
    assert code == 0
    wait_until(place.home / "riddlewire.db", job.id or 0, JobState.FAILED)


def test_the_bot_is_ready_without_any_model_library(place: Place) -> None:
    heavy = {"torch", "transformers", "peft", "trl", "datasets", "evaluate", "accelerate"}
    probe = f"""
import os, signal, sys, threading
import riddlewire
def look():
    import time
    time.sleep(1.0)  # the first ticks have run
    sys.stderr.write("loaded: " + " ".join(sorted({heavy!r} & set(sys.modules))) + ".")
    os.kill(os.getpid(), signal.SIGTERM)
threading.Thread(target=look, daemon=True).start()
riddlewire.main(["serve"])
"""
    done = subprocess.run(
        [sys.executable, "-c", probe], cwd=place.folder, env=dict(place.environment), text=True,
        capture_output=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert "Riddlewire is ready" in done.stdout
    assert "loaded: ." in done.stderr


def test_a_second_bot_on_the_same_data_is_told_who_holds_it(place: Place) -> None:
    with place.serving() as first:
        second = place.run("serve")
        assert second.returncode == 75
        assert f"process {first.process.pid}, for " in second.stderr
        assert len(second.stderr.strip().splitlines()) == 1
        first.process.kill()
        first.process.wait()
    with place.serving() as third:  # the lock of the dead is free
        assert third.greeting.startswith("Riddlewire is ready")
        assert third.stop()[0] == 0


@pytest.mark.parametrize(
    ("environment", "settings", "said"),
    [
        ({"SLACK_BOT_TOKEN": ""}, "", "SLACK_BOT_TOKEN is missing"),
        ({"SLACK_BOT_TOKEN": "xapp-1"}, "", "SLACK_BOT_TOKEN holds an app-level token"),
        ({"SLACK_APP_TOKEN": "xapp-old"}, "", "SLACK_APP_TOKEN: Slack refused with invalid_auth"),
        ({}, "[slack\n", "is not valid TOML"),
        ({}, "[slack]\nchanels = []\n", "unknown setting 'slack.chanels'"),
        ({"RIDDLEWIRE_HOME": "elsewhere"}, "", "run `riddlewire init`"),
    ],
)
def test_a_bot_that_cannot_start_says_one_sentence(
    place: Place, environment: dict[str, str], settings: str, said: str
) -> None:
    if settings:
        (place.folder / "riddlewire.toml").write_text(settings)
    done = place.run("serve", **environment)
    assert done.returncode == 1
    (last,) = [line for line in done.stderr.strip().splitlines() if " INFO " not in line]
    assert said in last
    assert done.stdout == ""


def test_settings_that_cannot_be_read_are_one_sentence(place: Place) -> None:
    path = place.folder / "riddlewire.toml"
    path.unlink()
    path.mkdir()
    done = place.run("serve")
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1)
    assert "cannot be read" in done.stderr


def test_init_makes_what_is_missing_once_and_keeps_what_is_there(tmp_path: Path, place: Place) -> None:
    fresh = Place(tmp_path / "fresh", place.environment)
    fresh.folder.mkdir()
    assert fresh.run("init").returncode == 0
    written = (fresh.folder / "riddlewire.toml").read_text()
    assert written == (ROOT / "riddlewire.toml").read_text()
    (fresh.folder / "riddlewire.toml").write_text("# mine\n" + written)
    again = fresh.run("init")
    assert (again.returncode, "there already" in again.stdout) == (0, True)
    assert (fresh.folder / "riddlewire.toml").read_text().startswith("# mine")
    with fresh.serving() as bot:
        assert bot.greeting.startswith("Riddlewire is ready")


def test_in_http_mode_signed_requests_are_answered_and_others_refused(place: Place, slack: LocalSlack) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/slack/events"
    with place.serving("--http", str(port)) as bot:
        assert bot.greeting.startswith(f"Riddlewire is ready: HTTP at {url}")
        challenge = json.dumps({"type": "url_verification", "challenge": "abc", "token": "x"}).encode()
        assert post(url, challenge, slack.signing_secret) == (200, '{"challenge": "abc"}')
        assert post(url, challenge, "another secret")[0] == 401
        assert post(url, challenge, slack.signing_secret, at="soon")[0] == 401
        assert post(url, challenge, slack.signing_secret, at=str(int(time.time()) - 400))[0] == 401
        assert post(url, b"x" * (257 * 1024), slack.signing_secret)[0] == 413
        assert post(url, b"[" * 100_000, slack.signing_secret)[0] in (400, 404, 500)
        assert post(url.replace("events", "else"), challenge, slack.signing_secret)[0] == 404
        second = place.run("serve", "--http", str(port), RIDDLEWIRE_HOME=str(other_home(place)))
        assert (second.returncode, f"Port {port}" in second.stderr) == (1, True)
        assert bot.stop()[0] == 0


def other_home(place: Place) -> Path:
    home = place.folder / "other"
    database.open_file(home / "riddlewire.db", create=True).close()
    return home


def post(url: str, body: bytes, secret: str, at: str = "") -> tuple[int, str]:
    """A request as Slack signs it."""
    at = at or str(int(time.time()))
    signature = "v0=" + hmac.new(secret.encode(), b"v0:" + at.encode() + b":" + body, hashlib.sha256).hexdigest()
    headers = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": signature, "Content-Type": "application/json"}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=5) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, ""
