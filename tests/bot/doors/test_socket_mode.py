"""The Socket Mode connection under everything a network does to it."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot import app as apps
from bot.collaborators import Collaborators
from bot.doors.socket_client import Pulse
from bot.doors.socket_mode import SlackDoor
from bot.local_slack import LocalSlack
from tests.bot import rig
from tests.bot.rig import CHANNEL, ROOT

STEADY = Pulse(look=0.01)  # looks all the time whether there is a connection
QUICK = Pulse(between=0.4, patience=0.3, look=0.2)  # on a busy machine it takes a late pong for a death


@dataclass(frozen=True)
class Line:
    """A bot at its door, and the workspace at the other end."""

    slack: LocalSlack
    door: SlackDoor
    desk: Collaborators

    def opened(self) -> int:
        return self.slack.history.count("socket", change="open")

    def answers(self) -> bool:
        return self.slack.person("U0YOU").command("/riddle help", CHANNEL, check=False).ok

    def wait_for_connection(self, count: int) -> None:
        self.slack.history.wait_for("socket", change="open", count=count, timeout=15)


@pytest.fixture
def line(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Line]:
    """With a steady pulse, unless the test brings another one."""
    with LocalSlack(ROOT / "manifest.json") as slack, rig.desk(tmp_path) as desk:
        app = apps.build(slack.bot_token, slack.signing_secret, slack.api_url, desk)
        door = SlackDoor(app, slack.app_token, getattr(request, "param", STEADY))
        door.open()
        slack.wait_for_bot()
        yield Line(slack, door, desk)
        slack.freeze_sockets(False)
        door.close()
        app.listener_runner.listener_executor.shutdown(wait=False)


def test_a_connection_is_alive_while_pongs_come(line: Line) -> None:
    assert line.answers()
    assert line.door.is_connected


@pytest.mark.parametrize("line", [QUICK], indirect=True)
def test_a_half_open_connection_is_noticed_and_made_anew(line: Line) -> None:
    line.slack.freeze_sockets()  # nothing comes, nothing goes, nobody says so
    line.wait_for_connection(2)
    line.slack.history.wait_for("socket", change="closed")
    assert line.answers()


def test_a_cut_connection_is_made_anew_and_only_once(line: Line) -> None:
    for number in range(4):
        line.slack.cut_sockets()
        line.wait_for_connection(number + 2)
        assert line.answers()
    assert line.opened() == 5


def test_when_slack_asks_to_reconnect_the_new_connection_serves_at_once(line: Line) -> None:
    for number in range(3):
        line.slack.refresh_sockets()
        line.wait_for_connection(number + 2)
        assert line.answers()
    assert line.opened() == 4  # one for each time, not two


def test_after_refusals_to_connect_it_goes_on_trying(line: Line) -> None:
    line.slack.faults.rate_limit("apps.connections.open", retry_after="1", times=2)
    line.slack.faults.server_error("apps.connections.open", times=2)
    line.slack.cut_sockets()
    line.wait_for_connection(2)
    assert line.answers()


def test_an_answer_that_is_ready_while_the_connection_is_made_anew_goes_over_the_next_one(line: Line) -> None:
    answered: list[bool] = []
    asking = threading.Thread(target=lambda: answered.append(line.answers()))
    with line.desk.database.writing():  # the listener waits for its turn to write
        asking.start()
        line.slack.history.wait_for("delivery", target="command")
        line.slack.cut_sockets()
    asking.join(10)
    assert answered == [True]
    assert line.opened() == 2


@pytest.mark.parametrize("line", [Pulse()], indirect=True)
def test_many_slow_listeners_keep_no_click_from_its_ack(line: Line) -> None:
    """Thirty people open a modal while Slack takes long to show it; everybody else is still answered in time."""
    line.slack.faults.delay("views.open", 1.5, times=30)
    with line.desk.database.writing():
        pass
    channel = line.slack.workspace.channels[CHANNEL]
    button = {"type": "button", "action_id": "how_it_works", "text": {"type": "plain_text", "text": "How"}}
    blocks = [{"type": "actions", "elements": [button]}]
    line.slack.on_loop(lambda: line.slack.workspace.post(channel, "U0BOT", text="t", blocks=blocks, by_app=True))
    you = line.slack.person("U0YOU")
    message = you.sees(CHANNEL, "How")
    clicks = [threading.Thread(target=lambda: you.click(message, "how_it_works", check=False)) for _ in range(30)]
    for click in clicks:
        click.start()
    for click in clicks:
        click.join(10)
    assert line.slack.history.count("ack", target="interactive") == 30  # acknowledged, and their modals not shown yet
    assert line.answers()
    assert line.slack.history.count("no_ack") == 0
