from datetime import UTC, datetime
from pathlib import Path

import pytest

from riddles.corpus import stories
from riddles.errors import CorpusError

STORY = """=== Old bridge reopens
place: Harrowby
published: 2026-03-14

First paragraph.

Second: paragraph.
"""
RIDDLE = """
--- riddle
I stand in water,
I never swim.
answer: bridge
aliases: crossing, footbridge
hint: vague
hint: near
explanation: It reopened
"""


def folder(tmp_path: Path, text: str, name: str = "city") -> Path:
    (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_pair_is_read_whole(tmp_path: Path) -> None:
    (pair,) = stories.pairs(folder(tmp_path, STORY + RIDDLE))
    assert pair.article.title == "Old bridge reopens"
    assert pair.article.text == "First paragraph.\n\nSecond: paragraph."
    assert pair.article.published == datetime(2026, 3, 14, tzinfo=UTC)
    assert pair.riddle.lines == ("I stand in water,", "I never swim.")
    assert pair.riddle.answer == "bridge"
    assert pair.riddle.aliases == ("crossing", "footbridge")
    assert pair.riddle.hints == ("vague", "near")
    assert (pair.place, pair.explanation, pair.theme) == ("Harrowby", "It reopened", "city")


def test_an_exam_story_accepts_its_subject_first(tmp_path: Path) -> None:
    text = STORY.replace("place:", "subject: bridge\naccept: crossing, arch\nplace:")
    (story,) = stories.exam(folder(tmp_path, text, "oblique"))
    assert story.subjects == ("bridge", "crossing", "arch")
    assert (story.named, story.theme) == (False, "oblique")


def test_a_pair_without_a_riddle_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="has no riddle with an answer"):
        stories.pairs(folder(tmp_path, STORY))


def test_an_exam_story_without_a_subject_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="has no subject"):
        stories.exam(folder(tmp_path, STORY))


def test_a_date_nobody_can_read_is_refused_with_its_text(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="'14 March'; write a date like"):
        stories.pairs(folder(tmp_path, STORY.replace("2026-03-14", "14 March") + RIDDLE))
