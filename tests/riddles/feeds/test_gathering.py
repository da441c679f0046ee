import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from riddles import settings
from riddles.errors import FeedUnavailable, FeedUnreadable, NewsError
from riddles.feeds import gathering
from tests.riddles.feeds.website import Page, Site

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
RSS = b"<rss version='2.0'><channel><title>Local</title><item><title>Otter seen</title></item></channel></rss>"


def test_every_source_is_gathered_and_one_dead_feed_stops_nothing(site: Site, tmp_path: Path) -> None:
    site.pages["/feed"] = Page(RSS, headers={"Content-Type": "image/png"})
    story = {"title": "By api", "description": "d", "url": "https://e.com/"}
    site.pages["/api"] = Page(json.dumps({"status": "ok", "articles": [story]}).encode())
    (tmp_path / "one.txt").write_text("By file\nText")
    news = settings.News(
        feeds=(site.url("/dead"), site.url("/feed"), str(tmp_path / "missing.xml")),
        folder=str(tmp_path),
        news_api_url=site.url("/api?q=otter"),
        allow_private_hosts=True,
    )

    gathered = gathering.gather(news, "k3y", NOW)

    assert [article.title for article in gathered.articles] == ["Otter seen", "By file", "By api"]
    assert [problem.split(" ")[-1] for problem in gathered.problems] == ["address.", "feeds."]
    keys = {path: headers.get("x-api-key") for path, headers in site.seen}
    assert keys == {"/dead": None, "/feed": None, "/api?q=otter": "k3y"}


def test_when_nothing_comes_the_first_problem_is_told(tmp_path: Path) -> None:
    news = settings.News(feeds=(str(tmp_path / "none.xml"), "http://127.0.0.1/"))

    with pytest.raises(FeedUnavailable, match=r"None of the 2 news sources gave a story.*none\.xml does not exist"):
        gathering.gather(news, "", NOW)


def test_without_any_source_the_remedy_is_named() -> None:
    with pytest.raises(NewsError, match=r"name feeds under \[news\] feeds"):
        gathering.gather(settings.News(), "", NOW)


def test_a_news_api_without_a_key_says_which_secret_is_missing() -> None:
    with pytest.raises(FeedUnavailable, match="RIDDLEWIRE_NEWS_API_KEY"):
        gathering.gather(settings.News(news_api_url="https://example.com/v2"), "", NOW)


def test_a_key_with_a_line_break_is_refused_without_being_shown() -> None:
    with pytest.raises(FeedUnavailable) as caught:
        gathering.gather(settings.News(news_api_url="https://example.com/v2"), "abc\r\nX-Evil: 1", NOW)
    assert "abc" not in str(caught.value)


def test_the_sample_is_todays_news_newest_first() -> None:
    stories = gathering.sample(NOW)

    assert len(stories) == 34
    assert stories[0].published == NOW
    assert [story.published for story in stories] == [NOW - timedelta(hours=hour) for hour in range(34)]
    assert all(len(story.text) > 200 and story.link for story in stories)


def test_the_sample_is_todays_as_a_feed_too() -> None:
    assert gathering.read_feed(str(gathering.SAMPLE), NOW) == gathering.sample(NOW)


def test_a_file_that_is_too_large_or_no_feed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "big.xml").write_bytes(b"x" * (5 * 1024 * 1024 + 1))
    (tmp_path / "text.xml").write_text("hello")

    with pytest.raises(FeedUnavailable, match="larger than 5 MB"):
        gathering.read_feed(str(tmp_path / "big.xml"), NOW)
    with pytest.raises(FeedUnreadable, match="is no RSS"):
        gathering.read_feed(str(tmp_path / "text.xml"), NOW)
