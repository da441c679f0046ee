"""From the bytes of one feed to articles: RSS 0.9 to 2.0, RDF, Atom, JSON Feed and news API answers.

Runs inside the limited child (see ``child``); nothing here defends against slowness or memory, the child's
limits do. FeedUnreadable carries only the end of a sentence ("has no stories; ..."): the parent knows the name.
"""

import calendar
import codecs
import io
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import islice
from time import struct_time
from typing import Any

import feedparser

from riddles.article import Article
from riddles.errors import FeedUnreadable
from riddles.feeds import json_formats
from riddles.feeds.plain_text import (
    MAX_SOURCE,
    MAX_TEXT,
    MAX_TITLE,
    safe_link,
    story,
    stripped,
)

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARATION = re.compile(r"<\?xml[^<>]{0,200}\?>", re.IGNORECASE)
_ENCODING = re.compile(rb"""^\s*<\?xml[^<>]{0,100}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f￾￿]")
_ITEM_END = re.compile(r"</(?:\w{1,20}:)?(?:item|entry)\s*>")
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]{0,40})")


def articles_in(body: bytes) -> list[Article]:
    """At most json_formats.MAX_ITEMS articles, in the feed's order. Raises FeedUnreadable."""
    text = _decoded(body).lstrip()
    if not text:
        raise FeedUnreadable("is empty; check its address.")
    found = json_formats.articles(text) if text[0] == "{" else _from_xml(text)
    articles = [article for article in found if article.title]
    if not articles:
        raise FeedUnreadable("has no stories; use another feed, or try again later.")
    return articles


def _decoded(body: bytes) -> str:
    """The body as text, by its byte order mark, else by its XML declaration, else as UTF-8.

    What is checked below is then exactly what is parsed: no second opinion about the encoding.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, errors="replace")
    declared = _ENCODING.match(body[:300])
    encoding = declared[1].decode("ascii") if declared else "utf-8"
    try:
        return body.decode(encoding, errors="replace")
    except (LookupError, UnicodeError, ValueError) as error:
        raise FeedUnreadable(f"declares the unknown encoding {encoding!r}; ask its publisher.") from error


def _from_xml(text: str) -> Iterable[Article]:
    document = _few_items(_NOT_XML.sub("", _without_declaration(text)))
    parsed = feedparser.parse(
        io.BytesIO(document.encode("utf-8", errors="replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,  # plain_text strips it, linearly
        resolve_relative_uris=False,
    )
    if not parsed.get("version") and not parsed.entries:
        raise FeedUnreadable("is no RSS, RDF, Atom or JSON feed; use the address of a feed, often found under /rss.")
    source = stripped(str(parsed.feed.get("title", "")), MAX_SOURCE)
    return (_from_entry(entry, source) for entry in parsed.entries[: json_formats.MAX_ITEMS])


def _without_declaration(text: str) -> str:
    """The document behind its prolog; a document type is refused because it may define entities."""
    rest = _DECLARATION.sub("", text, count=1).lstrip()
    while rest.startswith(("<?", "<!--")):
        end = "?>" if rest.startswith("<?") else "-->"
        _, closed, rest = rest.partition(end)
        if not closed:
            raise FeedUnreadable("is cut off before its first element; try again later.")
        rest = rest.lstrip()
    start = rest[:200].lower()
    if start.startswith("<html") or re.match(r"<!doctype\s+html", start):
        raise FeedUnreadable("is a web page, not a feed; use the address of its RSS feed.")
    if start.startswith("<!"):
        raise FeedUnreadable(
            "has a document type (DOCTYPE), which is refused because it can hide a bomb; "
            "use another feed of the publisher."
        )
    return rest


def _few_items(text: str) -> str:
    """The document closed after json_formats.MAX_ITEMS items, so that a giant feed costs no more than a full one."""
    ends = [found.end() for found in islice(_ITEM_END.finditer(text), json_formats.MAX_ITEMS + 1)]
    root = _ROOT.search(text)
    if len(ends) <= json_formats.MAX_ITEMS or not root:
        return text
    channel = "</channel>" if root[1].lower() == "rss" else ""
    return f"{text[: ends[json_formats.MAX_ITEMS - 1]]}{channel}</{root[1]}>"


def _from_entry(entry: Mapping[str, Any], source: str) -> Article:
    contents = [str(content.get("value", "")) for content in entry.get("content", [])[:3]]
    texts = [stripped(part, MAX_TEXT) for part in (str(entry.get("summary", "")), *contents)]
    return story(
        title=stripped(str(entry.get("title", "")), MAX_TITLE),
        text=max(texts, key=len),
        link=safe_link(entry.get("link")),
        source=source,
        published=_instant(entry.get("published_parsed") or entry.get("updated_parsed")),
    )


def _instant(parsed: object) -> datetime | None:
    if not isinstance(parsed, struct_time):
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError):
        return None
