"""A deed that asks first: what it will do, Confirm (which asks once more) and Never mind."""

from bot import wording
from bot.blocks import ids, kit
from storage.outbox import Content

DANGER = {"skip", "pause", "cancel", "rollback"}


def question(name: str, said: str, value: str) -> Content:
    """The question. ``value`` comes back with the click."""
    label = wording.SURE[name]
    sure = kit.confirm(f"{label}?", wording.AT_ONCE, wording.CONFIRM, danger=name in DANGER)
    return Content(
        said,
        [
            kit.section(f"*{label}?* {said}"),
            kit.actions(
                kit.button(ids.CONFIRM, wording.CONFIRM, value, sure=sure),
                kit.button(ids.NEVER_MIND, wording.NEVER_MIND, value),
            ),
        ],
    )
