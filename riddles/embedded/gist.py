"""The place of a story and one number in it, by plain rules.

Not covered: places written in lower case, numbers written as words above twelve, languages other than English.
"""

import re
from collections import Counter
from itertools import takewhile

from riddles.article import Article

_NAME = r"[A-Z][a-z]+(?:(?: |-|-on-|-upon-| upon | de | de la | of )[A-Z][a-z]+)*"
_PLACE = re.compile(
    rf"\b(?:in|at|near|outside|from|around|across|above|off)\s+(?:the\s+(?:town|city|village|port)\s+of\s+)?({_NAME})"
)
_NO_PLACES = frozenset(
    (
        "January February March April May June July August September October November December Monday Tuesday "
        "Wednesday Thursday Friday Saturday Sunday Spring Summer Autumn Winter Christmas Easter The This That "
        "English Twitter Facebook Parliament Congress"
    ).split()
)
_SMALL = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_NUMBER = re.compile(
    rf"(?<![\w$£€.,-])(\d{{1,3}}(?:,\d{{3}})+|\d{{1,5}}|{_SMALL})\s+((?:[a-z]{{3,12}}\s)?[a-z]{{3,12}}s)\b"
)
_NO_UNITS = frozenset("was has this his its does says times others towards plus across years days hours".split())


def place_of(article: Article) -> str:
    """The place the story names most often after a preposition, the earliest of equals; or an empty string."""
    named = (_without_dates(name) for name in _PLACE.findall(f"{article.title}. {article.text}"))
    found = [name for name in named if name]
    if not found:
        return ""
    best = max(Counter(found).values())
    return next(name for name in found if found.count(name) == best)[:40]


def number_of(article: Article) -> str:
    """The first count of something in the story ("3,000 visitors", "four bells"); or an empty string."""
    for count, things in _NUMBER.findall(article.text):
        if things.split()[-1] not in _NO_UNITS and not _is_year(count):
            return " ".join((count, things))
    return ""


def _without_dates(name: str) -> str:
    kept = takewhile(lambda word: word not in _NO_PLACES, name.split())
    return " ".join(kept)


def _is_year(count: str) -> bool:
    return count.isdigit() and 1400 <= int(count) <= 2100
