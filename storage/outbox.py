"""The outbox: messages are rows first and Slack messages second.

A first sending whose outcome is unknown is never repeated blindly; an edit may be repeated as often as it takes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, select

from riddles.errors import StorageError
from storage.tables import Message, MessageState

_FIRST_RETRY, _LONGEST_RETRY, _ATTEMPTS = timedelta(seconds=2), timedelta(minutes=15), 8


@dataclass(frozen=True)
class Content:
    """What a message says: a plain-text fallback and Block Kit blocks."""

    text: str
    blocks: list[Any]


def put(
    session: Session,
    key: str,
    channel: str,
    content: Content,
    now: datetime,
    thread_key: str = "",
) -> Message:
    """The message with this key: born now, or, if its content changed, marked for an edit.

    The part of the key before the first colon is its kind. ``thread_key`` is the key of the message to answer under.
    """
    found = by_key(session, key)
    if found is None:
        found = Message(
            key=key, kind=key.split(":")[0], channel=channel, thread_key=thread_key, text=content.text,
            blocks=content.blocks, next_attempt_at=now, created_at=now,
        )  # fmt: skip
    elif (found.text, found.blocks) != (content.text, content.blocks):
        found.text, found.blocks, found.wanted = content.text, content.blocks, found.wanted + 1
        if found.state == MessageState.SENT:
            found.attempts, found.next_attempt_at = 0, now
    session.add(found)
    session.flush()
    return found


@dataclass(frozen=True)
class Picture:
    """A picture: its path relative to the data folder, its title, and what it shows in words."""

    path: str
    title: str
    told: str


def put_picture(session: Session, key: str, place: tuple[str, str], picture: Picture, now: datetime) -> Message:
    """The picture with this key; it is never edited. ``place``: channel, and key of the message it answers."""
    found = by_key(session, key)
    if found is None:
        found = Message(
            key=key, kind=key.split(":")[0], channel=place[0], thread_key=place[1], text=picture.title,
            file=picture.path, file_told=picture.told, next_attempt_at=now, created_at=now,
        )  # fmt: skip
        session.add(found)
        session.flush()
    return found


def by_key(session: Session, key: str) -> Message | None:
    """The message with this key."""
    return session.exec(select(Message).where(Message.key == key)).first()


def due(session: Session, now: datetime) -> list[Message]:
    """Messages to send or edit now, oldest first; a thread's answer waits until its first message is sent."""
    query = (
        select(Message)
        .where(
            Message.next_attempt_at <= now,
            or_(
                col(Message.state) == MessageState.PENDING,
                (col(Message.state) == MessageState.SENT) & (col(Message.shown) < col(Message.wanted)),
            ),
        )
        .order_by(col(Message.id))
    )
    return [message for message in session.exec(query) if not message.thread_key or thread_ts(session, message)]


def thread_ts(session: Session, message: Message) -> str:
    """The Slack time stamp of the message this one answers; empty while that is not sent."""
    parent = by_key(session, message.thread_key) if message.thread_key else None
    return parent.ts if parent else ""


def sending(session: Session, message: Message) -> Message:
    """Note, before Slack is called, that it will be: after a crash this row says the outcome is unknown."""
    row = _row(session, message)
    if not row.ts:
        row.state = MessageState.SENDING
    row.attempts += 1
    session.add(row)
    return row


def sent(session: Session, message: Message, ts: str, version: int) -> None:
    """Slack has version ``version`` of the message at ``ts``."""
    row = _row(session, message)
    row.state, row.ts, row.shown, row.attempts, row.fault = MessageState.SENT, ts, version, 0, ""
    session.add(row)


def again_later(session: Session, message: Message, now: datetime, fault: str, wait: float | None = None) -> None:
    """Slack surely has not taken it: try again, and after eight attempts park it.

    ``wait`` is what Slack asked for, in seconds (at most 15 minutes are waited); without it the pauses grow.
    """
    row = _row(session, message)
    row.fault = fault
    if row.attempts >= _ATTEMPTS:
        park(session, message, fault)
        return
    growing = _FIRST_RETRY * 2 ** max(0, row.attempts - 1)
    pause = growing if wait is None else timedelta(seconds=max(0.0, wait))
    row.state = MessageState.SENT if row.ts else MessageState.PENDING
    row.next_attempt_at = now + min(pause, _LONGEST_RETRY)
    session.add(row)


def unknown(session: Session, message: Message, fault: str) -> None:
    """Slack may have taken it: an admin must look, it is not sent again."""
    row = _row(session, message)
    row.state, row.fault = MessageState.UNKNOWN, fault
    session.add(row)


def park(session: Session, message: Message, fault: str) -> None:
    """Give up on the message until an admin looks; an edit that is given up leaves the message as Slack has it."""
    row = _row(session, message)
    row.state, row.fault = MessageState.PARKED, fault
    session.add(row)


def interrupted(session: Session) -> list[Message]:
    """At start: messages whose sending a crash cut short become ``unknown``; returns them."""
    rows = list(session.exec(select(Message).where(Message.state == MessageState.SENDING)))
    for row in rows:
        unknown(
            session,
            row,
            "The bot stopped while this was being sent; look in the channel whether it arrived.",
        )
    return rows


def stuck(session: Session) -> list[Message]:
    """Messages an admin should look at: unknown or parked."""
    wanted = (MessageState.UNKNOWN, MessageState.PARKED)
    return list(session.exec(select(Message).where(col(Message.state).in_(wanted)).order_by(col(Message.id))))


def resend(session: Session, message_id: int, now: datetime) -> Message:
    """An admin wants it tried again, even where it may arrive twice. Raises StorageError if it is not stuck."""
    row = _stuck(session, message_id)
    row.state = MessageState.SENT if row.ts else MessageState.PENDING
    row.attempts, row.fault, row.next_attempt_at = 0, "", now
    session.add(row)
    return row


def dismiss(session: Session, message_id: int) -> Message:
    """An admin lets it be: it arrived after all, or is not wanted any more; answers in its thread go with it.

    An edit that is dismissed leaves the message as Slack has it. Raises StorageError if it is not stuck.
    """
    row = _stuck(session, message_id)
    if row.ts:
        row.state, row.shown = MessageState.SENT, row.wanted
    else:
        row.state = MessageState.DISMISSED
        waiting = select(Message).where(Message.thread_key == row.key, col(Message.state) == MessageState.PENDING)
        for answer in session.exec(waiting):
            answer.state = MessageState.DISMISSED
            session.add(answer)
    session.add(row)
    return row


def _stuck(session: Session, message_id: int) -> Message:
    row = session.get(Message, message_id, populate_existing=True)
    if row is None:
        raise StorageError(f"There is no message {message_id}; `riddlewire outbox list` shows those that are stuck.")
    if row.state not in (MessageState.UNKNOWN, MessageState.PARKED):
        raise StorageError(f"Message {message_id} is {row.state}, not stuck; nothing is to be done.")
    return row


def _row(session: Session, message: Message) -> Message:
    row = session.get(Message, message.id)
    assert row is not None, "messages are never deleted"
    return row
