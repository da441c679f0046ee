"""When the next daily riddle is due. Pure."""

from datetime import date, datetime, timedelta

from bot.day import calendar
from riddles.settings import Slack

_HORIZON = 400  # days looked ahead: more than any run of holidays


def next_post(settings: Slack, now: datetime, taken: set[date]) -> datetime | None:
    """By one channel's settings: the next due moment (aware UTC) on a working day not ``taken`` yet, or None.

    A moment that has passed today still counts while its riddle is missing: the clock makes up for it.
    """
    first = calendar.today(settings, now)
    for day in (first + timedelta(days=ahead) for ahead in range(_HORIZON)):
        if calendar.works(settings, day) and day not in taken:
            return calendar.moment(day, settings.post_at, calendar.zone(settings))
    return None
