"""What Slack accepts, as data: each block and element, its surfaces, fields, limits and doc page.

Sources: https://docs.slack.dev/reference/block-kit (read in stored copies; `doc` names the page below
it). `validation.py` walks this table. Where two versions of a page differ (charts: 6 or 12 series), the
stricter one stands here. Not covered: `call`, `share_shortcut` and workflow blocks.
"""

from __future__ import annotations

from dataclasses import dataclass, field

MESSAGE, MODAL, HOME = "message", "modal", "home"
EVERYWHERE = frozenset({MESSAGE, MODAL, HOME})
MESSAGES = frozenset({MESSAGE})
MODALS = frozenset({MODAL})

MOST_BLOCKS = {MESSAGE: 50, MODAL: 100, HOME: 100}
MOST_OF_A_KIND = {"table": 1, "plan": 1, "data_visualization": 2}
MOST_MESSAGE_TEXT = 40_000
MOST_MARKDOWN_PER_MESSAGE = 12_000
# Seen by bolt-js issue 2509, not documented: the sum of all block text is limited too.
MOST_BLOCK_TEXT = 13_000
VIEW_LIMITS = {"title": 24, "submit": 24, "close": 24}
MOST_ID = 255
VIEW_STRINGS = {"private_metadata": 3000, "callback_id": MOST_ID, "external_id": MOST_ID}
MOST_MODALS_STACKED = 3


@dataclass(frozen=True)
class Text:
    """A text object."""

    most: int
    plain: bool = False


@dataclass(frozen=True)
class Str:
    """A bare string."""

    most: int = 3000
    choices: tuple[str, ...] = ()
    least: int = 1


@dataclass(frozen=True)
class Kind:
    """Any value of a JSON kind: bool, int, number, object, array."""

    name: str


@dataclass(frozen=True)
class ListOf:
    """An array of one kind of item."""

    item: Field
    most: int
    least: int = 1


@dataclass(frozen=True)
class Element:
    """A block element allowed at this place."""

    place: str


@dataclass(frozen=True)
class Nested:
    """An object of a named shape from OBJECTS, or a block type from BLOCKS."""

    shape: str


@dataclass(frozen=True)
class Inner:
    """A block of one of these types inside another block."""

    kinds: tuple[str, ...]


Field = Text | Str | Kind | ListOf | Element | Nested | Inner


@dataclass(frozen=True)
class Shape:
    """What an object may hold. `any_of`: at least one of these; `doc`: the page that says so."""

    doc: str
    fields: dict[str, Field]
    required: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    surfaces: frozenset[str] = EVERYWHERE
    places: frozenset[str] = field(default_factory=frozenset)
    open: bool = False


FLAG, INT, NUMBER, OBJECT, ARRAY = (Kind(name) for name in ("bool", "int", "number", "object", "array"))
CONFIRM, OPTION = Nested("confirm"), Nested("option")
ID = Str(MOST_ID)
PLACEHOLDER = Text(150, plain=True)


def _options(most: int) -> ListOf:
    return ListOf(OPTION, most)


OBJECTS: dict[str, Shape] = {
    "confirm": Shape(
        "composition-objects/confirmation-dialog-object",
        {
            "title": Text(100, plain=True),
            "text": Text(300),
            "confirm": Text(30, plain=True),
            "deny": Text(30, plain=True),
            "style": Str(choices=("primary", "danger")),
        },
        required=("title", "text", "confirm", "deny"),
    ),
    "option": Shape(
        "composition-objects/option-object",
        {"text": Text(75), "value": Str(150), "description": Text(75), "url": Str(3000)},
        required=("text", "value"),
    ),
    "option_group": Shape(
        "composition-objects/option-group-object",
        {"label": Text(75, plain=True), "options": _options(100)},
        required=("label", "options"),
    ),
    "slack_file": Shape(
        "composition-objects/slack-file-object",
        {"id": Str(), "url": Str()},
        any_of=("id", "url"),
    ),
    "feedback_button": Shape(
        "block-elements/feedback-buttons-element",
        {"text": Text(75, plain=True), "value": Str(2000), "accessibility_label": Str(75)},
        required=("text", "value"),
    ),
}

