from collections.abc import Callable, Iterator

import pytest

from tests.riddles.feeds.website import Site


@pytest.fixture
def new_site() -> Iterator[Callable[[], Site]]:
    sites: list[Site] = []

    def start() -> Site:
        sites.append(Site())
        return sites[-1]

    yield start
    for site in sites:
        site.stop()


@pytest.fixture
def site(new_site: Callable[[], Site]) -> Site:
    return new_site()
