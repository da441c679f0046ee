"""From bytes to articles, in a child process with limits on time and memory."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from riddles.article import Article
from riddles.errors import FeedUnreadable

_ROOT = Path(__file__).resolve().parents[2]
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TEMP", "TMPDIR")  # and so no secret
_OUT_OF_MEMORY = 3  # the exit status of riddles.feeds.child, which this process need not import
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limits:
    """What one parse may cost: wall seconds and megabytes of address space (where the platform has it)."""

    seconds: int = 10
    megabytes: int = 512


def parse(body: bytes, name: str, limits: Limits | None = None) -> list[Article]:
    """The articles in a feed's bytes; ``name`` begins the sentence of an error ("The feed ...").

    Covers RSS, RDF, Atom, JSON Feed and news API answers. At most 100 articles, plain text, titles of at most
    300 characters, links only http(s), times in UTC. Raises FeedUnreadable; the child never outlives the call.
    """
    limits = limits or Limits()
    bounds = f"{limits.seconds} seconds and {limits.megabytes} MB"
    try:
        done = subprocess.run(
            [sys.executable, "-m", "riddles.feeds.child", str(limits.seconds), str(limits.megabytes)],
            input=body,
            capture_output=True,
            timeout=limits.seconds,
            cwd=_ROOT,
            env={key: os.environ[key] for key in _PASSED_ON if key in os.environ},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FeedUnreadable(_too_costly(name, bounds)) from error
    if done.returncode != 0:
        _log.warning("parsing %s ended with status %d", name, done.returncode)
        if done.returncode > 0 and done.returncode != _OUT_OF_MEMORY:  # a bug of ours: keep its traceback
            _log.error("%s", done.stderr.decode(errors="replace")[-4000:])
        raise FeedUnreadable(_too_costly(name, bounds))
    return _articles(json.loads(done.stdout), name)


def _too_costly(name: str, bounds: str) -> str:
    return f"{name} could not be parsed within {bounds}; remove it from [news] feeds."


def _articles(answer: Mapping[str, Any], name: str) -> list[Article]:
    if fault := answer.get("fault"):
        raise FeedUnreadable(f"{name} {fault}")
    return [_article(told) for told in answer["articles"]]


def _article(told: Mapping[str, Any]) -> Article:
    published = datetime.fromisoformat(told["published"]) if told["published"] else None
    return Article(**{**told, "published": published})
