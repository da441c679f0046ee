"""An article: one news story, and whether two of them tell the same story."""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_SAME_STORY = 0.6  # share of title words two headlines have in common; see tests/riddles/test_article.py


@dataclass(frozen=True)
class Article:
    """One news story as a feed told it, already plain text (no markup, no control characters).

    ``published`` is timezone-aware or None where the feed gives no date.
    """

    title: str
    text: str = ""
    link: str = ""
    source: str = ""
    published: datetime | None = None

    @property
    def fingerprint(self) -> str:
        """A stable identity of the story: hash of its link, or of its words where it has no link.

        It decides once and for all on which side of the train/held-out split the story falls.
        """
        identity = self.link or " ".join(words(f"{self.title} {self.text}"))
        return hashlib.sha256(identity.encode()).hexdigest()[:32]


def words(text: str) -> list[str]:
    """The lower-case words of a text, letters and digits only."""
    return [word.lower() for word in _WORD.findall(text)]


def is_fresh(article: Article, now: datetime, max_age: timedelta) -> bool:
    """Whether the story is at most ``max_age`` old; an undated story is taken as fresh.

    A date up to one day in the future is a feed's wrong clock or time zone, later is refused.
    """
    if article.published is None:
        return True
    age = now.astimezone(UTC) - article.published.astimezone(UTC)
    return timedelta(days=-1) <= age <= max_age


def tells_same_story(one: Article, other: Article) -> bool:
    """Whether two articles tell one story: the same link, or mostly the same headline words."""
    if one.link and one.link == other.link:
        return True
    first, second = _title_words(one.title), _title_words(other.title)
    if not first or not second:
        return first == second and words(one.text) == words(other.text)
    return len(first & second) / len(first | second) >= _SAME_STORY


@lru_cache(maxsize=4096)  # each new story is compared with every story already used
def _title_words(title: str) -> frozenset[str]:
    return frozenset(words(title))
