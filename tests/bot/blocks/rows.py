"""Rows as the blocks get them, without a database."""

from datetime import UTC, datetime
from typing import Any

from storage.posts import Told
from storage.tables import Article, Post, Riddle

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def told(number: int = 42, edition: int = 1, **more: Any) -> Told:
    """A post; ``more`` are fields of the riddle or the article."""
    riddle: dict[str, Any] = {
        "text": "I run though I have no legs.\nWhat am I?",
        "answer": "river",
        "hints": ["It is wet"],
    }
    article: dict[str, Any] = {
        "title": "The river rose",
        "link": "https://example.org/river",
        "source": "The Sample",
        "published": NOW,
    }
    riddle |= {name: value for name, value in more.items() if name in Riddle.model_fields}
    article |= {name: value for name, value in more.items() if name in Article.model_fields and name != "text"}
    return Told(
        Post(id=7, channel="C1", local_date=NOW.date(), edition=edition, riddle_id=3, created_at=NOW),
        Riddle(
            id=3, article_id=5, writer="tuned", base="embedded", prompt="", completion="", seed=0, seconds=0.1,
            created_at=NOW, **riddle,
        ),
        Article(id=5, fingerprint="f", text="", seen_at=NOW, **article),
        number,
    )  # fmt: skip
