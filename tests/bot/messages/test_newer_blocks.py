"""What the sender does where a workspace lacks a block, and where nobody is at an address any more."""

from pathlib import Path
from typing import Any

from bot.messages.addresses import Addresses
from bot.messages.sender import Sender, without
from riddles.settings import Settings
from storage import outbox, people
from storage.outbox import Content
from storage.tables import MessageState
from tests.bot.messages.test_sender import QUICK, Desk, desk, opened, slack
from tests.bot.rig import CHANNEL

__all__ = ["desk", "opened", "slack"]  # fixtures

SECTION: dict[str, Any] = {"type": "section", "text": {"type": "mrkdwn", "text": "The answer"}}
THUMBS: dict[str, Any] = {
    "type": "context_actions",
    "elements": [{
        "type": "feedback_buttons", "action_id": "thumb",
        "positive_button": {"text": {"type": "plain_text", "text": "Good"}, "value": "up:1"},
        "negative_button": {"text": {"type": "plain_text", "text": "Bad"}, "value": "down:1"},
    }],
}  # fmt: skip


def put(desk: Desk, key: str, blocks: list[Any], channel: str = CHANNEL) -> None:
    with desk.opened.writing() as session:
        outbox.put(session, key, channel, Content("The answer", blocks), desk.clock.now)


def kinds_sent(desk: Desk) -> list[list[str]]:
    return [[block["type"] for block in entry["blocks"]] for entry in desk.slack.history.entries("post")]


def test_a_workspace_that_lacks_a_block_gets_the_rest_and_is_not_asked_again(desk: Desk) -> None:
    desk.slack.faults.slack_error("chat.postMessage", "invalid_blocks")
    for number in range(2):
        put(desk, f"post:{number}", [SECTION, THUMBS])
    desk.sender.send_due()
    assert kinds_sent(desk) == [["section"], ["section"]]
    assert len(desk.slack.history.calls("chat.postMessage")) == 3  # one was refused
    assert [desk.row(f"post:{number}").state for number in range(2)] == [MessageState.SENT] * 2


def test_a_workspace_that_has_the_block_gets_it(desk: Desk) -> None:
    put(desk, "post:1", [SECTION, THUMBS])
    desk.sender.send_due()
    assert kinds_sent(desk) == [["section", "context_actions"]]


def test_blocks_that_are_wrong_for_another_reason_are_parked_as_ever(desk: Desk) -> None:
    desk.slack.faults.slack_error("chat.postMessage", "invalid_blocks", times=2)
    put(desk, "post:1", [SECTION, THUMBS])
    put(desk, "post:2", [SECTION])
    desk.sender.send_due()
    assert desk.row("post:1").state == MessageState.PARKED
    assert "fault of Riddlewire" in desk.row("post:1").fault
    put(desk, "post:3", [SECTION, THUMBS])
    desk.sender.send_due()
    assert kinds_sent(desk)[-1] == ["section", "context_actions"]  # nothing was learned from that


def test_a_message_to_somebody_who_was_forgotten_is_parked(desk: Desk, tmp_path: Path) -> None:
    book = Addresses(desk.opened, people.open_key(tmp_path / "people.key"), Settings())
    sender = Sender(desk.opened, desk.client, desk.clock, QUICK, book)
    put(desk, "reminder:1", [SECTION], "person:99")
    put(desk, "post:1", [SECTION])
    sender.send_due()
    assert desk.row("reminder:1").state == MessageState.PARKED
    assert "nobody at person:99" in desk.row("reminder:1").fault
    assert desk.row("post:1").state == MessageState.SENT


def test_blocks_of_a_kind_are_left_out() -> None:
    assert without([SECTION, THUMBS], {"context_actions"}) == [SECTION]
