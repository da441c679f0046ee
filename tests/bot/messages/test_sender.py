import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.local_slack import LocalSlack, manifest
from bot.messages.sender import Pace, Sender
from riddles.errors import StorageError
from storage import database, outbox
from storage.database import Database
from storage.outbox import Content
from storage.tables import Message, MessageState
from tests.bot.rig import CHANNEL, FRIDAY, ROOT, FakeClock

QUICK = Pace(between_posts=0.0, between_edits=0.0, between_looks=0.01)


class Desk:
    """An outbox, a sender that does not run by itself, and the workspace that remembers what reached it."""

    def __init__(self, slack: LocalSlack, opened: Database, pace: Pace = QUICK) -> None:
        self.slack, self.opened, self.clock = slack, opened, FakeClock()
        self.client = WebClient(slack.bot_token, base_url=slack.api_url, timeout=10, retry_handlers=[])
        self.sender = Sender(opened, self.client, self.clock, pace)

    def put(self, text: str, key: str = "post:1", thread_key: str = "", channel: str = CHANNEL) -> None:
        with self.opened.writing() as session:
            outbox.put(session, key, channel, Content(text, []), self.clock.now, thread_key)

    def row(self, key: str = "post:1") -> Message:
        with self.opened.reading() as session:
            found = outbox.by_key(session, key)
        assert found is not None
        return found

    def send_until_quiet(self, limit: int = 40) -> None:
        """Let an hour pass between looks, so that every pause is over."""
        for _ in range(limit):
            if not self.sender.send_due():
                self.clock.forward(hours=1)
                if not self.sender.send_due():
                    return

    def posts(self) -> list[str]:
        return [entry["text"] for entry in self.slack.history.entries("post")]


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack(ROOT / "manifest.json") as running:
        yield running


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Database]:
    made = database.open_file(tmp_path / "riddlewire.db", create=True)
    yield made
    made.close()


@pytest.fixture
def desk(slack: LocalSlack, opened: Database) -> Desk:
    return Desk(slack, opened)


def test_a_message_is_posted_once_however_often_the_sender_looks(desk: Desk) -> None:
    desk.put("a riddle")
    for _ in range(3):
        desk.sender.send_due()
    assert desk.posts() == ["a riddle"]
    (call,) = desk.slack.history.calls("chat.postMessage")
    assert "riddlewire_outbox" in str(call["args"]["metadata"])
    assert "post:1" in str(call["args"]["metadata"])
    assert (call["args"]["unfurl_links"], call["args"]["unfurl_media"]) in [(False, False), ("0", "0")]


def test_a_changed_message_is_edited_in_place(desk: Desk) -> None:
    desk.put("a riddle")
    desk.sender.send_due()
    desk.put("its answer")
    desk.sender.send_due()
    assert desk.posts() == ["a riddle"]
    (edit,) = desk.slack.history.entries("update")
    assert (edit["text"], edit["ts"]) == ("its answer", desk.row().ts)


def test_unchanged_content_makes_no_call(desk: Desk) -> None:
    desk.put("a riddle")
    desk.sender.send_due()
    desk.put("a riddle")
    assert desk.sender.send_due() == 0


def test_a_reply_waits_for_its_message_and_goes_into_its_thread(desk: Desk) -> None:
    desk.put("the answer", "reveal:1", thread_key="post:1")
    assert desk.sender.send_due() == 0
    desk.put("a riddle")
    desk.send_until_quiet()
    reply = desk.slack.history.entries("post")[-1]
    assert (reply["text"], reply["thread_ts"]) == ("the answer", desk.row().ts)


@pytest.mark.parametrize("trouble", ["drop", "html", "server error", "internal_error", "fatal_error"])
def test_a_post_with_an_unknown_outcome_is_never_sent_again(desk: Desk, trouble: str) -> None:
    faults = desk.slack.faults
    match trouble:
        case "drop":
            faults.drop_reply("chat.postMessage")
        case "html":
            faults.html("chat.postMessage", accepted=True)
        case "server error":
            faults.server_error("chat.postMessage", accepted=True)
        case word:
            faults.slack_error("chat.postMessage", word)
    desk.put("a riddle")
    desk.send_until_quiet()
    assert desk.row().state == MessageState.UNKNOWN
    assert "may have" in desk.row().fault
    assert len(desk.posts()) <= 1
    assert len(desk.slack.history.calls("chat.postMessage")) <= 1


def test_a_post_whose_answer_comes_too_late_is_unknown_and_not_repeated(desk: Desk) -> None:
    desk.client.timeout = 1
    desk.slack.faults.delay("chat.postMessage", 1.5)
    desk.put("a riddle")
    desk.send_until_quiet()
    assert desk.row().state == MessageState.UNKNOWN
    assert desk.posts() == ["a riddle"]


