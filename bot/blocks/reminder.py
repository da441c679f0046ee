"""The reminder by direct message."""

from datetime import date

from bot import wording
from bot.blocks import ids, kit
from storage.outbox import Content
from storage.posts import Told

SNOOZE_DAYS, MOST_SNOOZE_DAYS = 7, 90


def spoken(day: date) -> str:
    """A date as people say it."""
    return f"{day:%A} {day.day} {day:%B}"


def content(told: Told) -> Content:
    """Today's riddle again, with a way to guess and two ways to be left alone."""
    title = wording.headline(told.number, told.post.edition)
    return Content(
        f"{wording.REMINDER}\n{kit.escaped(told.riddle.text, 2000)}",
        [
            kit.section(f"{wording.REMINDER} *{title}*\n{kit.quoted(told.riddle.text)}"),
            kit.actions(
                kit.button(ids.GUESS, wording.GUESS, told.post.id, primary=True),
                kit.button(ids.SNOOZE, wording.SNOOZE, SNOOZE_DAYS),
                kit.button(ids.NO_REMINDERS, wording.NO_REMINDERS),
            ),
            kit.context(f"{wording.REMINDER_WHY} {wording.WRITTEN_BY_MODEL}."),
        ],
    )
