"""The sender: brings the rows of the outbox to Slack, one at a time, never knowingly twice and never silently not.

Before each call the row says that it is being sent; after it, what became of it. SDK retries must be off in the client
that is passed in: they send a post twice when only Slack's answer is lost.
"""

import logging
import threading
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPException
from pathlib import Path
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.messages.addresses import Addresses
from bot.messages.slack_fault import Outcome, judge
from riddles.errors import SlackError
from storage import outbox
from storage.database import Database
from storage.tables import Message

# blocks that Slack brings to workspaces one after another; nothing may depend on them alone
_NEWER = {"context_actions", "data_visualization", "data_table", "card", "carousel", "plan", "alert", "container"}
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Pace:
    """Seconds. Slack allows about one post a second and channel, and few edits a minute."""

    between_posts: float = 1.05
    between_edits: float = 2.5
    between_looks: float = 0.3


class Sender:
    """A thread that sends what is due. ``send_due`` is one look, for tests and for the thread alike.

    ``addresses`` resolves people, where messages are for them or name them; pictures lie below ``home``.
    """

    def __init__(
        self, database: Database, client: WebClient, clock: Callable[[], datetime], pace: Pace | None = None,
        addresses: Addresses | None = None, home: Path | None = None,
    ) -> None:  # fmt: skip
        self._database = database
        self._addresses = addresses
        self._home = home or Path()
        self._client = client
        self._clock = clock
        self._pace = pace or Pace()
        self._unknown_there: set[str] = set()  # kinds of newer blocks that this workspace refused
        self._last: dict[str, float] = {}  # monotonic time of the last call, by channel (posts) or message key (edits)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="outbox", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self, patience: float = 3.0) -> None:
        """Send nothing more; a call longer than ``patience`` seconds is left, to be unknown at the next start."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(patience)

    def send_due(self) -> int:
        """Send everything that is due and that Slack's pace allows now; returns how many calls were made."""
        with self._database.reading() as session:
            waiting = outbox.due(session, self._clock())
        calls = 0
        for message in waiting:
            if self._stopping.is_set():
                break
            if self._may_go(message):
                self._send(message)
                calls += 1
        return calls

    def _run(self) -> None:
        while not self._stopping.wait(self._pace.between_looks):
            try:
                self.send_due()
            except Exception:  # a process edge: the thread must outlive a full disk  # noqa: BLE001
                _LOG.exception("A look into the outbox failed; the next one is in a moment.")
                self._stopping.wait(2.0)

    def _may_go(self, message: Message) -> bool:
        line, pause = _line(message, self._pace)
        return time.monotonic() - self._last.get(line, float("-inf")) >= pause

    def _send(self, message: Message) -> None:
        with self._database.writing() as session:
            row = outbox.sending(session, message)
            thread = outbox.thread_ts(session, row)
        try:
            ts = self._call(row, thread)
        except SlackError as error:
            with self._database.writing() as session:
                outbox.park(session, row, str(error))
        except (SlackClientError, HTTPException, OSError, ValueError) as error:
            self._failed(row, error)
        else:
            with self._database.writing() as session:
                outbox.sent(session, row, ts, row.wanted)
        finally:
            self._last[_line(message, self._pace)[0]] = time.monotonic()

    def _call(self, row: Message, thread: str) -> str:
        """Post or edit; where Slack refuses a block that only newer clients know, the same without it."""
        content: dict[str, Any] = {"text": row.text, "blocks": row.blocks}
        channel = row.channel
        if self._addresses is not None:
            channel, content = self._addresses.channel(channel), self._addresses.named(content)
        place = {"channel": channel, "thread": thread}
        if row.file:
            return _upload(self._client, row, place, self._home / row.file)
        content["blocks"] = without(content["blocks"], self._unknown_there)
        try:
            return _call(self._client, row, place, content)
        except SlackApiError as error:
            newer = {block.get("type") for block in content["blocks"]} & _NEWER
            if error.response.get("error") != "invalid_blocks" or not newer:
                raise
            ts = _call(self._client, row, place, {**content, "blocks": without(content["blocks"], newer)})
            self._unknown_there |= newer
            _LOG.warning("This workspace takes no %s; messages are sent without them.", ", ".join(sorted(newer)))
            return ts

    def _failed(self, row: Message, error: Exception) -> None:
        fault = judge(error)
        with self._database.writing() as session:
            if fault.outcome == Outcome.REFUSED:
                outbox.park(session, row, fault.sentence)
            elif fault.outcome == Outcome.NOT_TAKEN or row.ts:  # an edit may be repeated as often as it takes
                outbox.again_later(session, row, self._clock(), fault.sentence, fault.wait)
            else:
                outbox.unknown(session, row, fault.sentence)
        _LOG.warning("Message %s, attempt %d: %s", row.key, row.attempts, fault.sentence)


def _line(message: Message, pace: Pace) -> tuple[str, float]:
    """What a message queues for: its channel if it is new, itself if it is an edit; and the pause there."""
    return (message.key, pace.between_edits) if message.ts else (message.channel, pace.between_posts)


def _upload(client: WebClient, row: Message, place: dict[str, str], path: Path) -> str:
    """Upload a picture; returns the file's id. Raises whatever the client raises, SlackError for a missing picture.

    Slack takes a file in three calls, of which only the last shows it. A fault in any of them makes the outcome
    unknown, as with a post: a picture too few is a small loss, a picture twice looks broken.
    """
    if not path.is_file():
        raise SlackError(f"The picture {row.file} is gone; nothing is to be done.")
    answer = client.files_upload_v2(
        channel=place["channel"], thread_ts=place["thread"] or None, file=str(path), filename=path.name,
        title=row.text, alt_txt=row.file_told, request_file_info=False,
    )  # fmt: skip
    files = answer.get("files") or []
    if not files or not files[0].get("id"):
        raise ValueError("Slack's answer to an upload has no file")
    return str(files[0]["id"])


def without(blocks: Sequence[Any], kinds: Collection[str]) -> list[Any]:
    """The blocks that are of none of these kinds."""
    return [block for block in blocks if block.get("type") not in kinds]


def _call(client: WebClient, row: Message, place: dict[str, str], content: dict[str, Any]) -> str:
    """Post or edit; returns the message's Slack time stamp. Raises whatever the client raises, ValueError for no ts."""
    if row.ts:
        client.chat_update(ts=row.ts, channel=place["channel"], **content)
        return row.ts
    # the key travels along, so that a message whose answer was lost can be found again by whoever may read history
    metadata = {"event_type": "riddlewire_outbox", "event_payload": {"key": row.key}}
    answer = client.chat_postMessage(
        channel=place["channel"], thread_ts=place["thread"] or None, unfurl_links=False, unfurl_media=False,
        metadata=metadata, **content,
    )  # fmt: skip
    ts = answer.get("ts")
    if not isinstance(ts, str) or not ts:
        raise ValueError("Slack's answer to a post has no time stamp")
    return ts
