from datetime import datetime, timedelta

from storage import outbox
from storage.database import Database
from storage.outbox import Content
from storage.tables import MessageState

HELLO = Content("hello", [{"type": "divider"}])


def test_the_same_key_is_one_message_and_new_content_is_an_edit(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        first = outbox.put(session, "run:1", "C1", HELLO, now)
        outbox.sending(session, first)
        outbox.sent(session, first, "100.1", first.wanted)
        assert outbox.due(session, now) == []
        same = outbox.put(session, "run:1", "C1", HELLO, now)
        assert (same.id, same.wanted) == (first.id, 1)
        outbox.put(session, "run:1", "C1", Content("half way", []), now)
        (edit,) = outbox.due(session, now)
        assert (edit.ts, edit.shown, edit.wanted, edit.kind) == ("100.1", 1, 2, "run")


def test_an_answer_in_a_thread_waits_for_its_first_message(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        answer = outbox.put(session, "reveal:1", "C1", HELLO, now, thread_key="post:1")
        assert outbox.due(session, now) == []
        post = outbox.put(session, "post:1", "C1", HELLO, now)
        assert [message.key for message in outbox.due(session, now)] == ["post:1"]
        outbox.sent(session, post, "100.1", 1)
        assert [message.key for message in outbox.due(session, now)] == ["reveal:1"]
        assert outbox.thread_ts(session, answer) == "100.1"


def test_a_crash_while_sending_leaves_an_unknown_outcome_that_is_never_sent_again(
    opened: Database, now: datetime
) -> None:
    with opened.writing() as session:
        outbox.sending(session, outbox.put(session, "post:1", "C1", HELLO, now))
    with opened.writing() as session:
        assert [message.key for message in outbox.interrupted(session)] == ["post:1"]
        assert outbox.due(session, now + timedelta(days=1)) == []
        assert [message.state for message in outbox.stuck(session)] == [MessageState.UNKNOWN]


def test_retries_pause_longer_each_time_and_end_parked(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        message = outbox.put(session, "post:1", "C1", HELLO, now)
        pauses = []
        for _ in range(8):
            outbox.sending(session, message)
            outbox.again_later(session, message, now, "connection refused")
            pauses.append(message.next_attempt_at - now)
        assert pauses[:4] == [timedelta(seconds=seconds) for seconds in (2, 4, 8, 16)]
        assert message.state == MessageState.PARKED


def test_a_wait_that_slack_asks_for_is_kept_up_to_a_quarter_of_an_hour(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        message = outbox.put(session, "post:1", "C1", HELLO, now)
        outbox.again_later(session, message, now, "rate limited", wait=30)
        assert outbox.due(session, now + timedelta(seconds=29)) == []
        assert len(outbox.due(session, now + timedelta(seconds=30))) == 1
        outbox.again_later(session, message, now, "rate limited", wait=86_400)
        assert message.next_attempt_at == now + timedelta(minutes=15)
