"""When the next riddle is due."""

from datetime import UTC, date, datetime, time

from bot.day.next_post import next_post
from riddles.settings import Slack

FRIDAY = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def test_after_friday_comes_monday() -> None:
    assert next_post(Slack(), FRIDAY, {FRIDAY.date()}) == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_today_s_riddle_still_comes_while_it_is_missing() -> None:
    assert next_post(Slack(), FRIDAY, set()) == datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def test_holidays_are_left_out_and_local_time_counts() -> None:
    slack = Slack(holidays=(date(2026, 11, 23),), time_zone="America/New_York", post_at=time(8, 30))
    assert next_post(slack, FRIDAY, {FRIDAY.date()}) == datetime(2026, 11, 24, 13, 30, tzinfo=UTC)


def test_without_a_working_day_nothing_comes() -> None:
    assert next_post(Slack(working_days=()), FRIDAY, set()) is None
