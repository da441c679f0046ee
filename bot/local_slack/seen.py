"""What a person sees, as values: a message or a view at one moment. They do not change later."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.local_slack import elements
from bot.local_slack.interactions import Place
from bot.local_slack.records import Json, Message, Values, View


def text_of(blocks: list[Json]) -> str:
    """All readable text of blocks, one piece a line."""
    lines: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, dict):
            for name, part in value.items():
                if name in ("text", "alt_text", "title", "label") and isinstance(part, str):
                    lines.append(part)
                elif name not in ("confirm", "options"):
                    walk(part)
        elif isinstance(value, list):
            for part in value:
                walk(part)

    walk(blocks)
    return "\n".join(lines)


@dataclass(frozen=True)
class SeenMessage:
    """A message as somebody saw it."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json]
    thread_ts: str | None
    is_ephemeral: bool
    is_edited: bool
    files: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, item: Message) -> SeenMessage:
        """A picture of a message now."""
        return cls(
            item.channel,
            item.ts,
            item.user,
            item.text,
            list(item.blocks),
            item.thread_ts,
            item.only_for is not None,
            item.edited is not None,
            list(item.files),
        )

    @property
    def place(self) -> Place:
        """Where its elements are."""
        return Place(channel=self.channel, ts=self.ts)

    @property
    def readable(self) -> str:
        """Its blocks' text, or its own where it has none."""
        return text_of(self.blocks) if self.blocks else self.text

    @property
    def actions(self) -> list[str]:
        """What can be clicked in it."""
        return elements.names(self.blocks)


@dataclass(frozen=True)
class SeenView:
    """A modal or App Home as somebody saw it."""

    id: str
    kind: str
    title: str
    blocks: list[Json]
    callback_id: str
    private_metadata: str
    values: Values
    errors: dict[str, str]

    @classmethod
    def of(cls, item: View) -> SeenView:
        """A picture of a view now."""
        title = (item.body.get("title") or {}).get("text", "")
        return cls(
            item.id,
            item.kind,
            title,
            list(item.blocks),
            item.body.get("callback_id") or "",
            item.body.get("private_metadata") or "",
            {block_id: dict(actions) for block_id, actions in item.values.items()},
            dict(item.errors),
        )

    @property
    def place(self) -> Place:
        """Where its elements are."""
        return Place(view_id=self.id)

    @property
    def readable(self) -> str:
        """Its title and its blocks' text."""
        return f"{self.title}\n{text_of(self.blocks)}"

    @property
    def actions(self) -> list[str]:
        """What can be clicked or filled in."""
        return elements.names(self.blocks)
