import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from riddles.errors import FeedUnavailable, FeedUnreadable
from riddles.feeds import folder


def test_text_markdown_and_json_files_are_stories_in_the_order_of_their_names(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("# Second\n\nBody of\n the second.\n")
    (tmp_path / "a.txt").write_text("\ufeffFirst\nBody.", encoding="utf-8")
    (tmp_path / "c.json").write_text(
        json.dumps({"title": "Third", "text": "T", "link": "https://e.com/3", "published": "2026-11-18T06:00:00Z"})
    )
    (tmp_path / "notes.pdf").write_bytes(b"%PDF")
    (tmp_path / ".hidden.txt").write_text("no")

    articles, problems = folder.articles_in(tmp_path)

    assert [article.title for article in articles] == ["First", "Second", "Third"]
    assert articles[1].text == "Body of the second."
    assert articles[2].published == datetime(2026, 11, 18, 6, tzinfo=UTC)
    assert problems == []


def test_a_bad_file_is_a_problem_and_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{")
    (tmp_path / "b.txt").write_bytes(b"\xff\xfe\xff")
    (tmp_path / "c.txt").write_text("Good\nstory")
    (tmp_path / "d.txt").write_text("   ")
    (tmp_path / "e.json").write_text("[1]")

    articles, problems = folder.articles_in(tmp_path)

    assert [article.title for article in articles] == ["Good"]
    assert [problem.split(" is ")[1].split(";")[0] for problem in problems] == [
        "not valid JSON",
        "not UTF-8 text",
        "empty",
        'no JSON object with "title" and "text".',
    ]


def test_a_missing_folder_is_unavailable_and_an_empty_one_has_no_stories(tmp_path: Path) -> None:
    with pytest.raises(FeedUnavailable, match="cannot be read"):
        folder.articles_in(tmp_path / "none")
    with pytest.raises(FeedUnreadable, match="has no stories"):
        folder.articles_in(tmp_path)


def test_a_giant_file_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_bytes(b"x" * 1_100_000)

    with pytest.raises(FeedUnreadable, match="larger than 1 MB"):
        folder.article_in(tmp_path / "big.txt")
    with pytest.raises(FeedUnavailable, match="cannot be read"):
        folder.article_in(tmp_path / "none.txt")
