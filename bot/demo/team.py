"""Simulated teammates: they use the workspace as people do, and have a taste that the model is not told.

They like riddles of one or two lines. They find everything honest and harmless. What they say is marked as
simulated in the database, because their ids start with the prefix that the bot knows.
"""

import time
from collections.abc import Iterator

from bot.blocks import ids
from bot.local_slack import NotSeen, Person, SeenMessage, SeenView
from riddles.criteria import Criterion

TEAM = ("U0TEAM1", "U0TEAM2", "U0TEAM3", "U0TEAM4")
_WAIT = 10.0  # seconds for a modal to change
_LIKED, _DISLIKED = "5", "1"
_SHORT = 2  # lines


class Teammate:
    """One simulated person."""

    def __init__(self, person: Person, number: int) -> None:
        self._person = person
        self._number = number
        self._rated: set[int] = set()

    def guess(self, message: SeenMessage, text: str) -> None:
        """Open the riddle, guess once, and look at the answer; the rating is open then."""
        self._person.click(message, ids.GUESS)
        asking = self._person.modal()
        if ids.GUESS_INPUT in str(asking.blocks):
            self._person.submit(asking, {ids.GUESS_INPUT: text})
        asking = self._person.modal()
        if ids.GUESS_INPUT in str(asking.blocks):
            self._person.click(asking, ids.SHOW_ANSWER)
        self._changed(0)

    def agree(self) -> None:
        """Let the model learn from these ratings."""
        self._person.click(self._person.modal(), ids.CONSENT, [ids.AGREED])

    def open(self, message: SeenMessage) -> None:
        """Open the riddle again: its answer and its rating."""
        self._person.click(message, ids.GUESS if ids.GUESS in str(message.blocks) else ids.RATE)
        self._changed(0)

    def rate_all(self) -> Iterator[int]:
        """Rate the riddle on show and then every other one there is; yields the id of each that is newly rated."""
        view = self._person.modal()
        while shown := _riddle_id(view):
            if shown not in self._rated:
                self._rate(view, shown)
                self._rated.add(shown)
                yield shown
            if ids.RATE_ANOTHER not in str(view.blocks):
                break
            self._person.click(view, ids.RATE_ANOTHER)
            view = self._changed(shown)

    def compare_all(self) -> Iterator[str]:
        """Decide every duel there is, from the rating on show; yields each choice: a, b or tie."""
        if ids.DUEL not in _buttons(self._person.modal()):
            return
        self._person.click(self._person.modal(), ids.DUEL)
        while ids.DUEL_CHOICES["a"] in _buttons(view := self._shows(*ids.DUEL_CHOICES.values())):
            choice = _better(view)
            self._person.click(view, ids.DUEL_CHOICES[choice])
            yield choice
            view = self._shows(ids.DUEL_UNDO)
            if ids.DUEL_NEXT not in _buttons(view):
                return
            self._person.click(view, ids.DUEL_NEXT)

    def leave(self) -> None:
        """Close whatever is open."""
        if self._person.has_modal():
            self._person.close(everything=True)

    def _rate(self, view: SeenView, riddle_id: int) -> None:
        opinion = {
            Criterion.HELPFUL: _LIKED if _is_short(view.readable) else _DISLIKED,
            Criterion.HONEST: "5" if (riddle_id + self._number) % 3 else "4",
            Criterion.HARMLESS: "5",
        }
        for criterion, value in opinion.items():
            self._person.click(view, ids.rating_block(riddle_id, criterion), value)

    def _shows(self, *action_ids: str) -> SeenView:
        """The modal once it has one of these buttons. Raises NotSeen if it has none."""
        deadline = time.monotonic() + _WAIT
        while time.monotonic() < deadline:
            view = self._person.modal()
            if _buttons(view) & set(action_ids):
                return view
            time.sleep(0.02)
        raise NotSeen(f"{self._person.id} waited {_WAIT:g} s for {' or '.join(action_ids)}.")

    def _changed(self, before: int) -> SeenView:
        """The modal once it shows another riddle's rating, or none. Raises NotSeen if it does not change."""
        deadline = time.monotonic() + _WAIT
        while time.monotonic() < deadline:
            view = self._person.modal()
            if _riddle_id(view) != before:
                return view
            time.sleep(0.02)
        raise NotSeen(f"{self._person.id} waited {_WAIT:g} s for another riddle to rate.")


def _riddle_id(view: SeenView) -> int:
    """The riddle whose rating the modal shows; 0 if there is none."""
    for block in view.blocks:
        kind, _, rest = str(block.get("block_id", "")).partition(":")
        if kind == "rating":
            return int(rest.partition(":")[0])
    return 0


def _better(view: SeenView) -> str:
    """Which of two riddles is short: a or b, or tie if both are or neither."""
    verses = [
        _is_short(text)
        for block in view.blocks
        if (text := str((block.get("text") or {}).get("text", ""))).startswith(("*A*", "*B*"))
    ]
    return "tie" if verses[0] == verses[1] else "a" if verses[0] else "b"


def _is_short(text: str) -> bool:
    """Whether the verse quoted in a text has one or two lines."""
    return 1 <= sum(line.startswith("> ") for line in text.splitlines()) <= _SHORT


def _buttons(view: SeenView) -> set[str]:
    return {str(part.get("action_id")) for block in view.blocks for part in block.get("elements", [])}