_INTERACTIVE: dict[str, Field] = {"action_id": ID, "confirm": CONFIRM, "focus_on_load": FLAG}
_SELECT: dict[str, Field] = {**_INTERACTIVE, "placeholder": PLACEHOLDER}
_MANY: dict[str, Field] = {**_SELECT, "max_selected_items": INT}
_TYPED: dict[str, Field] = {
    "action_id": ID,
    "placeholder": PLACEHOLDER,
    "focus_on_load": FLAG,
    "dispatch_action_config": OBJECT,
}
_CONTROL = frozenset({"accessory", "actions", "input"})
_BUTTONLIKE = frozenset({"accessory", "actions"})
_INPUT = frozenset({"input"})
_MULTI = frozenset({"accessory", "input"})


def _element(
    page: str,
    fields: dict[str, Field],
    places: frozenset[str],
    required: tuple[str, ...] = (),
    **rest: frozenset[str] | tuple[str, ...],
) -> Shape:
    return Shape(
        f"block-elements/{page}",
        fields,
        required=required,
        places=places,
        surfaces=frozenset(rest.get("surfaces", EVERYWHERE)),
        any_of=tuple(rest.get("any_of", ())),
    )


ELEMENTS: dict[str, Shape] = {
    "button": _element(
        "button-element",
        {
            "text": Text(75, plain=True),
            "action_id": ID,
            "url": Str(3000),
            "value": Str(2000),
            "style": Str(choices=("primary", "danger")),
            "confirm": CONFIRM,
            "accessibility_label": Str(75),
        },
        _BUTTONLIKE | {"card"},
        ("text",),
    ),
    "checkboxes": _element(
        "checkboxes-element",
        {**_INTERACTIVE, "options": _options(10), "initial_options": _options(10)},
        _CONTROL,
        ("options",),
    ),
    "radio_buttons": _element(
        "radio-button-group-element",
        {**_INTERACTIVE, "options": _options(10), "initial_option": OPTION},
        _CONTROL,
        ("options",),
    ),
    "overflow": _element(
        "overflow-menu-element",
        {"action_id": ID, "options": _options(5), "confirm": CONFIRM},
        _BUTTONLIKE,
        ("options",),
    ),
    "static_select": _element(
        "select-menu-element",
        {
            **_SELECT,
            "options": _options(100),
            "option_groups": ListOf(Nested("option_group"), 100),
            "initial_option": OPTION,
        },
        _CONTROL,
        any_of=("options", "option_groups"),
    ),
    "multi_static_select": _element(
        "multi-select-menu-element",
        {
            **_MANY,
            "options": _options(100),
            "option_groups": ListOf(Nested("option_group"), 100),
            "initial_options": _options(100),
        },
        _MULTI,
        any_of=("options", "option_groups"),
    ),
    "users_select": _element("select-menu-element", {**_SELECT, "initial_user": ID}, _CONTROL),
    "multi_users_select": _element("multi-select-menu-element", {**_MANY, "initial_users": ListOf(ID, 100)}, _MULTI),
    "multi_channels_select": _element(
        "multi-select-menu-element", {**_MANY, "initial_channels": ListOf(ID, 100)}, _MULTI
    ),
    "multi_conversations_select": _element(
        "multi-select-menu-element",
        {
            **_MANY,
            "initial_conversations": ListOf(ID, 100),
            "default_to_current_conversation": FLAG,
            "filter": OBJECT,
        },
        _MULTI,
    ),
    "channels_select": _element(
        "select-menu-element",
        {**_SELECT, "initial_channel": ID, "response_url_enabled": FLAG},
        _CONTROL,
    ),
    "conversations_select": _element(
        "select-menu-element",
        {
            **_SELECT,
            "initial_conversation": ID,
            "default_to_current_conversation": FLAG,
            "response_url_enabled": FLAG,
            "filter": OBJECT,
        },
        _CONTROL,
    ),
    "plain_text_input": _element(
        "plain-text-input-element",
        {
            **_TYPED,
            "initial_value": Str(3000, least=0),
            "multiline": FLAG,
            "min_length": INT,
            "max_length": INT,
        },
        _INPUT,
    ),
    "email_text_input": _element("email-input-element", {**_TYPED, "initial_value": Str()}, _INPUT),
    "url_text_input": _element("url-input-element", {**_TYPED, "initial_value": Str()}, _INPUT),
    "number_input": _element(
        "number-input-element",
        {
            **_TYPED,
            "is_decimal_allowed": FLAG,
            "initial_value": Str(),
            "min_value": Str(),
            "max_value": Str(),
        },
        _INPUT,
        ("is_decimal_allowed",),
    ),
    "datepicker": _element("date-picker-element", {**_SELECT, "initial_date": Str(10)}, _CONTROL),
    "timepicker": _element("time-picker-element", {**_SELECT, "initial_time": Str(5), "timezone": Str()}, _CONTROL),
    "datetimepicker": _element("datetime-picker-element", {**_INTERACTIVE, "initial_date_time": INT}, _CONTROL),
    "feedback_buttons": _element(
        "feedback-buttons-element",
        {
            "action_id": ID,
            "positive_button": Nested("feedback_button"),
            "negative_button": Nested("feedback_button"),
        },
        frozenset({"context_actions"}),
        ("positive_button", "negative_button"),
        surfaces=MESSAGES,
    ),
    "icon_button": _element(
        "icon-button-element",
        {
            "action_id": ID,
            "icon": Str(choices=("trash",)),
            "text": Text(75, plain=True),
            "value": Str(2000),
            "confirm": CONFIRM,
            "accessibility_label": Str(75),
            "visible_to_user_ids": ARRAY,
        },
        frozenset({"context_actions"}),
        ("icon", "text"),
        surfaces=MESSAGES,
    ),
    "image": _element(
        "image-element",
        {"image_url": Str(3000), "slack_file": Nested("slack_file"), "alt_text": Str(2000)},
        frozenset({"accessory", "context", "card"}),
        ("alt_text",),
        any_of=("image_url", "slack_file"),
    ),
}


