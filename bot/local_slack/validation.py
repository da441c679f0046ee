"""Checks blocks and views against `block_table`, in the words Slack uses.

Returns every problem found as Slack's `response_metadata.messages` lists them, e.g.
`[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]`.
Not covered: URL reachability, dates that do not exist, and limits Slack does not document.
"""

from __future__ import annotations

from typing import Any

from bot.local_slack import block_table as table
from bot.local_slack import charts_and_tables
from bot.local_slack.block_table import Element, Field, Inner, Kind, ListOf, Nested, Shape, Str, Text
from bot.local_slack.records import Json

_KINDS: dict[str, tuple[type, ...]] = {
    "bool": (bool,),
    "int": (int,),
    "number": (int, float),
    "object": (dict,),
    "array": (list,),
}


def of_blocks(blocks: Any, surface: str, at: str = "/blocks", without: frozenset[str] = frozenset()) -> list[str]:
    """The problems of a list of blocks on a surface; empty when Slack would accept them.

    Types in `without` are unknown to the workspace.
    """
    if not isinstance(blocks, list) or any(not isinstance(block, dict) for block in blocks):
        return [_problem("must be an array of objects", at)]
    found = _Walk(surface, without)
    most = table.MOST_BLOCKS[surface]
    if len(blocks) > most:
        found.say(f"no more than {most} items allowed", at)
    for number, block in enumerate(blocks):
        found.block(block, f"{at}/{number}")
    found.counts(blocks, at)
    return found.problems


def of_view(view: Any, surface: str, without: frozenset[str] = frozenset()) -> list[str]:
    """The problems of a modal or App Home definition."""
    if not isinstance(view, dict):
        return [_problem("must be an object", "/view")]
    found = _Walk(surface)
    _frame(found, view, surface)
    blocks = view.get("blocks", [])
    found.problems += of_blocks(blocks, surface, "/view/blocks", without)
    has_input = isinstance(blocks, list) and any(
        isinstance(block, dict) and block.get("type") == "input" for block in blocks
    )
    if surface == table.MODAL and has_input and not view.get("submit"):
        found.say("missing required field: submit", "/view")
    return found.problems


def _frame(found: _Walk, view: Json, surface: str) -> None:
    """The parts of a view around its blocks."""
    if view.get("type") != surface:
        found.say(f"must be of type {surface}", "/view/type")
    for name in ("blocks", "title") if surface == table.MODAL else ("blocks",):
        if name not in view:
            found.say(f"missing required field: {name}", "/view")
    for name, most in table.VIEW_LIMITS.items():
        if surface == table.MODAL and view.get(name) is not None:
            found.field(Text(most, plain=True), view[name], f"/view/{name}")
    for name, most in table.VIEW_STRINGS.items():
        if len(str(view.get(name) or "")) > most:
            found.say(f"must be less than {most + 1} characters", f"/view/{name}")


def block_text_length(blocks: list[Json]) -> int:
    """How many characters of text the blocks carry."""

    def length(value: Any) -> int:
        if isinstance(value, dict):
            return sum(
                len(part) if name == "text" and isinstance(part, str) else length(part) for name, part in value.items()
            )
        return sum(length(part) for part in value) if isinstance(value, list) else 0

    return length(blocks)


def _problem(words: str, at: str) -> str:
    return f"[ERROR] {words} [json-pointer:{at}]"


