"""The child program that parses one feed: bytes on standard input, JSON on standard output.

A feed can be built to make any parser slow or hungry, so parsing happens where it can be ended:
``python -m riddles.feeds.child SECONDS MEGABYTES``. It imports nothing heavy and starts in well under half a second.
"""

import json
import sys
from dataclasses import asdict

from riddles.article import Article
from riddles.errors import FeedUnreadable
from riddles.feeds import formats

OUT_OF_MEMORY = 3


def main(arguments: list[str]) -> int:
    """Parse standard input within the limits given; the exit status is 0, or OUT_OF_MEMORY."""
    _limit(seconds=int(arguments[0]), megabytes=int(arguments[1]))
    try:
        answer = _answer(sys.stdin.buffer.read())
    except MemoryError:
        return OUT_OF_MEMORY
    sys.stdout.write(json.dumps(answer))
    return 0


def _answer(body: bytes) -> dict[str, object]:
    try:
        return {"articles": [_told(article) for article in formats.articles_in(body)]}
    except FeedUnreadable as error:
        return {"fault": str(error)}


def _told(article: Article) -> dict[str, object]:
    published = article.published.isoformat() if article.published else None
    return asdict(article) | {"published": published}


def _limit(seconds: int, megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's clock still ends this process
        return
    for kind, value in (
        (resource.RLIMIT_CPU, seconds + 1),
        (resource.RLIMIT_AS, megabytes * 1024 * 1024),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(kind, (value, value))
        except (ValueError, OSError):  # macOS refuses an address-space limit
            continue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
