"""The clue bank: what Riddlewire knows about each newsworthy subject.

A file holds entries; each line starts with its mark::

    @ river ; waterway, stream                      the subject ; its aliases
    - Engineers plan to dredge the bed at {place}   a fact, as a newspaper prints it
    + I run all day and never leave my bed          a line of a rhymed couplet; couplets are adjacent pairs
    = I have two banks and not a coin in either     a plain or playful line
    ? What moves by day and night, yet keeps its bed?   a closing question
    ~ I begin in hills and end in salt              a hint, from vague to near
    % barge, upstream, riverbank                    signs: words that news about it uses, its names aside
    # anything                                      a remark
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from riddles.article import words
from riddles.errors import CorpusError

FOLDER = Path(__file__).parent / "clues"
_MARKS = {"-": "facts", "+": "verse", "=": "plain", "?": "questions", "~": "hints", "%": "signs"}


@dataclass(frozen=True)
class Entry:
    """One subject. ``couplets`` are pairs of rhyming lines; ``hints`` go from vague to near.

    ``signs`` are words and short phrases by which a story about it is known; no reader of a riddle sees them.
    """

    subject: str
    aliases: tuple[str, ...]
    theme: str
    facts: tuple[str, ...]
    couplets: tuple[tuple[str, str], ...]
    plain: tuple[str, ...]
    questions: tuple[str, ...]
    hints: tuple[str, ...]
    signs: tuple[str, ...] = ()


@cache
def read(folder: Path = FOLDER) -> dict[str, Entry]:
    """Every entry by its subject, in the order of files and lines.

    Raises CorpusError for a line without a known mark, an odd number of couplet lines, or a subject told twice.
    """
    bank: dict[str, Entry] = {}
    for path in sorted(folder.glob("*.txt")):
        for entry in _entries(path):
            if entry.subject in bank:
                raise CorpusError(f"{path.name} tells {entry.subject!r} a second time; merge the two entries.")
            bank[entry.subject] = entry
    return bank


def subjects_of(line: str) -> tuple[str, ...]:
    """The subjects that the shipped bank tells this clue of, whatever its case and signs; none for other lines."""
    return _by_clue().get(_plain(line), ())


def has(text: str) -> bool:
    """Whether the shipped bank says this: as a clue, a hint, a subject or one of its aliases."""
    return bool(subjects_of(text)) or _plain(text) in _names()


@cache
def _names() -> frozenset[str]:
    return frozenset(_plain(name) for subject, entry in read().items() for name in (subject, *entry.aliases))


@cache
def _by_clue() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for subject, entry in read().items():
        couplets = (line for couplet in entry.couplets for line in couplet)
        for line in (*couplets, *entry.plain, *entry.questions, *entry.hints):
            found[_plain(line)] = (*found.get(_plain(line), ()), subject)
    return found


def _plain(line: str) -> str:
    return " ".join(words(line))


def _entries(path: Path) -> Iterator[Entry]:
    head, fields = "", _empty()
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        mark, rest = line[0], line[1:].strip()
        if mark == "@":
            if head:
                yield _entry(head, fields, path)
            head, fields = rest, _empty()
        elif mark in _MARKS and head:
            fields[_MARKS[mark]].append(rest)
        else:
            raise CorpusError(f"{path.name} line {number} starts with {mark!r}; use one of @ - + = ? ~ % #.")
    if head:
        yield _entry(head, fields, path)


def _empty() -> dict[str, list[str]]:
    return {name: [] for name in _MARKS.values()}


def _entry(head: str, fields: dict[str, list[str]], path: Path) -> Entry:
    subject, _, aliases = head.partition(";")
    verse = fields["verse"]
    if len(verse) % 2:
        raise CorpusError(f"{path.name} gives {subject.strip()!r} {len(verse)} couplet lines; each needs its rhyme.")
    return Entry(
        subject=subject.strip(),
        aliases=_listed(aliases),
        theme=path.stem,
        facts=tuple(fields["facts"]),
        couplets=tuple(zip(verse[::2], verse[1::2], strict=True)),
        plain=tuple(fields["plain"]),
        questions=tuple(fields["questions"]),
        hints=tuple(fields["hints"]),
        signs=_listed(",".join(fields["signs"])),
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in text.split(","))))
