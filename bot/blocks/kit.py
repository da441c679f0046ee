"""Block Kit pieces, and the only ways foreign text gets into them.

``escaped`` for mrkdwn, ``plain`` for plain text; both cut at a length that Slack accepts. Limits are Slack's
(docs.slack.dev, reference/block-kit).
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from bot import wording
from bot.blocks import ids

Json = dict[str, Any]

MOST_SECTION, MOST_HEADER, MOST_BUTTON, MOST_OPTION, MOST_TITLE, MOST_CONTEXT = 3000, 150, 75, 75, 24, 2000
_MOST_URL = 1500
_OF_A_VIEW = ("type", "title", "submit", "close", "private_metadata", "callback_id")
_TOP = "told_on_top"
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def escaped(text: str, most: int = 1000) -> str:
    """Foreign text for mrkdwn: ``& < >`` escaped (no mentions, no links), at most ``most`` characters afterwards."""
    pieces = [_ESCAPES.get(character, character) for character in text]
    if sum(map(len, pieces)) <= most:
        return "".join(pieces)
    kept, room = [], most - 1
    for piece in pieces:
        room -= len(piece)
        if room < 0:
            break
        kept.append(piece)
    return "".join(kept) + "…"


def one_line(text: str, most: int = 200) -> str:
    """Foreign text on one line, escaped for mrkdwn."""
    return escaped(" ".join(text.split()), most)


def quoted(text: str, most: int = 2000) -> str:
    """Foreign text as a quotation, line by line."""
    return "\n".join(f"> {line}" for line in escaped(text, most).split("\n"))


def clipped(text: str, most: int) -> str:
    """Plain text of at most ``most`` characters and at least one."""
    text = text or " "
    return text if len(text) <= most else f"{text[: most - 1]}…"


def link(address: str, label: str) -> str:
    """A link with foreign address and label; only the label where the address is no plain http(s) URL."""
    words = one_line(label) or "the source"
    try:
        parts = urlsplit(address)
    except ValueError:
        return words
    if parts.scheme not in ("http", "https") or not parts.netloc or len(address) > _MOST_URL:
        return words
    safe = quote(address, safe=":/?#[]@!$&'()*+,;=%~-._")
    return f"<{escaped(safe, 3 * _MOST_URL)}|{words}>" if len(safe) <= _MOST_URL else words


def plain(text: str, most: int = MOST_SECTION) -> Json:
    """A plain text object."""
    return {"type": "plain_text", "text": clipped(text, most), "emoji": True}


def mrkdwn(text: str, most: int = MOST_SECTION) -> Json:
    """A mrkdwn text object; everything foreign in it must have been escaped before."""
    return {"type": "mrkdwn", "text": clipped(text, most)}


def header(text: str) -> Json:
    """A header block."""
    return {"type": "header", "text": plain(text, MOST_HEADER)}


def section(text: str) -> Json:
    """A section of mrkdwn."""
    return {"type": "section", "text": mrkdwn(text)}


def context(text: str) -> Json:
    """A line in small grey mrkdwn."""
    return {"type": "context", "elements": [mrkdwn(text, MOST_CONTEXT)]}


def divider() -> Json:
    """A line across."""
    return {"type": "divider"}


def actions(*elements: Json, block_id: str = "") -> Json:
    """A row of buttons or choices."""
    row: Json = {"type": "actions", "elements": list(elements)}
    return {**row, "block_id": block_id} if block_id else row


def button(action_id: str, text: str, value: object = "", primary: bool = False, sure: Json | None = None) -> Json:
    """A button; ``value`` comes back with the click. ``sure`` is asked first, and marks a deed with consequences."""
    made: Json = {"type": "button", "action_id": action_id, "text": plain(text, MOST_BUTTON)}
    if value != "":
        made["value"] = str(value)
    if sure is not None:
        return {**made, "style": sure.get("style", "primary"), "confirm": sure}
    return {**made, "style": "primary"} if primary else made


def confirm(question: str, consequence: str, yes: str, danger: bool = False) -> Json:
    """A question before a deed."""
    asked = {"title": plain(question, 100), "text": plain(consequence, 300), "deny": plain(wording.CANCEL, 30)}
    return {**asked, "confirm": plain(yes, 30), "style": "danger" if danger else "primary"}


def box(action_id: str, label: str, ticked: bool) -> Json:
    """A row with one box to tick; its value is ``ids.AGREED``.

    The block's id tells the state: Slack keeps what a person clicked in a block of the same id, also where a button
    elsewhere has changed it since.
    """
    option = choice(label, ids.AGREED)
    element: Json = {"type": "checkboxes", "action_id": action_id, "options": [option]}
    element |= {"initial_options": [option]} if ticked else {}
    return actions(element, block_id=f"{action_id}:{'on' if ticked else 'off'}")


def overflow(action_id: str, options: Sequence[tuple[str, str]]) -> Json:
    """A menu behind three dots: texts with the values that come back."""
    return {"type": "overflow", "action_id": action_id, "options": [choice(text, value) for text, value in options]}


def question(block_id: str, label: str, element: Json, optional: bool = False, hint: str = "") -> Json:
    """An input of a modal with its label."""
    block: Json = {"type": "input", "block_id": block_id, "label": plain(label, 2000), "element": element}
    block |= {"hint": plain(hint, 2000)} if hint else {}
    return {**block, "optional": True} if optional else block


def choice(text: str, value: str) -> Json:
    """An option of radio buttons or checkboxes."""
    return {"text": {"type": "plain_text", "text": clipped(text, MOST_OPTION)}, "value": value}


def modal(title: str, blocks: Sequence[Json], close: str = wording.CLOSE, **more: Any) -> Json:
    """A modal; ``more``: submit, callback_id, private_metadata."""
    frame = {"type": "modal", "title": plain(title, MOST_TITLE), "close": plain(close, MOST_TITLE)}
    return {**frame, "blocks": list(blocks), **more}


def amended(view: Json, sentence: str) -> Json:
    """A view that Slack sent us, with a sentence on top instead of an earlier one."""
    kept = {name: view[name] for name in _OF_A_VIEW if view.get(name)}
    blocks = [block for block in view.get("blocks") or [] if block.get("block_id") != _TOP]
    return {**kept, "blocks": [{"type": "section", "block_id": _TOP, "text": plain(sentence)}, *blocks][:100]}


def notice(sentence: str) -> Json:
    """A modal that says one thing. The sentence may quote anything: it is shown as plain text."""
    return modal(wording.NOTICE_TITLE, [{"type": "section", "text": plain(sentence)}])