@pytest.mark.parametrize("trouble", ["drop", "html", "server error", "internal_error", "rate limit"])
def test_an_edit_is_repeated_until_slack_has_it(desk: Desk, trouble: str) -> None:
    desk.put("a riddle")
    desk.sender.send_due()
    faults = desk.slack.faults
    match trouble:
        case "drop":
            faults.drop_reply("chat.update", accepted=False)
        case "html":
            faults.html("chat.update")
        case "server error":
            faults.server_error("chat.update")
        case "rate limit":
            faults.rate_limit("chat.update", retry_after="0.5")
        case word:
            faults.slack_error("chat.update", word)
    desk.put("its answer")
    desk.send_until_quiet()
    assert [entry["text"] for entry in desk.slack.history.entries("update")] == ["its answer"]
    assert (desk.row().state, desk.row().shown) == (MessageState.SENT, 2)


@pytest.mark.parametrize(("asked", "waited"), [("30", 30), ("1.5", 1.5), ("soon", 2), ("", 2), ("99999999", 900)])
def test_a_rate_limited_post_waits_as_asked_and_is_sent_once(desk: Desk, asked: str, waited: float) -> None:
    desk.slack.faults.rate_limit("chat.postMessage", retry_after=asked)
    desk.put("a riddle")
    desk.sender.send_due()
    assert desk.row().next_attempt_at == FRIDAY + timedelta(seconds=waited)
    assert desk.posts() == []
    desk.clock.forward(seconds=waited)
    desk.sender.send_due()
    assert desk.posts() == ["a riddle"]


@pytest.mark.parametrize(
    ("word", "remedy"),
    [
        ("not_in_channel", "/invite @riddlewire"),
        ("channel_not_found", "slack.channels"),
        ("is_archived", "unarchive"),
        ("missing_scope", "manifest.json"),
        ("invalid_blocks", "report it"),
        ("token_revoked", "install the app again"),
        ("a_word_of_next_year", "a_word_of_next_year"),
    ],
)
def test_a_refusal_parks_the_message_with_its_remedy(desk: Desk, word: str, remedy: str) -> None:
    desk.slack.faults.slack_error("chat.postMessage", word)
    desk.put("a riddle")
    desk.send_until_quiet()
    assert desk.row().state == MessageState.PARKED
    assert remedy in desk.row().fault
    assert desk.posts() == []


def test_a_channel_that_the_bot_is_not_in_does_not_hold_up_the_others(desk: Desk) -> None:
    desk.put("for strangers", "post:1", channel="C0GENERAL")
    desk.put("a riddle", "post:2")
    desk.send_until_quiet()
    assert desk.posts() == ["a riddle"]
    assert "invite the bot" in desk.row("post:1").fault


def test_an_unreachable_slack_is_tried_again_and_the_message_arrives(slack: LocalSlack, opened: Database) -> None:
    desk = Desk(slack, opened)
    nobody = WebClient(slack.bot_token, base_url="http://127.0.0.1:9/api/", timeout=1, retry_handlers=[])
    desk.put("a riddle")
    Sender(opened, nobody, desk.clock, QUICK).send_due()
    assert desk.row().state == MessageState.PENDING
    assert "check the network" in desk.row().fault
    desk.send_until_quiet()
    assert desk.posts() == ["a riddle"]


def test_what_a_crash_cut_short_is_looked_at_by_a_person_and_not_sent_again(desk: Desk) -> None:
    desk.put("a riddle")
    with desk.opened.writing() as session:
        outbox.sending(session, desk.row())
    assert desk.sender.send_due() == 0  # another process may be at it
    with desk.opened.writing() as session:
        outbox.interrupted(session)
    desk.send_until_quiet()
    assert desk.posts() == []
    assert desk.row().state == MessageState.UNKNOWN


def test_many_messages_under_every_fault_are_sent_at_most_once_each(desk: Desk) -> None:
    for number in range(60):
        desk.put(f"riddle {number}", f"post:{number}")
    faults = desk.slack.faults
    for _ in range(4):
        faults.drop_reply("chat.postMessage")
        faults.rate_limit("chat.postMessage", retry_after="1")
        faults.html("chat.postMessage", accepted=True)
        faults.server_error("chat.postMessage", accepted=True)
    desk.send_until_quiet()
    sent = desk.posts()
    assert len(sent) == len(set(sent)) == 60  # those whose answer was lost did arrive
    with desk.opened.reading() as session:
        assert len(outbox.stuck(session)) == 12


def test_posts_keep_slacks_pace_in_a_channel_and_edits_a_slower_one(slack: LocalSlack, opened: Database) -> None:
    desk = Desk(slack, opened, Pace(between_posts=0.4, between_edits=0.8, between_looks=0.02))
    desk.sender.start()
    for number in range(3):
        desk.put(f"riddle {number}", f"post:{number}")
    slack.history.wait_for("post", count=3)
    for number in range(2):
        desk.put(f"answer {number}", "post:0")
        slack.history.wait_for("update", count=number + 1)
    desk.sender.stop()
    moments = [entry.at for entry in slack.history.entries("post")]
    assert all(later - earlier >= 0.39 for earlier, later in pairwise(moments))
    first, second = (entry.at for entry in slack.history.entries("update"))
    assert second - first >= 0.79


