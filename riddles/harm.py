"""Whether a text is about harm: a story unfit for a riddle, or a riddle that hurts.

Word rules with sense, from ``harm_words.txt``: harmless senses ("dead heat", "killer whale") are blanked out, then a
strong word or two different hints make the text unfit. A story's headline and opening decide; further down it takes two
strong words, because a long harmless story may mention one death. Not covered: harm told without any of these words,
irony, pictures, languages other than English. Figures on real news are in docs/log.md.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from riddles.article import Article
from riddles.errors import CorpusError

WORDS = Path(__file__).parent / "harm_words.txt"
_OPENING = 120  # words of the text that are read as strictly as the headline
_BEYOND = 3000  # words of the text that are read at all
_ENOUGH = 2
_Pattern = re.Pattern[str]


@dataclass(frozen=True)
class _Rules:
    harmless: _Pattern
    strong: dict[str, _Pattern]
    hints: _Pattern
    crude: _Pattern


@dataclass
class _Lists:
    """The word list while it is read, by mark; strong words also by class of harm."""

    marked: dict[str, list[str]] = field(default_factory=lambda: {"~": [], "-": [], "!": []})
    strong: dict[str, list[str]] = field(default_factory=dict)


def unfit(article: Article, refused_words: Sequence[str] = ()) -> str:
    """Why the story is unfit for a riddle, as the end of a sentence ("is about death ..."), or an empty string.

    ``refused_words`` are the operator's words and phrases; one of them anywhere in the story is enough.
    """
    tokens = article.text.split()[:_BEYOND]
    everything = _plain(f"{article.title} . {' '.join(tokens)}")
    if refused := refused_in(everything, refused_words):
        return f"contains the refused words {refused!r}"
    opening = f"{article.title} . {' '.join(tokens[:_OPENING])}"
    if reason := harm_in(opening):
        return reason
    rest = _blanked(_plain(" ".join(tokens[_OPENING:])))
    told = {found[0]: name for name, pattern in _rules().strong.items() for found in pattern.finditer(rest)}
    if len(told) >= _ENOUGH:
        first, second, *_ = told
        return f"is about {told[first]} further down ({first!r}, {second!r})"
    return ""


def harm_in(text: str) -> str:
    """Why a short text (a headline and its opening, a riddle) is harmful, or an empty string."""
    blanked, rules = _blanked(_plain(text)), _rules()
    for name, pattern in rules.strong.items():
        if found := pattern.search(blanked):
            return f"is about {name} ({found[0]!r})"
    if found := rules.crude.search(blanked):
        return f"uses crude language ({found[0]!r})"
    hints = list(dict.fromkeys(found[0] for found in rules.hints.finditer(blanked)))
    if len(_roots(hints)) >= _ENOUGH:
        return f"hints at harm ({hints[0]!r}, {hints[1]!r})"
    return ""


def _roots(hints: Iterable[str]) -> set[str]:
    # "attack" and "attackers" are one hint
    return {hint[:5] for hint in hints}


def refused_in(text: str, refused_words: Sequence[str]) -> str:
    """The first of the operator's words and phrases that a text contains, or an empty string."""
    everything = _plain(text)
    wanted = [word.strip() for word in refused_words if word.strip()]
    return next((word for word in wanted if _compiled([word]).search(everything)), "")


def _plain(text: str) -> str:
    return text.lower().replace("’", "'").replace("‘", "'")


def _blanked(text: str) -> str:
    return _rules().harmless.sub(" · ", text)


@cache
def _rules(path: Path = WORDS) -> _Rules:
    lists, name = _Lists(), ""
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw.strip()
        mark, rest = line[:1], line[1:]
        if line.startswith("=="):
            name = line.removeprefix("==").strip()
        elif mark == "+" and name:
            lists.strong.setdefault(name, []).extend(_phrases(rest))
        elif mark in lists.marked:
            lists.marked[mark].extend(_phrases(rest))
        elif mark not in ("", "#"):
            raise CorpusError(f"{path.name} line {number} starts with {mark!r}; use one of == + ~ - ! #.")
    return _Rules(
        harmless=_compiled(lists.marked["-"]),
        strong={name: _compiled(phrases) for name, phrases in lists.strong.items()},
        hints=_compiled(lists.marked["~"]),
        crude=_compiled(lists.marked["!"]),
    )


def _phrases(listed: str) -> list[str]:
    return [phrase for phrase in (part.strip() for part in listed.split(",")) if phrase]


def _compiled(phrases: Iterable[str]) -> _Pattern:
    """One pattern for all phrases, the longest first; between the words of one may stand spaces and hyphens."""
    ordered = sorted(set(phrases), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_pattern, ordered))})(?!\w)")


def _pattern(phrase: str) -> str:
    words = _plain(phrase).replace("-", " ").split()
    return r"[\s\-–/]+".join(re.escape(word).replace(r"\*", r"[\w']*") for word in words)
