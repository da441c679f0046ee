"""How a line of verse sounds, judged by its spelling.

English spelling tells sound only roughly, so syllables are a range ("fire" is one or two). How far the range agrees
with a pronouncing dictionary is in docs/log.md. Not covered: where the stress falls, figures, and rhymes; those stay
with the reader's ear.
"""

import re
from typing import NamedTuple

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_CONTRACTED = re.compile(r"'(?:s|ve|d|re|m|ll|t)$")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"[^aeiou](?<![^aeiouyrl][rl])e$|[^aeiousxzcg](?<![cs]h)(?<![^aeiouyrl]l)es$|[^aeiouytd]ed$")
_BEFORE_ENDING = re.compile(r"[^aeiou]e(?=(?:ly|ment|ments|ful|less|work|time|thing|one|where|body|s?man|ness)$)")
_APART = re.compile(r"i[aou]|[aeouy]i(?=ng|s[mt])|y[aeio]|eo|u[aeio]|[aeo]a|io|oe|e[iu]")
_TOGETHER = re.compile(r"(?:[tscgx]|sh)i(?:on|ou|al|an|en)|[qg]u|^y|you")
_GLIDE = re.compile(r"[aeiou][rl](?:e|s|d|es|ed|est|er)?$|[aeiou]{2}[rl]|o[uw]er|[iy]re|sms?$|thm")
_SWALLOWED = re.compile(r"(?<=[a-z])[aeiou](?=[rnlv][aeiouy])|[aeiou](?=[rn]+$)")


class Syllables(NamedTuple):
    """The fewest and the most syllables a reader may give."""

    fewest: int
    most: int


def syllables(line: str) -> Syllables:
    """The syllables of a line of English words; figures ("42") count as none."""
    counted = [_of_word(word) for word in _WORD.findall(line.lower())]
    return Syllables(sum(word.fewest for word in counted), sum(word.most for word in counted))


def last_word(line: str) -> str:
    """The word a line rhymes on, in lower case; empty where it has none."""
    return next(iter(_WORD.findall(line.lower())[-1:]), "")


def _of_word(word: str) -> Syllables:
    bare = _CONTRACTED.sub("", word)
    groups = len(_VOWELS.findall(bare)) - len(_SILENT.findall(bare)) - len(_BEFORE_ENDING.findall(bare))
    apart = len(_APART.findall(bare)) - len(_TOGETHER.findall(bare))
    fewest = groups - bool(_SWALLOWED.search(bare[1:])) if groups > 2 else groups
    most = groups + max(0, apart) + bool(_GLIDE.search(bare)) + word.endswith(("n't", "'ll", "'d"))
    return Syllables(max(1, fewest), max(1, groups, most))
