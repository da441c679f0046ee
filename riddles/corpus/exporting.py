"""The corpus as a dataset that other programs read: JSON lines with its card, made from the text files.

Not covered: uploading it anywhere; the card says how.
"""

import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from riddles.article import Article
from riddles.corpus.bank import Entry
from riddles.corpus.checking import CORPUS, Corpus
from riddles.corpus.stories import ExamStory, Pair

CARD, LICENCE = "README.md", "LICENSE"


def export(corpus: Corpus, folder: Path) -> dict[str, int]:
    """Write ``clues.jsonl``, ``pairs.jsonl``, ``exam.jsonl``, card and licence; returns the rows of each file.

    Files of these names are replaced, other files in the folder stay.
    """
    folder.mkdir(parents=True, exist_ok=True)
    parts: dict[str, list[dict[str, Any]]] = {
        "clues.jsonl": [_clues(entry) for entry in corpus.bank.values()],
        "pairs.jsonl": [_pair(pair) for pair in corpus.pairs],
        "exam.jsonl": [_exam(story) for story in corpus.exam],
    }
    for name, rows in parts.items():
        (folder / name).write_text(_lines(rows), encoding="utf-8")
    for name in (CARD, LICENCE):
        shutil.copyfile(CORPUS / name, folder / name)
    return {name: len(rows) for name, rows in parts.items()}


def _lines(rows: Iterable[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _clues(entry: Entry) -> dict[str, Any]:
    return {
        "subject": entry.subject,
        "aliases": entry.aliases,
        "theme": entry.theme,
        "facts": entry.facts,
        "couplets": entry.couplets,
        "plain": entry.plain,
        "questions": entry.questions,
        "hints": entry.hints,
        "signs": entry.signs,
    }


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        **_story(pair.article, pair.place, pair.theme),
        "riddle": pair.riddle.lines,
        "answer": pair.riddle.answer,
        "aliases": pair.riddle.aliases,
        "hints": pair.riddle.hints,
        "explanation": pair.explanation,
    }


def _exam(story: ExamStory) -> dict[str, Any]:
    return {**_story(story.article, story.place, story.theme), "subjects": story.subjects}


def _story(article: Article, place: str, theme: str) -> dict[str, Any]:
    published = article.published.date().isoformat() if article.published else None
    return {"title": article.title, "text": article.text, "published": published, "place": place, "theme": theme}
