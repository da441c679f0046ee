"""Act as a person without a browser: click, type, submit, and wait for what appears.

Every method blocks, with a timeout where it waits, and may be called from any thread but the
server's own. A person sees only what Slack would show them. Not covered: looks; see the page's tests.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from bot.local_slack import elements
from bot.local_slack.elements import Found
from bot.local_slack.interactions import NotPossible, Outcome
from bot.local_slack.records import Channel
from bot.local_slack.seen import SeenMessage, SeenView

if TYPE_CHECKING:
    from bot.local_slack.local_slack import LocalSlack

Seen = TypeVar("Seen")
WAIT_SECONDS = 15.0


class NotSeen(Exception):
    """What a person waited for did not appear; the text says what they saw instead."""


class AppFailed(Exception):
    """The app did not answer as it should; the text is what Slack tells the person."""


class Person:
    """One person in the workspace."""

    def __init__(self, slack: LocalSlack, user_id: str) -> None:
        if user_id not in slack.workspace.users:
            known = sorted(slack.workspace.users)
            raise LookupError(f"There is nobody {user_id!r}. There are {known}.")
        self.id = user_id
        self._slack = slack

    def messages(self, channel: str = "riddles") -> list[SeenMessage]:
        """The channel's messages this person sees, oldest first, ephemerals and replies too."""
        return self._slack.on_loop(lambda: self._visible(self._channel(channel)))

    def ephemerals(self, channel: str | None = None) -> list[SeenMessage]:
        """What "only you can see", in one channel or in all."""
        return self._slack.on_loop(lambda: self._ephemerals(channel))

    def thread(self, message: SeenMessage) -> list[SeenMessage]:
        """The replies under a message, oldest first."""
        found = self.messages(message.channel)
        return [item for item in found if item.thread_ts == message.ts and item.ts != message.ts]

    def failures(self) -> list[str]:
        """Every failure Slack told this person of, oldest first."""
        return self._slack.on_loop(lambda: list(self._slack.workspace.failures.get(self.id, [])))

    def sees(self, channel: str = "riddles", text: str = "", timeout: float = WAIT_SECONDS) -> SeenMessage:
        """Wait for a message containing `text` (in its blocks or fallback); the newest one."""

        def look() -> SeenMessage | None:
            found = [item for item in self._visible(self._channel(channel)) if _has(item, text)]
            return found[-1] if found else None

        def instead() -> str:
            return repr([item.readable[:80] for item in self._visible(self._channel(channel))[-3:]])

        return self._wait(look, f"a message with {text!r} in {channel}", instead, timeout)

    def sees_ephemeral(self, text: str = "", channel: str | None = None, timeout: float = WAIT_SECONDS) -> SeenMessage:
        """Wait for an "only visible to you" message containing `text`; the newest one."""

        def look() -> SeenMessage | None:
            found = [item for item in self._ephemerals(channel) if _has(item, text)]
            return found[-1] if found else None

        def instead() -> str:
            return repr([item.readable[:80] for item in self._ephemerals(channel)[-3:]])

        return self._wait(look, f"an ephemeral with {text!r}", instead, timeout)

    def modal(self, text: str = "", timeout: float = WAIT_SECONDS) -> SeenView:
        """Wait for a modal on top whose title or blocks contain `text`."""

        def look() -> SeenView | None:
            top = self._slack.workspace.views.top(self.id)
            seen = SeenView.of(top) if top else None
            return seen if seen and text in seen.readable else None

        def instead() -> str:
            top = self._slack.workspace.views.top(self.id)
            return repr(SeenView.of(top).readable[:300]) if top else "no modal"

        return self._wait(look, f"a modal with {text!r}", instead, timeout)

    def has_modal(self) -> bool:
        """Whether a modal is open now."""
        return self._slack.on_loop(lambda: self._slack.workspace.views.top(self.id) is not None)

    def sees_no_modal(self, timeout: float = WAIT_SECONDS) -> None:
        """Wait until all modals are closed."""
        views = self._slack.workspace.views
        self._wait(
            lambda: views.top(self.id) is None or None,
            "no open modal",
            lambda: "one is open",
            timeout,
        )

    def open_home(self, tab: str = "home") -> None:
        """Open the app's Home tab; the app hears app_home_opened."""
        self._slack.on_loop(lambda: self._slack.server.interactions.open_home(self.id, tab))

    def home(self, text: str = "", timeout: float = WAIT_SECONDS) -> SeenView:
        """Wait for an App Home containing `text`."""

        def look() -> SeenView | None:
            found = self._slack.workspace.views.homes.get(self.id)
            seen = SeenView.of(found) if found else None
            return seen if seen and text in seen.readable else None

        def instead() -> str:
            found = self._slack.workspace.views.homes.get(self.id)
            return repr(SeenView.of(found).readable[:300]) if found else "no Home"

        return self._wait(look, f"an App Home with {text!r}", instead, timeout)

    def click(
        self,
        seen: SeenMessage | SeenView,
        target: str,
        value: Any = None,
        *,
        confirm: bool = True,
        check: bool = True,
    ) -> Outcome:
        """Click an element by action id, block id or text; `value` for menus and choices.

        `confirm=False` presses "no" in its confirm dialog. `check=False` returns a failure instead
        of raising AppFailed.
        """
        found = self._element(seen, target)
        if not confirm and found.element.get("confirm"):
            return Outcome(sent=False)
        deed = self._slack.server.interactions.click(self.id, seen.place, found.block_id, found.action_id, value)
        return _checked(self._slack.wait_on_loop(deed), check)

    def type_in(self, view: SeenMessage | SeenView, target: str, value: Any) -> None:
        """Fill in an input by action id, block id or label. Choices by value or text."""
        found = self._element(view, target)
        people = self._slack.server.interactions
        self._slack.on_loop(lambda: people.enter(self.id, view.place, found.block_id, found.action_id, value))

    def submit(
        self,
        view: SeenView | None = None,
        values: dict[str, Any] | None = None,
        *,
        check: bool = True,
    ) -> Outcome:
        """Fill in `values` (by action id, block id or label) and submit the modal on top.

        Complaints under inputs come back in `Outcome.errors`; they raise nothing.
        """
        view = view or self.modal()
        for target, value in (values or {}).items():
            self.type_in(view, target, value)
        deed = self._slack.server.interactions.submit(self.id, view.id)
        return _checked(self._slack.wait_on_loop(deed), check)

    def close(self, view: SeenView | None = None, *, everything: bool = False) -> None:
        """Cancel the modal on top, or `everything` by its cross."""
        view = view or self.modal()
        deed = self._slack.server.interactions.close(self.id, view.id, everything=everything)
        self._slack.wait_on_loop(deed)

    def command(self, text: str, channel: str = "riddles", *, check: bool = True) -> Outcome:
        """Type a slash command, e.g. `/riddle help`."""
        deed = self._slack.server.interactions.command(self.id, channel, text)
        return _checked(self._slack.wait_on_loop(deed), check)

    def write(self, text: str, channel: str = "riddles", thread: str | None = None) -> SeenMessage:
        """Write a message, in a thread if its ts is given."""
        people = self._slack.server.interactions
        return self._slack.on_loop(lambda: SeenMessage.of(people.say(self.id, channel, text, thread)))

    def react(self, message: SeenMessage, name: str) -> None:
        """Add a reaction, or take it back."""
        people = self._slack.server.interactions
        self._slack.on_loop(lambda: people.react(self.id, message.channel, message.ts, name))

    def _element(self, seen: SeenMessage | SeenView, target: str) -> Found:
        people = self._slack.server.interactions
        blocks = self._slack.on_loop(lambda: people.blocks_at(self.id, seen.place))
        found = elements.named(blocks, target)
        if len(found) == 1:
            return found[0]
        there = ", ".join(elements.names(blocks)) or "nothing"
        if found:
            raise NotPossible(f"{target!r} means {len(found)} elements; use an id. There: {there}.")
        raise NotPossible(f"There is nothing called {target!r} to use. There is {there}.")

    def _channel(self, name: str) -> Channel:
        channel = self._slack.workspace.channel(name)
        if channel is None or self.id not in channel.members:
            raise NotPossible(f"{self.id} sees no channel {name!r}.")
        return channel

    def _visible(self, channel: Channel) -> list[SeenMessage]:
        mine = [item for item in channel.ephemerals.values() if item.only_for == self.id]
        found = sorted([*channel.messages.values(), *mine], key=lambda item: item.ts)
        return [SeenMessage.of(item) for item in found]

    def _ephemerals(self, channel: str | None) -> list[SeenMessage]:
        workspace = self._slack.workspace
        channels = [self._channel(channel)] if channel else workspace.channels_of(self.id)
        found = [item for each in channels for item in self._visible(each) if item.is_ephemeral]
        return sorted(found, key=lambda item: item.ts)

    def _wait(
        self,
        look: Callable[[], Seen | None],
        what: str,
        instead: Callable[[], str],
        timeout: float,
    ) -> Seen:
        deadline = time.monotonic() + timeout
        history = self._slack.history
        while True:
            seen_entries = history.length
            found = self._slack.on_loop(look)
            if found is not None:
                return found
            left = deadline - time.monotonic()
            if left <= 0:
                saw = self._slack.on_loop(instead)
                raise NotSeen(f"{self.id} waited {timeout:g} s for {what}, but saw {saw}.")
            history.wait_for_news(seen_entries, left)


def _has(item: SeenMessage, text: str) -> bool:
    return text in item.readable or text in item.text


def _checked(outcome: Outcome, check: bool) -> Outcome:
    if check and outcome.error:
        raise AppFailed(outcome.error)
    return outcome