def _block(
    page: str,
    fields: dict[str, Field],
    required: tuple[str, ...] = (),
    surfaces: frozenset[str] = EVERYWHERE,
    any_of: tuple[str, ...] = (),
    is_open: bool = False,
) -> Shape:
    fields = {"block_id": ID, **fields}
    return Shape(f"blocks/{page}", fields, required, any_of, surfaces, open=is_open)


_TABLE_HOMES = frozenset({MESSAGE, HOME})
_IN_CONTAINERS = (
    "actions", "context", "divider", "file", "header", "image", "input", "rich_text", "section", "table", "video",
)  # fmt: skip

BLOCKS: dict[str, Shape] = {
    "actions": _block("actions-block", {"elements": ListOf(Element("actions"), 25)}, ("elements",)),
    "alert": _block(
        "alert-block",
        {
            "text": Text(3000),
            "level": Str(choices=("default", "info", "warning", "error", "success")),
        },
        ("text",),
        MODALS,
    ),
    "card": _block(
        "card-block",
        {
            "hero_image": Element("card"),
            "icon": Element("card"),
            "title": Text(150),
            "subtitle": Text(150),
            "body": Text(200),
            "actions": ListOf(Element("card"), 5),
        },
        any_of=("hero_image", "title", "actions", "body"),
    ),
    "carousel": _block("carousel-block", {"elements": ListOf(Nested("card"), 10)}, ("elements",), _TABLE_HOMES),
    "container": _block(
        "container-block",
        {
            "title": Text(150, plain=True),
            "rich_text_title": OBJECT,
            "subtitle": Text(150),
            "child_blocks": ListOf(Inner(_IN_CONTAINERS), 10),
            "width": Str(choices=("narrow", "standard", "wide", "full")),
            "icon": Element("card"),
            "is_collapsible": FLAG,
            "default_collapsed": FLAG,
            "has_header_divider": FLAG,
        },
        ("child_blocks",),
        _TABLE_HOMES,
        ("title", "rich_text_title"),
    ),
    "context": _block("context-block", {"elements": ListOf(Element("context"), 10)}, ("elements",)),
    "context_actions": _block(
        "context-actions-block",
        {"elements": ListOf(Element("context_actions"), 5)},
        ("elements",),
        MESSAGES,
    ),
    "data_table": _block(
        "data-table-block",
        {
            "caption": Str(),
            "rows": ListOf(ListOf(OBJECT, 20), 101, least=2),
            "page_size": INT,
            "row_header_column_index": INT,
        },
        ("caption", "rows"),
        _TABLE_HOMES,
    ),
    "data_visualization": _block(
        "data-visualization-block",
        {"title": Str(50), "chart": Nested("chart")},
        ("title", "chart"),
        MESSAGES,
    ),
    "divider": _block("divider-block", {}),
    "file": _block(
        "file-block",
        {"external_id": Str(), "source": Str(choices=("remote",))},
        ("external_id", "source"),
        MESSAGES,
    ),
    "header": _block("header-block", {"text": Text(150, plain=True), "level": INT}, ("text",)),
    "image": _block(
        "image-block",
        {
            "image_url": Str(3000),
            "slack_file": Nested("slack_file"),
            "alt_text": Str(2000),
            "title": Text(2000, plain=True),
        },
        ("alt_text",),
        any_of=("image_url", "slack_file"),
    ),
    "input": _block(
        "input-block",
        {
            "label": Text(2000, plain=True),
            "element": Element("input"),
            "hint": Text(2000, plain=True),
            "optional": FLAG,
            "dispatch_action": FLAG,
        },
        ("label", "element"),
    ),
    "markdown": _block("markdown-block", {"text": Str(12_000)}, ("text",), MESSAGES),
    "plan": _block(
        "plan-block",
        {"title": Str(), "tasks": ListOf(Nested("task_card"), 50)},
        ("title",),
        MESSAGES,
    ),
    "rich_text": _block("rich-text-block", {"elements": ARRAY}, ("elements",)),
    "section": _block(
        "section-block",
        {
            "text": Text(3000),
            "fields": ListOf(Text(2000), 10),
            "accessory": Element("accessory"),
            "expand": FLAG,
        },
        any_of=("text", "fields"),
    ),
    "table": _block(
        "table-block",
        {"rows": ListOf(ListOf(OBJECT, 20), 100), "column_settings": ARRAY},
        ("rows",),
        _TABLE_HOMES,
    ),
    "task_card": _block(
        "task-card-block",
        {
            "task_id": Str(),
            "title": Str(),
            "details": Nested("rich_text"),
            "output": Nested("rich_text"),
            "sources": ARRAY,
            "status": Str(choices=("pending", "in_progress", "complete", "error")),
        },
        ("task_id", "title", "status"),
        MESSAGES,
    ),
    "video": _block(
        "video-block",
        {
            "alt_text": Str(),
            "author_name": Str(50),
            "description": Text(200, plain=True),
            "provider_icon_url": Str(),
            "provider_name": Str(),
            "title": Text(200, plain=True),
            "title_url": Str(),
            "thumbnail_url": Str(),
            "video_url": Str(),
        },
        ("alt_text", "title", "thumbnail_url", "video_url"),
    ),
}

_CHARTS = "blocks/data-visualization-block"
OBJECTS |= {
    "chart": Shape(
        _CHARTS,
        {
            "type": Str(choices=("pie", "bar", "line", "area")),
            "segments": ListOf(Nested("chart_point"), 6),
            "series": ListOf(Nested("chart_series"), 6),
            "axis_config": Nested("chart_axis"),
        },
        required=("type",),
    ),
    "chart_point": Shape(_CHARTS, {"label": Str(20), "value": NUMBER}, required=("label", "value")),
    "chart_series": Shape(
        _CHARTS, {"name": Str(20), "data": ListOf(Nested("chart_point"), 20)}, required=("name", "data")
    ),
    "chart_axis": Shape(
        _CHARTS,
        {"categories": ListOf(Str(20), 20), "x_label": Str(50), "y_label": Str(50)},
        required=("categories",),
    ),
}
