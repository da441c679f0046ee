"""Articles from files that people wrote or saved: .txt and .md (first line is the title) and .json.

A .json file is one story, {"title", "text", "link", "published"}, the last two optional. Files are read here, without a
child, because they are small (1 MB at most) and chosen by the person who runs Riddlewire.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from riddles.article import Article
from riddles.errors import FeedUnavailable, FeedUnreadable
from riddles.feeds.plain_text import MAX_TEXT, MAX_TITLE, moment, plain, safe_link, story

SUFFIXES = (".txt", ".md", ".json")
_MAX_FILE = 1024 * 1024


def articles_in(folder: Path) -> tuple[list[Article], list[str]]:
    """The stories of a folder in the order of file names, and a sentence for each file that could not be read.

    Other kinds of files, hidden files and folders within are left alone. Raises FeedUnavailable where there is no
    such folder, FeedUnreadable where no file of it is a story.
    """
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
    except OSError as error:
        raise FeedUnavailable(
            f"The news folder {folder} cannot be read ({error.strerror}); correct [news] folder."
        ) from error
    articles, problems = [], []
    for path in paths:
        if path.name.startswith("."):
            continue
        try:
            articles.append(article_in(path))
        except (FeedUnavailable, FeedUnreadable) as error:
            problems.append(str(error))
    if not articles and not problems:
        raise FeedUnreadable(f"The news folder {folder} has no stories; put .txt, .md or .json files into it.")
    return articles, problems


def article_in(path: Path) -> Article:
    """The story in one file. Raises FeedUnavailable or FeedUnreadable."""
    try:
        if path.stat().st_size > _MAX_FILE:
            raise FeedUnreadable(f"The story {path} is larger than 1 MB; shorten it.")
        content = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise FeedUnavailable(
            f"The story {path} cannot be read ({error.strerror}); check the path and its permissions."
        ) from error
    except UnicodeDecodeError as error:
        raise FeedUnreadable(f"The story {path} is not UTF-8 text; save it as UTF-8.") from error
    article = _from_json(content, path) if path.suffix.lower() == ".json" else _from_text(content)
    if not article.title:
        raise FeedUnreadable(f"The story {path} is empty; write its title into the first line.")
    return article


def _from_text(content: str) -> Article:
    title, _, text = content.strip().partition("\n")
    return story(
        title=plain(title.lstrip("# "), MAX_TITLE),
        text=plain(text, MAX_TEXT),
        link="",
        source="",
        published=None,
    )


def _from_json(content: str, path: Path) -> Article:
    try:
        told = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise FeedUnreadable(f"The story {path} is not valid JSON; correct it.") from error
    if not isinstance(told, dict):
        raise FeedUnreadable(f'The story {path} is no JSON object with "title" and "text".')
    return story(
        title=plain(_field(told, "title"), MAX_TITLE),
        text=plain(_field(told, "text"), MAX_TEXT),
        link=safe_link(told.get("link")),
        source=plain(_field(told, "source"), MAX_TITLE),
        published=moment(told.get("published")),
    )


def _field(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""
