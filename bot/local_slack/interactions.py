"""What people do in the workspace, and what Slack sends the app and shows people because of it.

Used by the page and by the Python driver alike. Not covered: shortcuts, message menus, drag and drop.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from bot.local_slack import actions, elements, payloads, responses, submissions, values
from bot.local_slack.delivery import Answer, Delivery
from bot.local_slack.methods.call import SlackError
from bot.local_slack.records import Channel, Json, Message, Values, View
from bot.local_slack.tickets import ResponseUrl
from bot.local_slack.workspace import BOT_USER, Workspace

NOT_A_COMMAND = (
    "{name} is not a valid command. In Slack, all messages that start with the “/” character are "
    "interpreted as commands."
)


class NotPossible(Exception):
    """A person cannot do this: there is no such thing, or they do not see it."""


@dataclass(frozen=True)
class Place:
    """Where an element is: in a message (`channel`, `ts`) or in a modal or Home (`view_id`)."""

    channel: str = ""
    ts: str = ""
    view_id: str = ""


@dataclass(frozen=True)
class Outcome:
    """What came of it. `error` is what Slack tells the person, `errors` stand under inputs."""

    error: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    sent: bool = True

    @property
    def ok(self) -> bool:
        """Whether nothing went wrong from the person's point of view."""
        return not self.error and not self.errors


