"""What the linter demands of an entry of the clue bank; the rules of README.md in this folder, as code."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import combinations

from riddles import harm
from riddles.article import words
from riddles.corpus import alike, verse
from riddles.corpus.bank import Entry
from riddles.corpus.fault import Fault
from riddles.riddle import stems

FACTS, PLACES, COUPLETS, PLAIN, QUESTIONS, HINTS, ALIASES = (4, 8), 3, (4, 8), (2, 4), (2, 4), (2, 3), (1, 5)
METRE = (8, 12)  # syllables of a couplet line
LENGTHS = {"plain": (4, 14), "questions": (5, 13), "hints": (3, 14)}  # words
_SLOT = re.compile(r"\{.*?\}|[{}]")
_SLOTS = frozenset({"{place}", "{number}", "{day}"})
_LONG_NAME = 5  # letters from which a name inside a longer word gives it away; as in screen.py
_SUBJECT_WORDS, _SIGN_WORDS = 3, 4
_BARE = re.compile(r"\b(?:what|who) am i\W*$", re.IGNORECASE)
_SAME_OPENING, _OPENING_WORDS = 3, 3


def faults(entry: Entry) -> Iterator[Fault]:
    """Everything wrong with one entry."""
    file = f"clues/{entry.theme}.txt"
    for check in (_counts, _names, _facts, _signs, _leaks, _couplets, _lengths, _lines):
        for what, remedy, line in check(entry):
            yield Fault(file, entry.subject, what, remedy, line)
    openings = Counter(" ".join(words(line)[:_OPENING_WORDS]) for line in told(entry))
    for opening, count in openings.items():
        if count >= _SAME_OPENING:
            yield Fault(file, entry.subject, f"{count} lines open with {opening!r}", "vary the openings", advice=True)
    for first, second in _told_twice(entry):
        yield Fault(file, entry.subject, f"{first!r} tells the same joke", "tell another", second, advice=True)


def told(entry: Entry) -> tuple[str, ...]:
    """Every line of an entry that a reader of a riddle may see."""
    couplets = (line for couplet in entry.couplets for line in couplet)
    return (*couplets, *entry.plain, *entry.questions, *entry.hints)


def _told_twice(entry: Entry) -> Iterator[tuple[str, str]]:
    for first, second in combinations(told(entry), 2):
        if alike.same_thought(first, second) and (first, second) not in entry.couplets:
            yield first, second


Found = Iterator[tuple[str, str, str]]


def _counts(entry: Entry) -> Found:
    placed = sum("{place}" in fact for fact in entry.facts)
    for things, count, (fewest, most) in (
        ("facts", len(entry.facts), FACTS),
        ("facts with {place}", placed, (PLACES, len(entry.facts))),
        ("couplets", len(entry.couplets), COUPLETS),
        ("plain lines", len(entry.plain), PLAIN),
        ("questions", len(entry.questions), QUESTIONS),
        ("hints", len(entry.hints), HINTS),
        ("aliases", len(entry.aliases), ALIASES),
    ):
        if not fewest <= count <= most:
            yield f"has {count} {things}", f"make it {fewest} to {most}", ""


def _names(entry: Entry) -> Found:
    if len(entry.subject.split()) > _SUBJECT_WORDS or entry.subject != entry.subject.lower():
        yield "the subject is not one to three words in lower case", "write what a guesser would type", entry.subject
    names = [" ".join(sorted(stems(name))) for name in (entry.subject, *entry.aliases)]
    for name, count in Counter(names).items():
        if count > 1:
            yield f"tells the name {name!r} {count} times", "plurals count as right anyway; remove one", ""


def _facts(entry: Entry) -> Found:
    for fact in entry.facts:
        if fact.endswith("."):
            yield "a fact ends in a full stop", "remove it", fact
        for slot in _SLOT.findall(fact):
            if slot not in _SLOTS:
                yield f"{slot!r} is no slot", "use {place}, {number} or {day}", fact
    named = sum(any(_holds(fact, name) for name in (entry.subject, *entry.aliases)) for fact in entry.facts)
    if named == 0:
        yield "no fact names the subject or an alias", "name it in about half of the facts", ""
    if named == len(entry.facts):
        yield "every fact names the subject", "describe it without naming it in about half of the facts", ""


def _signs(entry: Entry) -> Found:
    names = {_stems(name) for name in (entry.subject, *entry.aliases)}
    for sign, count in Counter(entry.signs).items():
        if count > 1:
            yield f"tells the sign {sign!r} {count} times", "remove one", ""
        if not words(sign) or len(words(sign)) > _SIGN_WORDS:
            yield f"the sign {sign!r} has {len(words(sign))} words", f"make it 1 to {_SIGN_WORDS}", ""
        if _stems(sign) in names:
            yield f"the sign {sign!r} is a name of the subject", "remove it: names count by themselves", ""


def _leaks(entry: Entry) -> Found:
    for line in told(entry):
        for name in (entry.subject, *entry.aliases):
            if _holds(line, name) or _is_inside(line, name):
                yield f"a line gives {name!r} away", "say it in other words", line
    everything = stems(" ".join(told(entry)))
    for name in (entry.subject, *entry.aliases):
        if len(words(name)) > 1 and stems(name) <= everything and not any(_holds(line, name) for line in told(entry)):
            yield f"the lines together hold every word of {name!r}", "replace one of the words", ""


def _holds(text: str, name: str) -> bool:
    return _stems(name) <= _stems(text)


@cache  # every line is held against every name
def _stems(text: str) -> frozenset[str]:
    return frozenset(stems(text))


def _is_inside(line: str, name: str) -> bool:
    return len(name) >= _LONG_NAME and any(word.startswith(name.lower()) for word in words(line))


def _couplets(entry: Entry) -> Found:
    for first, second in entry.couplets:
        if verse.last_word(first) == verse.last_word(second):
            yield "a couplet rhymes a word with itself", "find a rhyme", second
        for line in (first, second):
            yield from _metre(line)


def _lengths(entry: Entry) -> Found:
    for kind, lines in (("plain", entry.plain), ("questions", entry.questions), ("hints", entry.hints)):
        fewest, most = LENGTHS[kind]
        for line in lines:
            if not fewest <= len(words(line)) <= most:
                yield f"a line under {kind} has {len(words(line))} words", f"make it {fewest} to {most}", line


def _lines(entry: Entry) -> Found:
    for line in entry.questions:
        if not line.endswith("?") or _BARE.search(line):
            yield "a closing question is bare or is none", "ask in the subject's own terms and end in '?'", line
    for line in told(entry):
        if reason := harm.harm_in(line):
            yield reason, "say it harmlessly", line
        if not line.isascii():
            yield "a line is not plain ASCII", "use plain letters, apostrophes and hyphens", line


def _metre(line: str) -> Found:
    counted = verse.syllables(line)
    if counted.most < METRE[0] or counted.fewest > METRE[1]:
        yield (
            f"a couplet line has {counted.fewest} to {counted.most} syllables",
            f"make it {METRE[0]} to {METRE[1]}",
            line,
        )
