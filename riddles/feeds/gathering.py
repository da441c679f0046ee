"""Gathering stories from everything the settings name; one dead source never stops the others."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from riddles import settings
from riddles.article import Article
from riddles.errors import FeedUnavailable, NewsError
from riddles.feeds import fetching, folder, news_api, parsing
from riddles.feeds.addresses import shown

SAMPLE = Path(__file__).resolve().parents[1] / "sample_feed.xml"
_AT_ONCE = 4  # sources asked at the same time: most of the wait is the network's
_MAX_FILE = fetching.Limits().size
Told = tuple[Sequence[Article], Sequence[str]]


@dataclass(frozen=True)
class Gathered:
    """The articles of every source that answered, and a sentence for each that did not."""

    articles: tuple[Article, ...]
    problems: tuple[str, ...]


def gather(news: settings.News, api_key: str, now: datetime) -> Gathered:
    """The stories of every feed, the folder and the news API, in that order, unfiltered.

    ``api_key`` may be empty where no news API is set. Raises NewsError (FeedUnavailable) only when nothing at all came.
    """
    sources = _sources(news, api_key, now)
    if not sources:
        raise NewsError("No news source is set; name feeds under [news] feeds in riddlewire.toml.")
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="feed") as pool:
        told = list(pool.map(_asked, sources))
    articles = tuple(article for found, _ in told for article in found)
    problems = tuple(problem for _, troubles in told for problem in troubles)
    if not articles:
        raise FeedUnavailable(f"None of the {len(sources)} news sources gave a story. The first says: {problems[0]}")
    return Gathered(articles, problems)


def read_feed(feed: str, now: datetime, *, allow_private_hosts: bool = False) -> list[Article]:
    """The stories of one feed: an http(s) address or the path of a file.

    The bundled sample is read as ``sample`` does. Raises FeedUnavailable or FeedUnreadable.
    """
    if "://" in feed:
        body = fetching.fetch(feed, allow_private_hosts=allow_private_hosts)
        return parsing.parse(body, f"The feed {shown(feed)}")
    path = Path(feed).expanduser()
    return sample(now) if path.resolve() == SAMPLE else parsing.parse(_bytes(path), f"The feed {path}")


def sample(now: datetime) -> list[Article]:
    """The bundled fictional stories, newest first, one an hour up to ``now``: the sample is always today's."""
    articles = parsing.parse(SAMPLE.read_bytes(), "The sample feed")
    dated = sorted(articles, key=lambda article: article.published or now, reverse=True)
    return [replace(article, published=now - timedelta(hours=hours)) for hours, article in enumerate(dated)]


def _sources(news: settings.News, api_key: str, now: datetime) -> list[Callable[[], Told]]:
    private = news.allow_private_hosts
    sources: list[Callable[[], Told]] = [partial(_one_feed, feed, now, private) for feed in news.feeds]
    if news.folder:
        sources.append(partial(folder.articles_in, Path(news.folder).expanduser()))
    if news.news_api_url:
        sources.append(partial(_one_api, news.news_api_url, api_key, private))
    return sources


def _asked(source: Callable[[], Told]) -> Told:
    try:
        return source()
    except NewsError as error:
        return (), (str(error),)


def _one_feed(feed: str, now: datetime, allow_private_hosts: bool) -> Told:
    return read_feed(feed, now, allow_private_hosts=allow_private_hosts), ()


def _one_api(url: str, api_key: str, allow_private_hosts: bool) -> Told:
    return news_api.articles(url, api_key, allow_private_hosts=allow_private_hosts), ()


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise FeedUnavailable(f"The feed file {path} does not exist; correct [news] feeds.")
        if path.stat().st_size > _MAX_FILE:
            raise FeedUnavailable(f"The feed file {path} is larger than 5 MB; use a shorter one.")
        return path.read_bytes()
    except OSError as error:
        raise FeedUnavailable(
            f"The feed file {path} cannot be read ({error.strerror}); check its permissions."
        ) from error