class Interactions:
    """Every deed a person can do."""

    def __init__(self, workspace: Workspace, delivery: Delivery) -> None:
        self.base_url = ""
        self._workspace = workspace
        self._delivery = delivery

    def blocks_at(self, user: str, place: Place) -> list[Json]:
        """The blocks somebody sees at a place; raises NotPossible when they see none."""
        return self._holder(user, place).blocks

    def values_at(self, user: str, place: Place) -> Values:
        """What somebody entered at a place."""
        holder = self._holder(user, place)
        if isinstance(holder, View):
            return holder.values
        return holder.values.setdefault(user, {})

    def enter(self, user: str, place: Place, block_id: str, action_id: str, value: Any) -> bool:
        """Type or choose a value. True when Slack also tells the app (outside plain inputs)."""
        found = self._element(user, place, block_id, action_id)
        kept = self.values_at(user, place)
        try:
            kept.setdefault(block_id, {})[action_id] = values.entered(found.element, value)
        except values.ValueRefused as error:
            raise NotPossible(str(error)) from error
        return found.block["type"] != "input" or bool(found.block.get("dispatch_action"))

    async def click(self, user: str, place: Place, block_id: str, action_id: str, value: Any = None) -> Outcome:
        """Click a button, or choose `value` in an element that tells the app at once."""
        found = self._element(user, place, block_id, action_id)
        if found.element["type"] in values.STATEFUL:
            if not self.enter(user, place, block_id, action_id, value):
                return Outcome(sent=False)
            value = self.values_at(user, place)[block_id][action_id]
        try:
            action = actions.describe(found, value, self._workspace.new_ts())
        except values.ValueRefused as error:
            raise NotPossible(str(error)) from error
        if action["type"] == "feedback_buttons":
            pressed = {"type": "feedback_buttons", "value": action["value"]}
            self.values_at(user, place).setdefault(block_id, {})[action_id] = pressed
        self._workspace.changed("person", deed="click", user=user, action=action)
        payload = self._click_payload(user, place, action)
        sent = await self._delivery.send("interactive", payload)
        if sent.ok:
            return Outcome(seconds=sent.seconds)
        return self._failed(user, f"The app did not respond ({sent.error}).", sent)

    async def submit(self, user: str, view_id: str) -> Outcome:
        """Press a modal's submit button: checked as Slack's client does, then sent to the app."""
        view = self._modal(user, view_id)
        view.errors = values.complaints(view.blocks, view.values)
        if view.errors:
            self._workspace.changed("person", deed="submit refused", user=user, errors=view.errors)
            return Outcome(errors=view.errors, sent=False)
        self._workspace.history.add("person", deed="submit", user=user, view_id=view_id)
        act = self._act(user)
        payload = payloads.submission(self._workspace, act, view)
        sent = await self._delivery.send("interactive", payload)
        still_open = self._workspace.views.by_id.get(view_id)
        problem = sent.error
        if not problem and still_open is not None:
            problem = submissions.apply(self._workspace, still_open, sent.body)
        if problem:
            view.errors = {"": "We had some trouble connecting. Try again?"}
            return self._failed(user, f"We had some trouble connecting ({problem}).", sent)
        return Outcome(errors=view.errors, seconds=sent.seconds)

    async def close(self, user: str, view_id: str, *, everything: bool = False) -> Outcome:
        """Cancel a modal, or with `everything` the whole stack by its cross."""
        self._modal(user, view_id)
        views = self._workspace.views
        gone = views.clear(user) if everything else [views.close_top(user)]
        self._workspace.changed("person", deed="close", user=user, view_id=view_id)
        for view in gone:
            if view is not None and view.body.get("notify_on_close"):
                act = self._act(user)
                payload = payloads.closed(self._workspace, act, view, cleared=everything)
                await self._delivery.send("interactive", payload)
        return Outcome()

    async def command(self, user: str, channel_id: str, text: str) -> Outcome:
        """Type a slash command, the command's name first."""
        channel = self._channel(user, channel_id)
        name, _, rest = text.strip().partition(" ")
        command = self._workspace.manifest.command(name)
        self._workspace.history.add("person", deed="command", user=user, text=text)
        if command is None:
            return self._failed(user, NOT_A_COMMAND.format(name=name), Answer("unknown"), channel)
        if command.should_escape:
            rest = self._escaped(rest)
        act = self._act(user, channel)
        payload = payloads.command(self._workspace, act, channel, name, rest.strip())
        sent = await self._delivery.send("command", payload)
        if not sent.ok:
            words = f"{name} failed with the error “{sent.error}”"
            return self._failed(user, words, sent, channel)
        return self._command_answer(user, channel, name, sent)

    def say(self, user: str, channel_id: str, text: str, thread_ts: str | None = None) -> Message:
        """Write a message; the app hears of it only as far as its manifest asks."""
        channel = self._channel(user, channel_id)
        if channel.is_archived:
            raise NotPossible(f"#{channel.name} is archived; nobody can write there.")
        if channel.direct_with and self._workspace.manifest.messages_read_only:
            raise NotPossible("Sending messages to this app has been turned off.")
        message = self._workspace.post(channel, user, text=text, thread_ts=thread_ts)
        inner = {"user": user, "text": text, "ts": message.ts, "channel": channel.id}
        if thread_ts:
            inner["thread_ts"] = thread_ts
        in_channel = BOT_USER in channel.members
        if in_channel and f"<@{BOT_USER}>" in text:
            self._event("app_mention", inner)
        kind = "im" if channel.direct_with else "channel"
        if in_channel and f"message.{'im' if channel.direct_with else 'channels'}" in (self._workspace.manifest.events):
            self._send({"type": "message", **inner, "channel_type": kind, "event_ts": message.ts})
        return message

    def react(self, user: str, channel_id: str, ts: str, name: str) -> None:
        """Add or take back a reaction."""
        message = self._channel(user, channel_id).messages.get(ts)
        if message is None:
            raise NotPossible(f"There is no message {ts} to react to.")
        users = message.reactions.setdefault(name, [])
        event = "reaction_removed" if user in users else "reaction_added"
        users.remove(user) if user in users else users.append(user)
        if not users:
            del message.reactions[name]
        self._workspace.changed("reaction", user=user, ts=ts, name=name, event=event)
        item = {"type": "message", "channel": message.channel, "ts": ts}
        self._event(event, {"user": user, "reaction": name, "item_user": message.user, "item": item})

    def open_home(self, user: str, tab: str = "home") -> None:
        """Open the app's Home or Messages tab."""
        self._workspace.history.add("person", deed="open_home", user=user, tab=tab)
        inner: Json = {"user": user, "channel": self._workspace.direct(user).id, "tab": tab}
        home = self._workspace.views.homes.get(user)
        if home is not None and tab == "home":
            inner["view"] = payloads.view(home)
        self._event("app_home_opened", inner)

    def _event(self, kind: str, inner: Json) -> None:
        if kind in self._workspace.manifest.events:
            self._send({"type": kind, **inner, "event_ts": self._workspace.new_ts()})

    def _send(self, inner: Json) -> None:
        event_id = "Ev" + secrets.token_hex(5).upper()
        self._delivery.send_event(payloads.event(self._workspace, inner, event_id))

    def _click_payload(self, user: str, place: Place, action: Json) -> Json:
        holder = self._holder(user, place)
        if isinstance(holder, View):
            return payloads.on_view(self._workspace, self._act(user), holder, [action])
        channel = self._workspace.channels[holder.channel]
        act = self._act(user, channel, holder)
        kept = self.values_at(user, place)
        return payloads.on_message(self._workspace, act, holder, [action], kept)

    def _command_answer(self, user: str, channel: Channel, name: str, sent: Answer) -> Outcome:
        body = {"text": sent.body} if isinstance(sent.body, str) else sent.body
        if not body or not (body.get("text") or body.get("blocks")):
            return Outcome(seconds=sent.seconds)
        permit = ResponseUrl(user, channel.id, until=0)
        try:
            responses.answer(self._workspace, permit, body)
        except SlackError as error:
            words = f"{name} failed with the error “{error.word}”"
            return self._failed(user, words, sent, channel)
        return Outcome(seconds=sent.seconds)

    def _failed(self, user: str, words: str, sent: Answer, channel: Channel | None = None) -> Outcome:
        self._workspace.fail(user, words)
        if channel is not None:
            self._workspace.post(channel, "USLACKBOT", text=words, only_for=user)
        return Outcome(error=words, seconds=sent.seconds)

    def _act(self, user: str, channel: Channel | None = None, message: Message | None = None) -> payloads.Act:
        url = None
        if channel is not None:
            ts, thread = (message.ts, message.thread_ts) if message else (None, None)
            token = self._workspace.response_urls.issue(user, channel.id, ts, thread)
            url = f"{self.base_url}/respond/{token}"
        return payloads.Act(user, self._workspace.triggers.issue(user), url)

    def _holder(self, user: str, place: Place) -> Message | View:
        if place.view_id:
            view = self._workspace.views.by_id.get(place.view_id)
            if view is None or view.user != user:
                raise NotPossible(f"{user} has no open view {place.view_id}.")
            return view
        message = self._channel(user, place.channel).find(place.ts)
        if message is None or message.only_for not in (None, user):
            raise NotPossible(f"{user} sees no message {place.ts} in {place.channel}.")
        return message

    def _element(self, user: str, place: Place, block_id: str, action_id: str) -> elements.Found:
        blocks = self.blocks_at(user, place)
        found = elements.find(blocks, block_id, action_id)
        if found is None:
            raise NotPossible(
                f"There is no element {action_id} in block {block_id}. "
                f"There are: {', '.join(elements.names(blocks)) or 'none'}."
            )
        return found

    def _modal(self, user: str, view_id: str) -> View:
        top = self._workspace.views.top(user)
        if top is None or top.id != view_id:
            raise NotPossible(f"{view_id} is not the modal {user} looks at.")
        return top

    def _channel(self, user: str, name: str) -> Channel:
        channel = self._workspace.channel(name)
        if channel is None or user not in channel.members:
            raise NotPossible(f"{user} sees no channel {name}.")
        return channel

    def _escaped(self, text: str) -> str:
        for person in self._workspace.users.values():
            text = text.replace(f"@{person.name}", f"<@{person.id}|{person.name}>")
        for channel in self._workspace.channels.values():
            if channel.name:
                text = text.replace(f"#{channel.name}", f"<#{channel.id}|{channel.name}>")
        return text
