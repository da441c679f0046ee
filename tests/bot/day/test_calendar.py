from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.day import calendar
from riddles.settings import Slack

NEW_YORK = ZoneInfo("America/New_York")


def slack(**values: object) -> Slack:
    return Slack.model_validate({"channels": ["C1"], **values})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def kinds(settings: Slack, now: datetime) -> list[tuple[str, date, bool]]:
    return [(one.kind, one.local_date, bool(one.skip)) for one in calendar.due(settings, now)]


def test_a_moment_in_a_spring_gap_is_the_first_instant_after_it() -> None:
    assert calendar.moment(date(2026, 3, 8), time(2, 30), NEW_YORK) == at("2026-03-08 07:00")


def test_a_moment_that_comes_twice_in_autumn_is_the_first_one() -> None:
    assert calendar.moment(date(2026, 11, 1), time(1, 30), NEW_YORK) == at("2026-11-01 05:30")


def test_a_gap_that_starts_at_midnight_does_not_lose_the_day() -> None:
    assert calendar.moment(date(2026, 9, 6), time(0, 30), ZoneInfo("America/Santiago")) == at("2026-09-06 04:00")


def test_nothing_is_due_before_its_minute() -> None:
    assert kinds(slack(), at("2026-11-19 08:59:59"))[-1:] != [("post", date(2026, 11, 19), False)]


def test_a_riddle_is_due_at_its_minute_on_a_working_day() -> None:
    assert ("post", date(2026, 11, 19), False) in kinds(slack(), at("2026-11-19 09:00"))


def test_weekends_and_holidays_have_no_riddle() -> None:
    settings = slack(holidays=[date(2026, 11, 20)])
    assert not [one for one in calendar.due(settings, at("2026-11-22 12:00")) if one.kind == "post"]
    assert not [one for one in calendar.due(settings, at("2026-11-20 12:00")) if one.local_date == date(2026, 11, 20)
                and one.kind == "post"]  # fmt: skip


@pytest.mark.parametrize(("hours", "skipped"), [(6, False), (6.1, True)])
def test_six_hours_late_is_posted_and_later_is_skipped_with_the_reason(hours: float, skipped: bool) -> None:
    now = at("2026-11-19 09:00") + timedelta(hours=hours)
    (today,) = [one for one in calendar.due(slack(), now) if one.local_date == date(2026, 11, 19)]
    assert bool(today.skip) is skipped
    if skipped:
        assert "was not running at 2026-11-19 09:00 UTC" in today.skip


def test_yesterdays_late_moment_is_still_found_after_midnight() -> None:
    assert ("post", date(2026, 11, 19), False) in kinds(slack(post_at=time(23)), at("2026-11-20 02:00"))


def test_the_weekly_summary_is_due_on_its_weekday_only() -> None:
    assert [day for kind, day, _ in kinds(slack(), at("2026-11-20 17:00")) if kind == "weekly"] == [date(2026, 11, 20)]
    assert not [day for kind, day, _ in kinds(slack(), at("2026-11-19 17:00")) if kind == "weekly"]


def test_every_channel_has_its_own_moments() -> None:
    found = calendar.due(slack(channels=["C1", "C2"]), at("2026-11-19 09:00"))
    assert {one.channel for one in found if one.local_date == date(2026, 11, 19)} == {"C1", "C2"}


def test_a_channel_with_a_calendar_of_its_own_keeps_its_own_time_days_and_holidays() -> None:
    own = {"time_zone": "America/New_York", "post_at": "08:30", "working_days": ["Thu", "Sat"]}
    both = slack(channels=["C1", "C2"], holidays=["2026-11-21"], calendar={"C2": own})
    due = calendar.due(both, at("2026-11-19 13:30"))
    assert [one.at for one in due if one.channel == "C2" and one.local_date == date(2026, 11, 19)] == [
        at("2026-11-19 13:30")
    ]
    assert [one.at for one in due if one.channel == "C1" and one.local_date == date(2026, 11, 19)] == [
        at("2026-11-19 09:00")
    ]
    assert calendar.soon(both, at("2026-11-19 13:15")) == [("C2", date(2026, 11, 19))]
    assert not calendar.works(both.of("C2"), date(2026, 11, 20))
    assert not calendar.works(both.of("C2"), date(2026, 11, 21))  # the common holidays count there too
    assert calendar.reveal_moment(both.of("C2"), at("2026-11-19 13:30")) == at("2026-11-19 21:00")
    assert both.of("C1") == both


def test_the_same_instant_is_another_date_in_another_channel() -> None:
    far = slack(channels=["C1", "C2"], calendar={"C2": {"time_zone": "Pacific/Kiritimati"}})
    assert calendar.today(far.of("C1"), at("2026-11-19 12:00")) == date(2026, 11, 19)
    assert calendar.today(far.of("C2"), at("2026-11-19 12:00")) == date(2026, 11, 20)


def test_a_riddle_may_be_drafted_half_an_hour_ahead() -> None:
    assert calendar.soon(slack(), at("2026-11-19 08:29")) == []
    assert calendar.soon(slack(), at("2026-11-19 08:30")) == [("C1", date(2026, 11, 19))]
    assert calendar.soon(slack(), at("2026-11-19 09:00")) == []


def test_a_riddle_due_after_midnight_is_drafted_the_evening_before() -> None:
    settings = slack(post_at=time(0, 10))
    assert calendar.soon(settings, at("2026-11-18 23:50")) == [("C1", date(2026, 11, 19))]
    assert calendar.start_of(settings, date(2026, 11, 19)) <= at("2026-11-18 23:50")


def test_the_answer_comes_at_the_first_reveal_that_leaves_time_to_guess() -> None:
    assert calendar.reveal_moment(slack(), at("2026-11-19 09:00")) == at("2026-11-19 16:00")
    assert calendar.reveal_moment(slack(), at("2026-11-19 15:58")) == at("2026-11-20 16:00")
    assert calendar.reveal_moment(slack(), at("2026-11-19 18:00")) == at("2026-11-20 16:00")


def moments(zone: ZoneInfo, post_at: time) -> Iterator[datetime]:
    first = date(2025, 1, 1)
    return (calendar.moment(first + timedelta(days=number), post_at, zone) for number in range(365 * 3))


@pytest.mark.parametrize("post_at", [time(0, 0), time(0, 30), time(1, 30), time(2, 30)])
def test_in_every_kind_of_zone_each_date_has_one_moment_and_it_lies_on_that_date(post_at: time) -> None:
    for name in zones_with_different_rules():
        zone = ZoneInfo(name)
        found = list(moments(zone, post_at))
        days = [moment.astimezone(zone).date() for moment in found]
        assert days == [date(2025, 1, 1) + timedelta(days=number) for number in range(365 * 3)], name
        assert all(earlier < later for earlier, later in pairwise(found)), name


def zones_with_different_rules() -> list[str]:
    """One zone for each sequence of offsets over the three years, sampled weekly: the others behave the same."""
    start = datetime(2025, 1, 1, tzinfo=UTC)
    seen: dict[tuple[timedelta | None, ...], str] = {}
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        offsets = tuple((start + timedelta(weeks=week)).astimezone(zone).utcoffset() for week in range(157))
        if len(set(offsets)) > 1:
            seen.setdefault(offsets, name)
    assert len(seen) > 15, "there is no time zone data, so nothing would be tested"
    return sorted(seen.values())
