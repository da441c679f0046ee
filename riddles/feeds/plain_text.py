"""Making foreign text plain: no markup, no control or direction characters, single spaces, a bounded length.

The result is safe to store and to measure, not to show: whoever shows it escapes it for that place.
"""

import html
import re
import unicodedata
from datetime import UTC, datetime
from urllib.parse import urlsplit

import nh3

from riddles.article import Article

MAX_TITLE, MAX_TEXT, MAX_SOURCE, MAX_LINK = 300, 20_000, 80, 2_000
_MAX_MARKUP = 200_000  # characters of one story's markup that are looked at; bounds the work per story
_UNTITLED = 80  # characters of a text that stand for its missing title
_SPACING = {"p", "br", "div", "li", "h1", "h2", "h3", "h4", "td", "tr", "blockquote", "figcaption"}
_TAG = re.compile(r"<[^<>]*>")
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}  # control, direction and joining, half pairs, unassigned
_LINK = re.compile(r"https?://[^\s<>|\"'`\\^{}]+", re.IGNORECASE)
_TEASER = re.compile(r"[\s.…]*\b(?:Continue reading|Read more|Read the full story)\b[\s.…»>→]*$")


def plain(text: str, limit: int) -> str:
    """The text in composed form, on one line, with unseen characters gone and at most ``limit`` long."""
    composed = unicodedata.normalize("NFC", text[: limit * 8])
    seen = "".join(char for char in composed if char.isspace() or _is_seen(char))
    collapsed = " ".join(seen.split())
    return collapsed if len(collapsed) <= limit else collapsed[: limit - 1].rstrip() + "…"


def stripped(markup: str, limit: int) -> str:
    """The text of an HTML fragment; scripts and styles are dropped, blocks are kept apart by a space."""
    cleaned = nh3.clean(
        markup[:_MAX_MARKUP],
        tags=_SPACING,
        attributes={},
        clean_content_tags={"script", "style"},
    )
    text = plain(html.unescape(_TAG.sub(" ", cleaned)), limit)
    return _TEASER.sub("", text)


def safe_link(link: object) -> str:
    """The link where it is a plain http(s) address without a user name in it, otherwise nothing."""
    candidate = link.strip() if isinstance(link, str) else ""
    if len(candidate) > MAX_LINK or not _LINK.fullmatch(candidate):
        return ""
    try:
        parts = urlsplit(candidate)
    except ValueError:
        return ""
    return candidate if parts.hostname and "@" not in parts.netloc else ""


def moment(text: object) -> datetime | None:
    """The instant an ISO 8601 text names, in UTC; without a zone it is taken as UTC. None if unclear."""
    try:
        named = datetime.fromisoformat(text.strip()) if isinstance(text, str) else None
        return as_utc(named) if named else None
    except (ValueError, OverflowError):
        return None


def as_utc(instant: datetime) -> datetime:
    """The instant in UTC; one without a zone is taken as UTC already."""
    return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)


def story(*, title: str, text: str, link: str, source: str, published: datetime | None) -> Article:
    """An article from plain parts; one without a title is called by its first words."""
    return Article(
        title=title or plain(text, _UNTITLED),
        text=text,
        link=link,
        source=source,
        published=as_utc(published) if published else None,
    )


def _is_seen(char: str) -> bool:
    return unicodedata.category(char) not in _UNSEEN