def test_a_stopped_sender_sends_nothing_more(desk: Desk) -> None:
    before = threading.active_count()
    desk.sender.start()
    desk.sender.stop()
    desk.put("a riddle")
    assert desk.sender.send_due() == 0
    assert threading.active_count() == before


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def put_picture(desk: Desk, home: Path, there: bool = True) -> None:
    """A message, and a picture for its thread."""
    if there:
        (home / "charts").mkdir()
        (home / "charts" / "1.png").write_bytes(PIXEL)
    desk.put("the week", "weekly:1")
    with desk.opened.writing() as session:
        picture = outbox.Picture("charts/1.png", "How people rate", "A line from 3 to 4.")
        outbox.put_picture(session, "chart:1", (CHANNEL, "weekly:1"), picture, desk.clock.now)


@pytest.fixture
def painter(slack: LocalSlack, opened: Database, tmp_path: Path) -> Desk:
    """A desk whose sender finds pictures."""
    desk = Desk(slack, opened)
    desk.sender = Sender(opened, desk.client, desk.clock, QUICK, home=tmp_path)
    return desk


def test_a_picture_goes_into_its_thread_once_with_words_for_who_does_not_see_it(painter: Desk, tmp_path: Path) -> None:
    put_picture(painter, tmp_path)
    painter.send_until_quiet()
    painter.send_until_quiet()
    shown = [entry for entry in painter.slack.history.entries("post") if entry["files"]]
    assert [entry["thread_ts"] for entry in shown] == [painter.row("weekly:1").ts]
    (asked,) = painter.slack.history.calls("files.getUploadURLExternal")
    assert asked["args"]["alt_txt"] == "A line from 3 to 4."
    row = painter.row("chart:1")
    assert (row.state, row.shown) == (MessageState.SENT, 1)
    assert row.ts.startswith("F")


def test_a_picture_whose_fate_is_unknown_is_not_uploaded_again(painter: Desk, tmp_path: Path) -> None:
    put_picture(painter, tmp_path)
    painter.slack.faults.drop_reply("files.completeUploadExternal")
    painter.send_until_quiet()
    painter.send_until_quiet()
    assert painter.row("chart:1").state == MessageState.UNKNOWN
    assert len(painter.slack.history.calls("files.completeUploadExternal")) == 1


def test_a_picture_that_is_gone_is_parked_with_the_reason(painter: Desk, tmp_path: Path) -> None:
    put_picture(painter, tmp_path, there=False)
    painter.send_until_quiet()
    assert painter.row("chart:1").fault == "The picture charts/1.png is gone; nothing is to be done."


def test_a_channel_without_the_bot_or_archived_parks_the_post_with_a_sentence(desk: Desk) -> None:
    desk.slack.archive("general")
    desk.put("for nobody", "post:1", channel="C0GENERAL")
    desk.slack.remove_bot("riddles")
    desk.put("a riddle", "post:2")
    desk.send_until_quiet()
    assert "unarchive the channel" in desk.row("post:1").fault
    assert "invite the bot" in desk.row("post:2").fault


def test_without_the_scope_a_picture_is_parked_with_the_remedy(opened: Database, tmp_path: Path) -> None:
    told = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))
    told["oauth_config"]["scopes"]["bot"].remove("files:write")
    with LocalSlack(manifest.parse(told)) as narrow:
        desk = Desk(narrow, opened)
        desk.sender = Sender(opened, desk.client, desk.clock, QUICK, home=tmp_path)
        put_picture(desk, tmp_path)
        desk.send_until_quiet()
        assert "install the app again from manifest.json" in desk.row("chart:1").fault


def test_what_an_admin_sends_again_arrives_and_what_they_dismiss_does_not(desk: Desk) -> None:
    desk.put("one", "post:1", channel="C0GENERAL")
    desk.put("its answer", "reveal:1", thread_key="post:1", channel="C0GENERAL")
    desk.put("two", "post:2", channel="C0GENERAL")
    desk.send_until_quiet()
    assert desk.posts() == []
    with desk.opened.writing() as session:
        outbox.dismiss(session, desk.row("post:1").id or 0)
        row = outbox.resend(session, desk.row("post:2").id or 0, desk.clock.now)
        row.channel = CHANNEL
    desk.send_until_quiet()
    assert desk.posts() == ["two"]
    assert desk.row("reveal:1").state == MessageState.DISMISSED
    with desk.opened.writing() as session, pytest.raises(StorageError, match="not stuck"):
        outbox.resend(session, desk.row("post:2").id or 0, desk.clock.now)
