"""What Slack sends, translated into values we know. What is not as we drew it is refused with a sentence."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot import wording
from bot.blocks import ids
from riddles.criteria import Criterion
from riddles.errors import SlackError

Json = dict[str, Any]
_ID = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)


@dataclass(frozen=True)
class Click:
    """One click. ``who``: team and user id; ``view_id`` is empty outside modals; ``trigger_id`` opens one modal."""

    who: tuple[str, str]
    trigger_id: str
    action: Mapping[str, Any]
    view_id: str


@dataclass(frozen=True)
class Submission:
    """A submitted guess."""

    who: tuple[str, str]
    post_id: int
    block_id: str
    text: str


@dataclass(frozen=True)
class Command:
    """A slash command. ``words`` are lower-case and without the command's own name."""

    who: tuple[str, str]
    channel: str
    words: tuple[str, ...]
    trigger_id: str

    @property
    def user(self) -> str:
        """The Slack user id."""
        return self.who[1]


def click(body: Json) -> Click:
    """A block_actions payload."""
    action = (body.get("actions") or [{}])[0]
    return Click(_who(body), str(body.get("trigger_id") or ""), action, str((body.get("view") or {}).get("id") or ""))


def number(given: Click) -> int:
    """The id a button carries. Raises SlackError if it carries none."""
    return _id(given.action.get("value"))


def rating(given: Click) -> tuple[int, Criterion, int | None, str]:
    """A rating click: riddle id, criterion, value (None: can't tell), Slack's time of it. Raises SlackError."""
    kind, _, rest = str(given.action.get("block_id") or "").partition(":")
    riddle_id, _, name = rest.partition(":")
    value = (given.action.get("selected_option") or {}).get("value")
    try:
        criterion = Criterion(name)
    except ValueError as error:
        raise SlackError(wording.UNKNOWN_BUTTON) from error
    if kind != "rating":
        raise SlackError(wording.UNKNOWN_BUTTON)
    return _id(riddle_id), criterion, None if value == ids.CANT_TELL else _id(value), moment(given)


def moment(given: Click) -> str:
    """Slack's time of a click, as a decimal string of seconds. Raises SlackError if it has none."""
    at = str(given.action.get("action_ts") or "")
    if not re.fullmatch(r"\d+(\.\d+)?", at, re.ASCII):
        raise SlackError(wording.UNKNOWN_BUTTON)
    return at


def thumb(given: Click) -> tuple[bool, int]:
    """A click on a thumb: whether it is up, and the post's id. Raises SlackError."""
    direction, _, post_id = str(given.action.get("value") or "").partition(":")
    if direction not in ("up", "down"):
        raise SlackError(wording.UNKNOWN_BUTTON)
    return direction == "up", _id(post_id)


def chosen(given: Click) -> tuple[str, int]:
    """A choice in a menu whose values are a deed, a colon and an id. Raises SlackError."""
    deed, _, about = str((given.action.get("selected_option") or {}).get("value") or "").partition(":")
    return deed, _id(about)


def place(given: Click) -> str:
    """Which button of a duel was clicked: a, b, tie or both_bad. Raises SlackError."""
    for name, action_id in ids.DUEL_CHOICES.items():
        if given.action.get("action_id") == action_id:
            return name
    raise SlackError(wording.UNKNOWN_BUTTON)


def agreed(given: Click) -> bool:
    """Whether a box is ticked now."""
    return any(option.get("value") == ids.AGREED for option in given.action.get("selected_options") or [])


def submission(body: Json) -> Submission:
    """The guess in a view_submission payload. Raises SlackError if the view is not ours."""
    view = body.get("view") or {}
    for block_id, inputs in ((view.get("state") or {}).get("values") or {}).items():
        if ids.GUESS_INPUT in inputs:
            text = inputs[ids.GUESS_INPUT].get("value") or ""
            return Submission(_who(body), _id(view.get("private_metadata")), block_id, text)
    raise SlackError(wording.UNKNOWN_BUTTON)


@dataclass(frozen=True)
class Form:
    """A submitted form: what it is about, and what each of its inputs holds (text, value of a choice, or ticked)."""

    who: tuple[str, str]
    about: int
    values: Mapping[str, str]
    ticked: frozenset[str]


def form(body: Json) -> Form:
    """A view_submission payload whose private_metadata is an id and whose block ids are those of its inputs.

    Raises SlackError if the view is not ours.
    """
    view = body.get("view") or {}
    states = {
        block_id: state
        for block_id, inputs in ((view.get("state") or {}).get("values") or {}).items()
        for state in inputs.values()
    }
    values = {
        name: str(state.get("value") or (state.get("selected_option") or {}).get("value") or "")
        for name, state in states.items()
    }
    ticked = frozenset(name for name, state in states.items() if state.get("selected_options"))
    return Form(_who(body), _id(view.get("private_metadata")), values, ticked)


@dataclass(frozen=True)
class Deed:
    """A deed that asked first: its name, what exactly was told, the channel it is about, and the key of the asking."""

    name: str
    argument: str
    channel: str
    key: str


def deed_value(deed: Deed) -> str:
    """A deed as the value of a button."""
    return json.dumps([deed.name, deed.argument, deed.channel, deed.key])


def deed(given: Click) -> Deed:
    """The deed that a button carries. Raises SlackError if it carries none."""
    try:
        name, argument, channel, key = map(str, json.loads(str(given.action.get("value"))))
    except (ValueError, TypeError) as error:
        raise SlackError(wording.UNKNOWN_BUTTON) from error
    return Deed(name, argument, channel, key)


def previewed(given: Click) -> tuple[int, str]:
    """A click under a previewed riddle: the riddle's id and the channel. Raises SlackError."""
    riddle_id, _, channel = str(given.action.get("value") or "").partition(":")
    return _id(riddle_id), channel


def command(body: Json) -> Command:
    """A slash command payload. Where a phone has made a dash of two hyphens, they are two hyphens again."""
    text = re.sub(r"(?<!\S)[–—](?=\w)", "--", str(body.get("text") or "").lower())
    words = tuple(text.split())
    who = str(body.get("team_id") or ""), str(body.get("user_id") or "")
    return Command(who, str(body.get("channel_id") or ""), words, str(body.get("trigger_id") or ""))


def opener(body: Json) -> tuple[str, str] | None:
    """Who opened the Home tab; None for another tab of the app."""
    event = body.get("event") or {}
    if event.get("tab") != "home":
        return None
    return str(body.get("team_id") or ""), str(event.get("user") or "")


def _who(body: Json) -> tuple[str, str]:
    user = body.get("user") or {}
    # with an app installed by a whole organisation, the team is null and the user tells it
    team = (body.get("team") or {}).get("id") or user.get("team_id")
    return str(team or ""), str(user.get("id") or "")


def _id(value: object) -> int:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise SlackError(wording.UNKNOWN_BUTTON)
    return int(value)
