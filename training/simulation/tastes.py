"""Hidden tastes: what simulated raters like in a riddle. The model is never told; it can only learn it from ratings.

Tastes are about form, so that every riddle has a right answer and a share of liked riddles can be measured exactly. How
often the untaught embedded model pleases each is in docs/log.md.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from riddles.corpus import verse
from riddles.riddle import Riddle

Taste = Callable[[Riddle], bool]
SHORT, LONG = 2, 5  # lines: at most, at least
_RHYME = re.compile(r"[aeiouy]+[^aeiouy]*e?$")  # of a word: its last vowels and what follows
_SAME = (("ea", "e"), ("ee", "e"), ("ie", "e"), ("ai", "a"), ("ay", "a"), ("ey", "a"), ("ow", "o"), ("oa", "o"))


def short(riddle: Riddle) -> bool:
    """One or two lines of verse."""
    return len(riddle.lines) <= SHORT


def long(riddle: Riddle) -> bool:
    """Five lines of verse or more."""
    return len(riddle.lines) >= LONG


def question(riddle: Riddle) -> bool:
    """The verse ends with a question."""
    return riddle.lines[-1].rstrip().endswith("?")


def rhyme(riddle: Riddle) -> bool:
    """Nothing but couplets: lines in pairs, and most of the pairs rhyme to the eye."""
    pairs = list(zip(riddle.lines[::2], riddle.lines[1::2], strict=False))
    rhymed = sum(_ending(one) == _ending(other) for one, other in pairs)
    return len(riddle.lines) % 2 == 0 and 2 * rhymed >= len(pairs)


TASTES: Mapping[str, Taste] = {"short": short, "long": long, "question": question, "rhyme": rhyme}


def share(riddles: Sequence[Riddle], taste: Taste) -> float:
    """The share of riddles that please a taste, 0 to 1; 0 for none."""
    return sum(map(taste, riddles)) / len(riddles) if riddles else 0.0


def _ending(line: str) -> str:
    """How a line ends to the eye: its last vowels and what follows, some spellings of one sound made equal."""
    found = _RHYME.search(verse.last_word(line))
    ending = found[0] if found else ""
    for spelling, sound in _SAME:
        ending = ending.replace(spelling, sound)
    return ending.rstrip("e")
