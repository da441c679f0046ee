"""One Chromium, and one running team per way of reaching the bot, for each file."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.end_to_end import team as teams
from tests.end_to_end.tab import Tab
from tests.end_to_end.team import YOU, Team

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
Visit = Callable[..., Tab]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs the browser unless it says otherwise."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here) and "visit" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


# the browser's driver holds the thread's event loop until it ends, and later files may want a loop of their own
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"needs Chromium at {CHROMIUM}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module", params=["socket", "http"])
def team(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    with teams.running(tmp_path_factory.mktemp(request.param), request.param) as running:
        yield running


@pytest.fixture
def visit(chromium: Browser, team: Team) -> Iterator[Visit]:
    """Open the page as somebody; whatever its console complains of fails the test."""
    tabs: list[Tab] = []

    def open_as(user: str = YOU, scheme: str = "light") -> Tab:
        page = chromium.new_page(viewport={"width": 1180, "height": 860}, color_scheme=scheme)  # type: ignore[arg-type]
        tabs.append(Tab(page, team, user))
        return tabs[-1]

    yield open_as
    for tab in tabs:
        tab.page.close()
    team.slack.faults.clear()
    team.close_modals()
    assert [error for tab in tabs for error in tab.errors] == []
