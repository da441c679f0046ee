"""Points and streaks."""

from datetime import date, timedelta

import pytest

from bot.play.points import points, streak
from storage.play import Day, Played

TODAY = date(2026, 11, 20)


def days(marks: str, today_is_out: bool = True) -> list[Day]:
    """Days from today backwards: ``g`` guessed, ``-`` not."""
    return [Day(TODAY - timedelta(days=back), mark == "g", back > 0 or today_is_out) for back, mark in enumerate(marks)]


def test_each_deed_is_worth_what_is_published() -> None:
    assert points(Played()) == 0
    assert points(Played(guessed=10, solved=4, rated=3, duelled=2, rewrote=1)) == 10 + 4 + 6 + 2 + 3


@pytest.mark.parametrize(
    ("marks", "today_is_out", "length"),
    [
        ("", True, 0),
        ("ggg", True, 3),
        ("-gg", True, 0),
        ("-gg", False, 2),  # today can still be guessed at
        ("ggg", False, 3),
        ("gg-g", True, 2),
        ("--gg", False, 0),
    ],
)
def test_a_streak_counts_riddle_days_in_a_row_and_leaves_today_its_time(
    marks: str, today_is_out: bool, length: int
) -> None:
    assert streak(days(marks, today_is_out)) == length


def test_days_without_a_riddle_break_no_streak() -> None:
    friday, monday = TODAY, TODAY + timedelta(days=3)
    assert streak([Day(monday, True, True), Day(friday, True, True)]) == 2
