"""The place of a story, one number in it, and its headline with gaps, by plain rules.

A wrong place is worse than none, so a name counts as a place only where it ends its phrase ("in Harrowby on Monday",
not "in Roman times") and where the story does not mostly tell it otherwise (a person's name may follow "from").
Not covered: places written in lower case, numbers written as words above twelve, languages other than English.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from riddles.article import Article, words
from riddles.riddle import stem

_NAME = r"[A-Z][a-z]+(?:(?: |-|-on-|-upon-| upon | de | la | of )[A-Z][a-z]+)*"
_OF = (
    "people|residents|citizens|villagers|town|city|village|port|harbour|streets|square|islands?|parish|valley|hills|coast|"
    "outskirts|centre|middle|edge|north|south|east|west|mayor|council|suburb|republic|capital|bank|cafes|town hall"
)
_FOLLOWING = (
    "a|about|after|again|all|along|also|an|and|are|as|at|be|because|before|between|but|by|came|can|could|did|during|each|"
    "for|from|got|had|has|have|her|his|how|if|in|into|is|it|its|just|last|later|long|made|may|more|must|near|next|no|now|"
    "of|off|on|once|one|only|or|our|out|over|said|saw|say|since|so|still|take|than|that|the|their|then|there|they|this|"
    "through|to|took|twice|under|until|up|was|went|were|what|when|where|which|while|who|whose|will|with|without|would|"
    r"yesterday|\w+ed|\w+ly"
)
_PLACE = re.compile(
    rf"\b(?:{_OF})\s+of\s+({_NAME})(?![’\w-])"
    rf"|\b(?:in|at|near|outside|from|around|across|above|off)\s+({_NAME})(?!['’\w-])"
    rf"(?=\s*$|\s*[^\w\s]|\s+(?:{_FOLLOWING})\b)"
)
_MOSTLY = 0.25  # of its mentions a place follows one of these words
_NO_PLACES = frozenset(
    (
        "January February March April May June July August September October November December Monday Tuesday "
        "Wednesday Thursday Friday Saturday Sunday Spring Summer Autumn Winter Christmas Easter The This That "
        "English Twitter Facebook Instagram Google Netflix Parliament Congress Earth Image Building"
    ).split()
)
_SMALL = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_NUMBER = re.compile(
    rf"(?<![\w$£€.,-])(\d{{1,3}}(?:,\d{{3}})+|\d{{1,5}}|{_SMALL})\s+((?:[a-z]{{3,12}}\s)?[a-z]{{2,11}}[^\Ws]s)\b"
)
_NO_UNITS = frozenset(
    "was has this his its does says times others towards plus across things mins seconds minutes hours days weeks "
    "months years decades occasions incidents problems questions versions guys ideas ways reasons points parts "
    "sides".split()
)

_SMALL_WORDS = frozenset("a an the of and in on at for to by with or".split())
_GAP = "..."
_TITLE_END = re.compile(
    r"\s+(?:\||[-\u2013\u2014]\s+(?:live|video|in pictures|as it happened)\b).*$|\s*\([^)]*\)\s*$|[.\s]+$"
)
_TITLE_WORD = re.compile(r"[^\W_]+(?:['\u2019](?:s|t|re|ve|ll|d|m)\b)?")
_UNFIT_FOR_HINT = re.compile(
    r"[<>`*_{}\[\]|\\@&#=]|https?:|www\.|\.{3}|\u2026|\b[a-z0-9-]{2,}\.(?!\d)[a-z]{2,}\b", re.I
)
_LONGEST_HEADLINE, _MOST_GAPS, _FEWEST_WORDS, _LONG_NAME = 90, 2, 3, 5


def headline_of(article: Article, names: Sequence[str]) -> str:
    """The headline with a gap for every word of the names, so that it can stand in a hint; or an empty string.

    Empty too where it would not read well: too long, broken markup, more than two gaps, hardly a word left.
    """
    title = " ".join(article.title.split())
    while (shorter := _TITLE_END.sub("", title)) != title:
        title = shorter
    told = {word for name in names for word in words(name)} - _SMALL_WORDS
    stems = {stem(word) for word in told}
    long_names = tuple(word for word in told if len(word) >= _LONG_NAME)

    def gapped(found: re.Match[str]) -> str:
        word = words(found[0])[0]
        return _GAP if stem(word) in stems or (long_names and word.startswith(long_names)) else found[0]

    if _UNFIT_FOR_HINT.search(title) or len(title) > _LONGEST_HEADLINE:
        return ""
    shown = re.sub(r"\.\.\.(?:[ -]\.\.\.)+", _GAP, _TITLE_WORD.sub(gapped, title))
    readable = shown.count(_GAP) <= _MOST_GAPS and len(words(shown)) >= _FEWEST_WORDS
    return shown if readable else ""


def place_of(article: Article) -> str:
    """The place the story names most often after a preposition, the earliest of equals; or an empty string."""
    told = f"{article.title}. {article.text}"
    named = (_without_dates(name) for pair in _PLACE.findall(told) for name in pair)
    counted = Counter(name for name in named if name)
    places = {name: count for name, count in counted.items() if count >= _MOSTLY * told.count(name)}
    return max(places, key=lambda name: places[name], default="")[:40]


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
