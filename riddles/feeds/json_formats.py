"""JSON Feed and news API answers, from their JSON text to articles."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from riddles.article import Article
from riddles.errors import FeedUnreadable
from riddles.feeds.plain_text import (
    MAX_SOURCE,
    MAX_TEXT,
    MAX_TITLE,
    moment,
    safe_link,
    story,
    stripped,
)

MAX_ITEMS = 100


def articles(text: str) -> Iterable[Article]:
    """At most MAX_ITEMS articles of a JSON document. Raises FeedUnreadable."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FeedUnreadable(f"is not readable JSON ({_first_line(error)}); try later.") from error
    if isinstance(told, dict) and isinstance(told.get("items"), list):
        source = _text(told.get("title"), MAX_SOURCE)
        items = [item for item in told["items"][:MAX_ITEMS] if isinstance(item, dict)]
        return (_from_json_item(item, source) for item in items)
    if isinstance(told, dict) and isinstance(told.get("articles"), list):
        items = [item for item in told["articles"][:MAX_ITEMS] if isinstance(item, dict)]
        return (_from_news_api(item) for item in items)
    if isinstance(told, dict) and told.get("status") == "error":
        raise FeedUnreadable(f"answered {_text(told.get('message'), 150)!r}; correct its settings.")
    raise FeedUnreadable("is JSON, but neither a JSON Feed nor a news API answer; use another feed.")


def _from_json_item(item: Mapping[str, Any], source: str) -> Article:
    """JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1)."""
    fields = (item.get("content_html"), item.get("content_text"), item.get("summary"))
    return story(
        title=_text(item.get("title"), MAX_TITLE),
        text=max((_text(field, MAX_TEXT) for field in fields), key=len),
        link=safe_link(item.get("url")) or safe_link(item.get("external_url")),
        source=source,
        published=moment(item.get("date_published")),
    )


def _from_news_api(item: Mapping[str, Any]) -> Article:
    """One of the articles of a News API-style answer; its ``content`` is often a cut-off copy."""
    told: list[str] = []
    source = item.get("source")
    for field in (item.get("description"), item.get("content")):
        part = re.sub(r"\s*\[\+\d+ chars\]$", "", _text(field, MAX_TEXT))
        if part and not any(part[:40] in earlier for earlier in told):
            told.append(part)
    return story(
        title=_text(item.get("title"), MAX_TITLE),
        text=" ".join(told),
        link=safe_link(item.get("url")),
        source=_text(source.get("name"), MAX_SOURCE) if isinstance(source, dict) else "",
        published=moment(item.get("publishedAt")),
    )


def _text(value: object, limit: int) -> str:
    return stripped(value, limit) if isinstance(value, str) else ""


def _first_line(error: BaseException) -> str:
    return str(error).split("\n")[0][:100] or type(error).__name__
