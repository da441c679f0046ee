"""Logs: short lines on stderr for whoever watches, one JSON object a line in the data folder for whoever searches.

Both are plain ASCII on one line each (a traceback follows indented on stderr), with everything that looks like a secret
replaced, whatever library wrote it.
"""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from riddles.settings import redacted

NAME = "riddlewire.log"
_MOST_BYTES, _KEPT = 5_000_000, 3
# what a record must reach to be kept: Bolt's warnings quote strangers' bodies, the SDK's errors reach our code anyway
_LEVELS = {
    "slack_bolt": logging.ERROR, "bot.socket": logging.ERROR,
    "slack_sdk.web.base_client": logging.CRITICAL, "apscheduler": logging.ERROR,
    "websocket": logging.CRITICAL, "alembic": logging.WARNING,
}  # fmt: skip


class Readable(logging.Formatter):
    """``09:00:00 INFO bot.posting: sentence``."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and an indented traceback."""
        at = datetime.fromtimestamp(record.created, UTC)
        line = f"{at:%H:%M:%S} {record.levelname} {record.name}: {_ascii(record.getMessage())}"
        trace = _traceback(self, record)
        return line + "".join(f"\n    {_ascii(part)}" for part in trace.splitlines())


class Structured(logging.Formatter):
    """One JSON object with ``time``, ``level``, ``where``, ``said`` and, for errors nobody expected, ``traceback``."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        facts = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "where": record.name,
            "said": redacted(record.getMessage()),
        }
        trace = _traceback(self, record)
        return json.dumps(facts | ({"traceback": redacted(trace)} if trace else {}))


@contextmanager
def kept(home: Path, quiet: bool = False) -> Iterator[None]:
    """Send every log record of the block to ``home``/riddlewire.log and, unless ``quiet``, to stderr."""
    file = RotatingFileHandler(home / NAME, maxBytes=_MOST_BYTES, backupCount=_KEPT, encoding="ascii", delay=True)
    file.setFormatter(Structured())
    handlers: list[logging.Handler] = [file]
    if not quiet:
        terminal = logging.StreamHandler()
        terminal.setFormatter(Readable())
        handlers.append(terminal)
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    for name, level in _LEVELS.items():
        logging.getLogger(name).setLevel(level)
    for handler in handlers:
        root.addHandler(handler)
    try:
        yield
    finally:
        for handler in handlers:
            root.removeHandler(handler)
            handler.close()


def _ascii(text: str) -> str:
    """The text with secrets replaced, on one line, in ASCII."""
    return redacted(text).replace("\r", "\\r").replace("\n", "\\n").encode("ascii", "backslashreplace").decode()


def _traceback(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    return formatter.formatException(record.exc_info) if record.exc_info else ""
