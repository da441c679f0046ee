"""Finds the interactive elements inside blocks, and fills in the ids Slack generates.

Blocks inside `container` and the cards of a `carousel` count as blocks of their own.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from bot.local_slack.records import Json

NOT_INTERACTIVE = ("image", "plain_text", "mrkdwn")


@dataclass(frozen=True)
class Found:
    """An element and the block that holds it."""

    block: Json
    element: Json

    @property
    def block_id(self) -> str:
        """The id of the holding block."""
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        """The element's own id."""
        return str(self.element["action_id"])


def every(blocks: list[Json]) -> Iterator[Found]:
    """Each interactive element, in reading order."""
    for block in blocks:
        yield from every(_inside(block))
        for element in _of(block):
            if element.get("type") not in NOT_INTERACTIVE:
                yield Found(block, element)


def find(blocks: list[Json], block_id: str, action_id: str) -> Found | None:
    """The element with exactly these ids."""
    return next(
        (item for item in every(blocks) if (item.block_id, item.action_id) == (block_id, action_id)),
        None,
    )


def named(blocks: list[Json], name: str) -> list[Found]:
    """Elements a person could mean by `name`: its action id, block id, text or label."""
    for words in (_ids, _texts):
        found = [item for item in every(blocks) if name in words(item)]
        if found:
            return found
    return []


def names(blocks: list[Json]) -> list[str]:
    """What can be clicked or filled in, for error messages."""
    return [f"{item.action_id} ({_texts(item)[0]})" if _texts(item) else item.action_id for item in every(blocks)]


def options(element: Json) -> list[Json]:
    """All options of a select, radio, checkbox or overflow element, groups flattened."""
    found = list(element.get("options") or [])
    for group in element.get("option_groups") or []:
        found += group["options"]
    return found


def with_ids(blocks: list[Json]) -> list[Json]:
    """The blocks with a block_id and action_ids everywhere, as Slack stores them."""
    stored = []
    for block in blocks:
        block = {**block, "block_id": block.get("block_id") or secrets.token_hex(3)}
        if isinstance(block.get("child_blocks"), list):
            block["child_blocks"] = with_ids(block["child_blocks"])
        if block["type"] == "carousel":
            block["elements"] = with_ids(block["elements"])
        elif isinstance(block.get("elements"), list) and block["type"] != "rich_text":
            block["elements"] = [_with_action_id(element) for element in block["elements"]]
        if isinstance(block.get("actions"), list):
            block["actions"] = [_with_action_id(element) for element in block["actions"]]
        for place in ("accessory", "element"):
            if isinstance(block.get(place), dict):
                block[place] = _with_action_id(block[place])
        stored.append(block)
    return stored


def _inside(block: Json) -> list[Json]:
    """The blocks that a block holds."""
    return list(block.get("child_blocks") or (block["elements"] if block["type"] == "carousel" else []))


def _of(block: Json) -> list[Json]:
    match block.get("type"):
        case "actions" | "context_actions":
            return list(block["elements"])
        case "section" if block.get("accessory"):
            return [block["accessory"]]
        case "input":
            return [block["element"]]
        case "card":
            return list(block.get("actions") or [])
        case _:
            return []


def _with_action_id(element: Json) -> Json:
    if element.get("type") in NOT_INTERACTIVE or element.get("action_id"):
        return element
    return {**element, "action_id": secrets.token_hex(3)}


def _ids(item: Found) -> tuple[str, str]:
    return item.action_id, item.block_id


def _texts(item: Found) -> list[str]:
    element, texts = item.element, []
    for holder, place in (
        (element, "text"),
        (item.block, "label"),
        (element, "placeholder"),
        (element.get("positive_button") or {}, "text"),
        (element.get("negative_button") or {}, "text"),
    ):
        text = holder.get(place)
        if isinstance(text, dict) and "text" in text:
            texts.append(str(text["text"]))
    return texts
