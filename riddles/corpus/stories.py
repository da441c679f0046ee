"""Hand-written stories: articles with their riddle (``pairs/``) and held-out exam articles (``exam/``).

A story in a file::

    === Old stone bridge reopens after two winters
    place: Harrowby
    published: 2026-03-14

    First paragraph of the article …

    --- riddle                     only in pairs
    I stand in water and I never swim, …
    answer: bridge
    aliases: crossing, footbridge
    hint: Two banks need me, and neither lends money
    explanation: The bridge at Harrowby reopened after two winters

An exam story has ``subject:`` and ``accept:`` (other fair answers) beside its place and date, and no riddle.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from riddles.article import Article
from riddles.errors import CorpusError
from riddles.riddle import Riddle

PAIRS = Path(__file__).parent / "pairs"
EXAM = Path(__file__).parent / "exam"
_STORY = re.compile(r"^=== ", re.MULTILINE)
_FIELD = re.compile(r"^(place|published|subject|accept|answer|aliases|hint|explanation):\s*(.*)$")


@dataclass(frozen=True)
class Pair:
    """An article and a riddle a person wrote for it; ``explanation`` is one sentence of what the story says."""

    article: Article
    riddle: Riddle
    place: str
    explanation: str
    theme: str = ""


@dataclass(frozen=True)
class ExamStory:
    """A held-out article; ``subjects`` are the answers a fair judge accepts, the best one first.

    ``named`` tells whether the story uses the word itself or only describes it.
    """

    article: Article
    subjects: tuple[str, ...]
    place: str
    named: bool

    @property
    def theme(self) -> str:
        """The file the story stands in."""
        return "named" if self.named else "oblique"


@cache
def pairs(folder: Path = PAIRS) -> tuple[Pair, ...]:
    """Every pair, in the order of files and stories. Raises CorpusError for a story that breaks the format."""
    return tuple(_pair(block, path) for path, block in _blocks(folder))


@cache
def exam(folder: Path = EXAM) -> tuple[ExamStory, ...]:
    """Every exam story, in the order of files and stories. Raises CorpusError for a story that breaks the format."""
    return tuple(_exam_story(block, path) for path, block in _blocks(folder))


def _blocks(folder: Path) -> list[tuple[Path, str]]:
    return [
        (path, block)
        for path in sorted(folder.glob("*.txt"))
        for block in _STORY.split(path.read_text(encoding="utf-8"))[1:]
    ]


def _pair(block: str, path: Path) -> Pair:
    story, _, riddle = block.partition("\n--- riddle")
    title, fields, paragraphs = _read(story)
    _, told, verse = _read(riddle)
    if not verse or "answer" not in told:
        raise CorpusError(f"{path.name}: the story {title!r} has no riddle with an answer; add one below '--- riddle'.")
    return Pair(
        article=_article(title, fields, paragraphs, path),
        riddle=Riddle(tuple(verse), told["answer"][0], _listed(told, "aliases"), tuple(told.get("hint", ()))),
        place="".join(fields.get("place", ())),
        explanation="".join(told.get("explanation", ())),
        theme=path.stem,
    )


def _exam_story(block: str, path: Path) -> ExamStory:
    title, fields, paragraphs = _read(block)
    if "subject" not in fields:
        raise CorpusError(f"{path.name}: the story {title!r} has no subject; add a line 'subject: …'.")
    return ExamStory(
        article=_article(title, fields, paragraphs, path),
        subjects=(fields["subject"][0], *_listed(fields, "accept")),
        place="".join(fields.get("place", ())),
        named=path.stem == "named",
    )


def _read(block: str) -> tuple[str, dict[str, list[str]], list[str]]:
    head, _, body = block.partition("\n")
    fields: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in filter(None, (raw.strip() for raw in body.splitlines())):
        if line.startswith("#"):
            continue
        if found := _FIELD.match(line):
            fields.setdefault(found[1], []).append(found[2])
        else:
            lines.append(line)
    return head.strip(), fields, lines


def _article(title: str, fields: dict[str, list[str]], paragraphs: list[str], path: Path) -> Article:
    date = "".join(fields.get("published", ()))
    try:
        published = datetime.fromisoformat(date).replace(tzinfo=UTC)
    except ValueError as error:
        raise CorpusError(
            f"{path.name}: the story {title!r} is published {date!r}; write a date like 2026-03-14."
        ) from error
    return Article(title=title, text="\n\n".join(paragraphs), source="Riddlewire corpus", published=published)


def _listed(fields: dict[str, list[str]], name: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in "".join(fields.get(name, ())).split(","))))
