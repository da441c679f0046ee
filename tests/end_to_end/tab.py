"""A person at the page: what they click, type and read, in the words of the screen."""

import re
from collections.abc import Sequence

from playwright.sync_api import Locator, Page, expect

from tests.end_to_end.team import Team

WAIT_MS = 30_000
expect.set_options(timeout=WAIT_MS)  # a busy machine is no fault; whoever waits less says so


class Tab:
    """One browser tab, acting as one person. ``errors`` collects what the page's console complains of."""

    def __init__(self, page: Page, team: Team, user: str) -> None:
        self.page = page
        self.user = user
        self._team = team
        self.errors: list[str] = []
        page.set_default_timeout(WAIT_MS)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda entry: self.errors.append(entry.text) if entry.type == "error" else None)
        page.goto(f"{team.slack.url}#{user}/C0RIDDLES")
        expect(page.get_by_role("button", name="riddles", exact=True)).to_be_visible()

    # Places -----------------------------------------------------------------------------------------------

    def channel(self, name: str = "riddles") -> None:
        """Open a channel."""
        self.page.get_by_role("navigation").get_by_role("button", name=name, exact=True).click()

    def home(self) -> Locator:
        """Open the app's Home, and wait until it is published anew; what it shows."""
        history = self._team.slack.history
        before = history.count("view", change="publish", user=self.user)
        self.page.get_by_role("navigation").get_by_role("button", name="Riddlewire").click()
        tab = self.page.get_by_role("tab", name="Home")
        if tab.get_attribute("aria-selected") != "true":
            tab.click()
        history.wait_for("view", change="publish", user=self.user, count=before + 1, timeout=WAIT_MS / 1000)
        slack = self._team.slack
        published = slack.on_loop(lambda: slack.workspace.views.homes[self.user].hash)
        expect(self.page.locator("#list.home")).to_have_attribute("data-view", published, timeout=WAIT_MS)
        return self.page.locator("#list.home")

    def direct(self) -> Locator:
        """Open the conversation with the app; its messages."""
        self.page.get_by_role("navigation").get_by_role("button", name="Riddlewire").click()
        self.page.get_by_role("tab", name="Messages").click()
        return self.page.locator("#list article")

    # The channel ------------------------------------------------------------------------------------------

    def message(self, text: str, seconds: float = 30) -> Locator:
        """The newest message in the channel that contains a text."""
        found = self.page.locator("#list article").filter(has_text=text).last
        expect(found).to_be_visible(timeout=seconds * 1000)
        return found

    def at(self, ts: str) -> Locator:
        """The message with a time stamp."""
        return self.page.locator(f'#list article[data-ts="{ts}"]')

    def private(self, text: str) -> Locator:
        """The newest message that only this person sees."""
        found = self.page.locator("article.ephemeral").filter(has_text=text).last
        expect(found).to_be_visible(timeout=WAIT_MS)
        return found

    def thread_of(self, message: Locator) -> Locator:
        """Open the thread of a message."""
        message.locator(".thread-link").click()
        return self.page.get_by_role("complementary", name="Thread")

    def command(self, text: str) -> None:
        """Type a slash command in the channel."""
        box = self.page.get_by_role("textbox", name="Message #riddles")
        box.fill(text)
        box.press("Enter")

    # Modals -----------------------------------------------------------------------------------------------

    @property
    def dialog(self) -> Locator:
        """The modal on top."""
        return self.page.locator("#modal")

    def shows(self, text: str | re.Pattern[str]) -> Locator:
        """Wait until the modal contains a text; the modal."""
        expect(self.dialog).to_contain_text(text, timeout=WAIT_MS)
        return self.dialog

    def press(self, name: str, within: Locator | None = None) -> None:
        """Press a button, in the modal if nothing else is named."""
        (within or self.dialog).get_by_role("button", name=name, exact=True).first.click()

    def confirm(self, name: str) -> None:
        """Answer the confirm dialog."""
        self.page.locator("#confirm").get_by_role("button", name=name, exact=True).click()

    def guess(self, text: str) -> None:
        """Type a guess and send it with Enter."""
        field = self.dialog.get_by_role("textbox").first
        field.fill(text)
        field.press("Enter")

    def rate(self, **marks: str) -> None:
        """Choose marks, e.g. ``helpful="4"``, ``honest="cant_tell"``."""
        for criterion, mark in marks.items():
            self.mark(criterion, mark).check()

    def mark(self, criterion: str, mark: str) -> Locator:
        """One mark of a criterion."""
        return self.dialog.locator(f'input[data-key$="/rate_{criterion}/{mark}"]')

    def close(self) -> None:
        """Close all modals by the cross."""
        self.dialog.get_by_role("button", name="Close", exact=True).first.click()
        expect(self.dialog).to_be_hidden()


def texts(locators: Sequence[Locator]) -> list[str]:
    """What elements show."""
    return [locator.inner_text() for locator in locators]
