"""The whole state of one pretend workspace, and the only place that changes it.

Lives on the server's event loop; other threads reach it through `LocalSlack` and the driver. It keeps
everything in memory and forgets it when the server stops.
Not covered: shared channels, guests, threads' subscriptions.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable
from typing import Any

from bot.local_slack import elements
from bot.local_slack.history import History
from bot.local_slack.manifest import Manifest
from bot.local_slack.records import Channel, Group, Message, StoredFile, User
from bot.local_slack.tickets import ResponseUrls, Triggers
from bot.local_slack.view_stacks import ViewStacks

TEAM_ID = "T0LOCAL"
TEAM_DOMAIN = "local-workspace"
APP_ID = "A0LOCALAPP"
BOT_ID = "B0LOCALBOT"
BOT_USER = "U0BOT"
YOU = "U0YOU"
TEAM = tuple((f"U0TEAM{number}", f"Teammate {letter}") for number, letter in enumerate("ABCD", 1))
CHANNELS = (("C0RIDDLES", "riddles"), ("C0GENERAL", "general"))


class Workspace:
    """People, channels, messages, views and files of one workspace with one app installed."""

    def __init__(
        self,
        manifest: Manifest,
        *,
        name: str = "Local workspace",
        bot_channels: Iterable[str] = ("riddles",),
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.manifest = manifest
        self.name = name
        self.clock = clock
        self.history = History(clock)
        self.triggers = Triggers(clock)
        self.response_urls = ResponseUrls(clock)
        self.views = ViewStacks()
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, StoredFile] = {}
        self.groups: dict[str, Group] = {}
        self.failures: dict[str, list[str]] = {}
        self.refused_blocks: frozenset[str] = frozenset()
        self.on_change: Callable[[], None] = lambda: None
        self._last_ts = 0
        self._people()
        for channel_id, channel_name in CHANNELS:
            self.add_channel(channel_name, channel_id)
        for channel_name in bot_channels:
            self.invite_bot(channel_name)

    def changed(self, kind: str, **facts: Any) -> None:
        """Record what happened and tell the pages."""
        self.history.add(kind, **facts)
        self.on_change()

    def fail(self, user: str, text: str) -> None:
        """Show somebody the message Slack shows when the app did not answer properly."""
        self.failures.setdefault(user, []).append(text)
        self.changed("failure", user=user, text=text)

    def new_ts(self) -> str:
        """A message timestamp, later than every earlier one."""
        self._last_ts = max(self._last_ts + 1, int(self.clock() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def add_channel(self, name: str, channel_id: str | None = None) -> Channel:
        """A channel with every person in it, the bot not."""
        channel_id = channel_id or new_id("C")
        members = {user.id for user in self.users.values() if not user.is_bot}
        channel = Channel(channel_id, name, members, created=int(self.clock()))
        self.channels[channel_id] = channel
        return channel

    def invite_bot(self, name: str) -> Channel:
        """Let the app into a channel, made if there is none of that name."""
        channel = self.channel(name) or self.add_channel(name)
        channel.members.add(BOT_USER)
        return channel

    def channel(self, name: str) -> Channel | None:
        """A channel by id, name or #name; a person's id means the conversation with them."""
        if name in self.channels:
            return self.channels[name]
        if name in self.users and not self.users[name].is_bot:
            return self.direct(name)
        wanted = name.removeprefix("#")
        return next((item for item in self.channels.values() if item.name == wanted), None)

    def direct(self, user: str) -> Channel:
        """The app's conversation with one person."""
        found = f"D0{user.removeprefix('U0')}"
        if found not in self.channels:
            members = {user, BOT_USER}
            created = int(self.clock())
            self.channels[found] = Channel(found, "", members, direct_with=user, created=created)
        return self.channels[found]

    def channels_of(self, user: str) -> list[Channel]:
        """The channels somebody sees."""
        return [channel for channel in self.channels.values() if user in channel.members]

    def post(self, channel: Channel, user: str, **parts: Any) -> Message:
        """Add a message; with `only_for` an ephemeral one."""
        parts["blocks"] = elements.with_ids(parts.get("blocks") or [])
        message = Message(channel=channel.id, ts=self.new_ts(), user=user, **parts)
        kept = channel.ephemerals if message.only_for else channel.messages
        kept[message.ts] = message
        self.changed(
            "ephemeral" if message.only_for else "post",
            channel=channel.id,
            ts=message.ts,
            user=user,
            only_for=message.only_for,
            thread_ts=message.thread_ts,
            text=message.text,
            blocks=message.blocks,
            metadata=message.metadata,
            files=message.files,
        )
        return message

    def edit(self, message: Message, **parts: Any) -> None:
        """Change a message in place. Slack marks "(edited)" only where plain text changed."""
        had_blocks = bool(message.blocks)
        for name, value in parts.items():
            setattr(message, name, elements.with_ids(value) if name == "blocks" else value)
        if not had_blocks and not message.blocks and not message.only_for:
            message.edited = {"user": message.user, "ts": self.new_ts()}
        self.changed(
            "update",
            channel=message.channel,
            ts=message.ts,
            text=message.text,
            blocks=message.blocks,
        )

    def delete(self, message: Message) -> None:
        """Remove a message, and its replies with it."""
        channel = self.channels[message.channel]
        channel.ephemerals.pop(message.ts, None)
        channel.messages.pop(message.ts, None)
        for reply in self.replies(message):
            channel.messages.pop(reply.ts, None)
        self.changed("delete", channel=message.channel, ts=message.ts)

    def replies(self, parent: Message) -> list[Message]:
        """The replies in a message's thread, oldest first."""
        messages = self.channels[parent.channel].messages.values()
        return [item for item in messages if item.thread_ts == parent.ts and item.ts != parent.ts]

    def _people(self) -> None:
        self.users[YOU] = User(YOU, "you", "You", is_admin=True)
        for user_id, name in TEAM:
            self.users[user_id] = User(user_id, name.lower().replace(" ", "."), name)
        bot = self.manifest.bot_name
        self.users[BOT_USER] = User(BOT_USER, bot, self.manifest.app_name, is_bot=True)


def new_id(prefix: str) -> str:
    """A random id in Slack's form."""
    return prefix + secrets.token_hex(5).upper()
