"""Which moments of a channel's local calendar are due. Pure.

A function that takes one channel's settings wants them from ``Slack.of``.

Slots, not cron: the clock only asks what is due by now, and a unique row per channel and local date says whether it was
done. Where clocks spring forward over a moment, the first instant after the gap counts; where they fall back, the first
of the two. A moment missed by more than ``LATEST`` is skipped, with its reason on record.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from riddles.settings import Slack

POST, WEEKLY = "post", "weekly"
LATEST = timedelta(hours=6)
AHEAD = timedelta(minutes=30)  # a riddle may be drafted this long before it is posted
TIME_TO_GUESS = timedelta(minutes=5)  # a riddle posted just before reveal_at waits for the next day's
_LOOK_BACK = 2  # days: with LATEST of six hours, only today's and yesterday's moments can still matter


@dataclass(frozen=True)
class Due:
    """A moment that has come. ``skip`` says why it comes to nothing; empty if it is to be done."""

    kind: str
    channel: str
    local_date: date
    at: datetime
    skip: str = ""


def moment(local_date: date, at: time, place: ZoneInfo) -> datetime:
    """The aware UTC instant of a local date and time: the first if it comes twice, after the gap if it never comes."""
    nominal = datetime.combine(local_date, at, place)
    found = nominal.astimezone(UTC)
    if found.astimezone(place).replace(tzinfo=None) == nominal.replace(tzinfo=None):
        return found
    return _end_of_gap(nominal.replace(fold=1).astimezone(UTC), found, place)


def due(settings: Slack, now: datetime) -> list[Due]:
    """Every moment of today and yesterday that has come, oldest first; whether it was done already is not asked.

    Each channel has its own zone, times and days (``Slack.of``), and so its own today.
    """
    found = [
        Due(kind, channel, day, at, _lateness(at, now))
        for channel in settings.channels
        for day in _days(settings.of(channel), now)
        for kind, at in _moments(settings.of(channel), day)
        if at <= now
    ]
    return sorted(found, key=lambda one: one.at)


def soon(settings: Slack, now: datetime) -> list[tuple[str, date]]:
    """Channel and local date of each daily riddle that is due within ``AHEAD``, but not yet."""
    return [
        (channel, day)
        for channel in settings.channels
        for own in (settings.of(channel),)
        for day in (today(own, now), today(own, now) + timedelta(days=1))
        if works(own, day) and now < moment(day, own.post_at, zone(own)) <= now + AHEAD
    ]


def zone(settings: Slack) -> ZoneInfo:
    """The zone of a channel's settings."""
    return ZoneInfo(settings.time_zone)


def today(settings: Slack, now: datetime) -> date:
    """The local date by a channel's settings."""
    return now.astimezone(zone(settings)).date()


def works(settings: Slack, day: date) -> bool:
    """Whether a date has a daily riddle."""
    return f"{day:%a}" in settings.working_days and day not in settings.holidays


def reveal_moment(settings: Slack, posted: datetime) -> datetime:
    """When the answer to a riddle posted at an instant is shown: the first reveal_at that leaves time to guess."""
    day = today(settings, posted)
    while (at := moment(day, settings.reveal_at, zone(settings))) < posted + TIME_TO_GUESS:
        day += timedelta(days=1)
    return at


def start_of(settings: Slack, day: date) -> datetime:
    """The instant from which a riddle drafted for a local date counts as that day's."""
    return moment(day, time(0), zone(settings)) - AHEAD


def _days(settings: Slack, now: datetime) -> list[date]:
    return [today(settings, now) - timedelta(days=back) for back in reversed(range(_LOOK_BACK))]


def _moments(settings: Slack, day: date) -> Iterator[tuple[str, datetime]]:
    if works(settings, day):
        yield POST, moment(day, settings.post_at, zone(settings))
    if f"{day:%a}" == settings.weekly_on:
        yield WEEKLY, moment(day, settings.weekly_at, zone(settings))


def _lateness(at: datetime, now: datetime) -> str:
    late = now - at
    if late <= LATEST:
        return ""
    return (
        f"The bot was not running at {at:%Y-%m-%d %H:%M} UTC, and {late.total_seconds() / 3600:.0f} hours is too late."
    )


def _end_of_gap(before: datetime, after: datetime, place: ZoneInfo) -> datetime:
    """The first whole second after a jump of the clocks that lies between two instants."""
    old = before.astimezone(place).utcoffset()
    low, high = int(before.timestamp()), int(after.timestamp())
    while high - low > 1:
        middle = (low + high) // 2
        if datetime.fromtimestamp(middle, place).utcoffset() == old:
            low = middle
        else:
            high = middle
    return datetime.fromtimestamp(high, UTC)
