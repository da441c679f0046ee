"""A News API-style JSON endpoint: {"status", "articles": [{"title", "description", "content", "url", ...}]}.

The key travels in the X-Api-Key header, which neither servers' access logs nor our messages show.
"""

from riddles.article import Article
from riddles.errors import FeedUnavailable
from riddles.feeds import fetching, parsing
from riddles.feeds.addresses import shown


def articles(url: str, api_key: str, *, allow_private_hosts: bool = False) -> list[Article]:
    """The articles the endpoint answers with. Raises FeedUnavailable or FeedUnreadable."""
    if not api_key:
        raise FeedUnavailable(
            f"The news API {shown(url)} needs a key; set RIDDLEWIRE_NEWS_API_KEY in the environment or .env."
        )
    if not (api_key.isascii() and api_key.isprintable()):
        raise FeedUnavailable("The secret RIDDLEWIRE_NEWS_API_KEY has characters that no key has; copy it again.")
    body = fetching.fetch(url, allow_private_hosts=allow_private_hosts, headers={"X-Api-Key": api_key.strip()})
    return parsing.parse(body, f"The news API {shown(url)}")
