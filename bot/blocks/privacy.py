"""What a person sees of what we hold about them."""

import json
from collections.abc import Mapping
from typing import Any

from bot import wording
from bot.blocks import kit
from bot.blocks.kit import Json
from storage.forgetting import Farewell

_PIECE, _MOST_PIECES = 2900, 20


def coming(counts: Mapping[str, int]) -> Json:
    """The modal while the file is on its way."""
    said = f"{wording.EXPORT_COMES}\n{wording.held(counts)}"
    return kit.modal(wording.EXPORT_TITLE, [{"type": "section", "text": kit.plain(said)}])


def shown(held: Mapping[str, Any]) -> Json:
    """The same as a modal, as far as it fits, where no file can be sent."""
    written = json.dumps(held, indent=1, ensure_ascii=False)
    pieces = [written[at : at + _PIECE] for at in range(0, len(written), _PIECE)][:_MOST_PIECES]
    blocks = [{"type": "section", "text": kit.plain(piece)} for piece in pieces]
    return kit.modal(wording.EXPORT_TITLE, [kit.section(wording.EXPORT_FAILED), *blocks])


def farewell(farewell: Farewell) -> Json:
    """The modal after somebody was forgotten."""
    lines = [wording.forgotten(farewell.rows), wording.stale(farewell.stale.datasets, farewell.stale.adapters)]
    return kit.modal(wording.FORGOTTEN_TITLE, [{"type": "section", "text": kit.plain(line)} for line in lines])
