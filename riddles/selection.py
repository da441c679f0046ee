"""Which of the gathered stories may become a riddle, and in which order. Pure: nothing is read or stored here."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from riddles import harm, settings
from riddles.article import Article, is_fresh, tells_same_story, words

FEWEST_WORDS = 18  # of title and text together; large publishers send a headline and one sentence of 20 to 25 words
_READ_WORDS = 300
_SHORT = 8  # words; below that one English word is enough
_ENGLISH_SHARE = 0.15
_OLDEST = datetime.min.replace(tzinfo=UTC)
_LETTER = re.compile(r"[^\W\d_]")
# frequent in English and rare in the other languages of Latin script
_ENGLISH = frozenset(
    "the of and to for with that on is was at by from has have had its it as are an be been but not this which who "
    "will would they their he his she her we our you your i my me what where when how if can could than then or "
    "into over after before about up out all more one no so there were said do does did am yet though without while "
    "through every never only like some any each us them him a in".split()
)


@dataclass(frozen=True)
class Selection:
    """``fit`` stories in the order they should be tried, and each of the others with the reason."""

    fit: tuple[Article, ...]
    refused: tuple[tuple[Article, str], ...]


def select(articles: Sequence[Article], seen: Sequence[Article], now: datetime, news: settings.News) -> Selection:
    """The stories fit for a riddle: fresh, told for the first time, long enough, English and harmless.

    ``seen`` are stories already used. Of one story told twice, the first in ``articles`` stays. ``fit`` starts with
    the freshest story of each source, freshest first, then the second of each source, and so on; undated stories are
    the last of their source. A reason is a clause that continues "the story ...".
    """
    fit: list[Article] = []
    refused: list[tuple[Article, str]] = []
    max_age = timedelta(hours=news.max_age_hours)
    rules: tuple[Callable[[Article], str], ...] = (
        lambda article: "" if is_fresh(article, now, max_age) else f"is not from the last {news.max_age_hours} hours",
        _too_short,
        lambda article: "" if speaks_english(f"{article.title} {article.text}") else "is not in English",
        lambda article: harm.unfit(article, news.refused_words),
        lambda article: "was used before" if _told_in(article, seen) else "",
        lambda article: "is told by another source too" if _told_in(article, fit) else "",
    )
    for article in articles:
        if reason := next(filter(None, (rule(article) for rule in rules)), ""):
            refused.append((article, reason))
        else:
            fit.append(article)
    return Selection(tuple(_in_turn(fit)), tuple(refused))


def speaks_english(text: str) -> bool:
    """Whether enough of the text's words are the small words of English; an empty text is not English.

    Not covered: English of fewer than three words, and a mixture of languages.
    """
    told = words(text)[:_READ_WORDS]
    letters = _LETTER.findall(text[:2000])
    if not told or sum(letter.isascii() for letter in letters) < 0.8 * len(letters):
        return False
    small = sum(word in _ENGLISH for word in told)
    return small > 0 if len(told) < _SHORT else small >= _ENGLISH_SHARE * len(told)


def _too_short(article: Article) -> str:
    told = len(words(f"{article.title} {article.text}"))
    return f"has only {told} words" if told < FEWEST_WORDS else ""


def _told_in(article: Article, others: Iterable[Article]) -> bool:
    return any(tells_same_story(article, other) for other in others)


def _in_turn(articles: Sequence[Article]) -> Iterator[Article]:
    """Freshest first, the sources taking turns."""
    ordered = sorted(articles, key=_moment, reverse=True)
    turns: Counter[str] = Counter()
    placed: list[tuple[int, int]] = []
    for place, article in enumerate(ordered):
        placed.append((turns[article.source], place))
        turns[article.source] += 1
    return (ordered[place] for _, place in sorted(placed))


def _moment(article: Article) -> datetime:
    return article.published or _OLDEST
