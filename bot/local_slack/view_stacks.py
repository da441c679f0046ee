"""Modals and App Homes: one stack of at most three modals and one Home per person.

What a person typed is kept across updates where block_id, action_id and type stay the same, as Slack
keeps it. Not covered: workflow steps, and `clear_on_close` on anything but modals.
"""

from __future__ import annotations

import secrets
import time

from bot.local_slack import block_table, elements
from bot.local_slack.records import Json, Values, View


class ViewError(Exception):
    """Slack refuses the view; the text is its error word."""


class ViewStacks:
    """Every person's open modals, top last, and their App Home."""

    def __init__(self) -> None:
        self.by_id: dict[str, View] = {}
        self.stacks: dict[str, list[str]] = {}
        self.homes: dict[str, View] = {}

    def top(self, user: str) -> View | None:
        """The modal this person looks at."""
        stack = self.stacks.get(user)
        return self.by_id[stack[-1]] if stack else None

    def stack(self, user: str) -> list[View]:
        """This person's open modals, bottom first."""
        return [self.by_id[view_id] for view_id in self.stacks.get(user, [])]

    def open(self, user: str, body: Json) -> View:
        """A fresh modal, replacing whatever stack the person had."""
        self._refuse_taken_external_id(body)
        self.clear(user)
        return self._add(user, body, None)

    def push(self, user: str, body: Json) -> View:
        """A modal on top of the person's open ones."""
        self._refuse_taken_external_id(body)
        stack = self.stack(user)
        if not stack:
            raise ViewError("not_found")
        if len(stack) >= block_table.MOST_MODALS_STACKED:
            raise ViewError("push_limit_reached")
        return self._add(user, body, stack[-1])

    def update(self, view: View, body: Json, expected_hash: str | None = None) -> View:
        """Replace what a view shows; a stale `expected_hash` is refused."""
        if expected_hash and expected_hash != view.hash:
            raise ViewError("hash_conflict")
        view.body = _stored(body)
        view.hash = _new_hash()
        view.values = _kept(view.blocks, view.values)
        view.errors = {}
        return view

    def publish(self, user: str, body: Json, expected_hash: str | None = None) -> View:
        """Set a person's App Home."""
        home = self.homes.get(user)
        if home is not None:
            return self.update(home, body, expected_hash)
        view_id = _new_view_id()
        self.homes[user] = View(view_id, user, "home", _stored(body), _new_hash(), view_id)
        self.by_id[view_id] = self.homes[user]
        return self.homes[user]

    def find(self, view_id: str | None, external_id: str | None) -> View | None:
        """An open modal or a Home by either id."""
        if view_id:
            return self.by_id.get(view_id)
        return next(
            (view for view in self.by_id.values() if view.body.get("external_id") == external_id),
            None,
        )

    def close_top(self, user: str) -> View | None:
        """Take the person's top modal away and return it."""
        stack = self.stacks.get(user)
        return self.by_id.pop(stack.pop()) if stack else None

    def clear(self, user: str) -> list[View]:
        """Take all the person's modals away and return them, top first."""
        return [self.by_id.pop(view_id) for view_id in reversed(self.stacks.pop(user, []))]

    def _add(self, user: str, body: Json, below: View | None) -> View:
        view_id = _new_view_id()
        root, previous = (below.root_id, below.id) if below else (view_id, None)
        view = View(view_id, user, "modal", _stored(body), _new_hash(), root, previous)
        self.by_id[view_id] = view
        self.stacks.setdefault(user, []).append(view_id)
        return view

    def _refuse_taken_external_id(self, body: Json) -> None:
        if body.get("external_id") and self.find(None, body["external_id"]):
            raise ViewError("duplicate_external_id")


def _stored(body: Json) -> Json:
    return {**body, "blocks": elements.with_ids(body["blocks"])}


def _kept(blocks: list[Json], old: Values) -> Values:
    kept: Values = {}
    for item in elements.every(blocks):
        value = old.get(item.block_id, {}).get(item.action_id)
        if value is not None and value["type"] == item.element["type"]:
            kept.setdefault(item.block_id, {})[item.action_id] = value
    return kept


def _new_view_id() -> str:
    return "V" + secrets.token_hex(5).upper()


def _new_hash() -> str:
    return f"{int(time.time())}.{secrets.token_hex(4)}"