class _Walk:
    """One pass over a payload, collecting problems."""

    def __init__(self, surface: str, without: frozenset[str] = frozenset()) -> None:
        self.surface = surface
        self._without = without
        self.problems: list[str] = []
        self._block_ids: set[str] = set()

    def say(self, words: str, at: str) -> None:
        self.problems.append(_problem(words, at))

    def counts(self, blocks: list[Json], at: str) -> None:
        for kind, most in table.MOST_OF_A_KIND.items():
            if sum(block.get("type") == kind for block in blocks) > most:
                self.say(f"no more than {most} {kind} blocks allowed", at)
        texts = [block.get("text") for block in blocks if block.get("type") == "markdown"]
        if sum(len(text) for text in texts if isinstance(text, str)) > (table.MOST_MARKDOWN_PER_MESSAGE):
            self.say("markdown blocks must be less than 12001 characters together", at)

    def block(self, block: Json, at: str) -> None:
        kind = block.get("type")
        shape = table.BLOCKS.get(kind) if isinstance(kind, str) else None
        if shape is None or self.surface not in shape.surfaces or kind in self._without:
            self.say(f"unsupported type: {kind}", f"{at}/type")
            return
        block_id = block.get("block_id")
        if isinstance(block_id, str) and block_id:
            if block_id in self._block_ids:
                self.say(f"`block_id` already exists for block ID: {block_id}", f"{at}/block_id")
            self._block_ids.add(block_id)
        before = len(self.problems)
        self.shape(shape, block, at)
        self._unique_actions(block, at)
        if len(self.problems) == before:
            for words, where in charts_and_tables.problems(block):
                self.say(words, f"{at}{where}")

    def _unique_actions(self, block: Json, at: str) -> None:
        seen: set[str] = set()
        elements = block.get("elements") or block.get("actions") or []
        for number, element in enumerate(elements if isinstance(elements, list) else []):
            action_id = element.get("action_id") if isinstance(element, dict) else None
            if action_id is None:
                continue
            if action_id in seen:
                where = f"{at}/elements/{number}/action_id"
                self.say(f"`action_id` already exists for action ID: {action_id}", where)
            seen.add(action_id)

    def shape(self, shape: Shape, value: Json, at: str) -> None:
        for name in shape.required:
            if value.get(name) is None:
                self.say(f"missing required field: {name}", at)
        if shape.any_of and all(value.get(name) is None for name in shape.any_of):
            self.say(f"must define one of: {', '.join(shape.any_of)}", at)
        for name, part in value.items():
            rule = shape.fields.get(name)
            if rule is not None and part is not None:
                self.field(rule, part, f"{at}/{name}")
            elif rule is None and name != "type" and not shape.open:
                self.say(f"invalid additional property: {name}", at)

    def field(self, rule: Field, value: Any, at: str) -> None:
        match rule:
            case Text():
                self._text(rule, value, at)
            case Str():
                self._string(rule, value, at)
            case Kind():
                is_bool_for_number = isinstance(value, bool) and rule.name != "bool"
                if is_bool_for_number or not isinstance(value, _KINDS[rule.name]):
                    self.say(f"must be of kind {rule.name}", at)
            case ListOf():
                self._list(rule, value, at)
            case Element():
                self._element(rule.place, value, at)
            case Nested() | Inner():
                self._inside(rule, value, at)

    def _inside(self, rule: Nested | Inner, value: Any, at: str) -> None:
        if isinstance(rule, Nested):
            self._nested(rule.shape, value, at)
        else:
            self._inner(rule.kinds, value, at)

    def _inner(self, kinds: tuple[str, ...], value: Any, at: str) -> None:
        if not isinstance(value, dict):
            self.say("must be an object", at)
        elif value.get("type") not in kinds:
            self.say(f"unsupported type: {value.get('type')}", f"{at}/type")
        else:
            self.block(value, at)

    def _text(self, rule: Text, value: Any, at: str) -> None:
        if not isinstance(value, dict):
            self.say("must be an object", at)
            return
        kind = value.get("type")
        allowed = ("plain_text",) if rule.plain else ("plain_text", "mrkdwn")
        if kind not in allowed:
            self.say(f"must be one of the types {', '.join(allowed)}", f"{at}/type")
        for name in value:
            if name not in ("type", "text", "emoji", "verbatim"):
                self.say(f"invalid additional property: {name}", at)
        self._string(Str(rule.most), value.get("text"), f"{at}/text")

    def _string(self, rule: Str, value: Any, at: str) -> None:
        if not isinstance(value, str):
            self.say("must be a string", at)
        elif rule.choices and value not in rule.choices:
            self.say(f"value must be one of: {', '.join(rule.choices)}", at)
        elif len(value) < rule.least:
            self.say(f"must be more than {rule.least - 1} characters", at)
        elif len(value) > rule.most:
            self.say(f"must be less than {rule.most + 1} characters", at)

    def _list(self, rule: ListOf, value: Any, at: str) -> None:
        if not isinstance(value, list):
            self.say("must be an array", at)
            return
        if len(value) > rule.most:
            self.say(f"no more than {rule.most} items allowed", at)
        if len(value) < rule.least:
            self.say(f"no fewer than {rule.least} items allowed", at)
        for number, item in enumerate(value):
            self.field(rule.item, item, f"{at}/{number}")

    def _nested(self, name: str, value: Any, at: str) -> None:
        if not isinstance(value, dict):
            self.say("must be an object", at)
        elif name in table.OBJECTS:
            self.shape(table.OBJECTS[name], value, at)
        elif value.get("type", name) != name:
            self.say(f"must be of type {name}", f"{at}/type")
        else:
            self.shape(table.BLOCKS[name], value, at)

    def _element(self, place: str, value: Any, at: str) -> None:
        if not isinstance(value, dict):
            self.say("must be an object", at)
            return
        kind = value.get("type")
        if place == "context" and kind in ("plain_text", "mrkdwn"):
            self._text(Text(2000), value, at)
            return
        shape = table.ELEMENTS.get(kind) if isinstance(kind, str) else None
        if shape is None or place not in shape.places or self.surface not in shape.surfaces:
            self.say(f"unsupported type: {kind}", f"{at}/type")
            return
        self.shape(shape, value, at)
        self._initial(value, at)

    def _initial(self, element: Json, at: str) -> None:
        options = list(element.get("options") or [])
        for group in element.get("option_groups") or []:
            options += group.get("options", []) if isinstance(group, dict) else []
        chosen = list(element.get("initial_options") or [])
        if element.get("initial_option"):
            chosen.append(element["initial_option"])
        for option in chosen:
            if option not in options:
                self.say("initial option must be one of the options, with the same text", at)
        values = [option.get("value") for option in options if isinstance(option, dict)]
        if len(values) != len(set(map(str, values))):
            self.say("option values must be unique", at)
