"""A draft that only an admin sees, with what they may do about it."""

from bot import wording
from bot.blocks import daily, ids, kit
from storage.outbox import Content
from storage.tables import Article, Riddle


def content(channel: str, riddle: Riddle, article: Article) -> Content:
    """The riddle with its answer, hints and story; the buttons carry channel and riddle."""
    value = f"{riddle.id}:{channel}"
    hints = "\n".join(f"{number}. {kit.one_line(hint)}" for number, hint in enumerate(riddle.hints, 1))
    said = [f"Answer: *{kit.one_line(riddle.answer)}*", *([f"Hints:\n{hints}"] if hints else []), daily.story(article)]
    now = kit.confirm(f"{wording.POST_NOW}?", wording.POST_NOW_SURE, wording.POST_NOW)
    skip = kit.confirm(f"{wording.SKIP_TODAY}?", wording.SKIP_SURE, wording.SKIP_TODAY, danger=True)
    return Content(
        wording.PREVIEW_TITLE,
        [
            kit.section(f"*{wording.PREVIEW_TITLE}* (<#{channel}>)\n{kit.quoted(riddle.text)}"),
            kit.section("\n".join(said)),
            kit.actions(
                kit.button(ids.PREVIEW_POST, wording.POST_NOW, value, sure=now),
                kit.button(ids.PREVIEW_ANOTHER, wording.ANOTHER, value),
                kit.button(ids.PREVIEW_SKIP, wording.SKIP_TODAY, value, sure=skip),
            ),
        ],
    )
