import threading
from datetime import datetime

import pytest

from bot.day.schedule import Schedule
from tests.bot.rig import FRIDAY, FakeClock


def test_the_first_tick_comes_at_once_and_brings_the_time_to_every_step() -> None:
    seen: list[datetime] = []
    done = threading.Event()

    def last(now: datetime) -> None:
        seen.append(now)
        done.set()

    schedule = Schedule([seen.append, last], FakeClock(), seconds=3600)
    schedule.start()
    assert done.wait(5)
    schedule.stop()
    assert seen == [FRIDAY, FRIDAY]


def test_a_step_that_fails_is_logged_and_keeps_no_other_from_its_turn(caplog: pytest.LogCaptureFixture) -> None:
    seen: list[datetime] = []

    def broken(_now: datetime) -> None:
        raise ZeroDivisionError("the step is broken")

    schedule = Schedule([broken, seen.append], FakeClock())
    schedule.tick()
    assert seen == [FRIDAY]
    assert "the step is broken" in caplog.text


def test_ticks_never_overlap_and_missed_ones_are_made_up_for_by_one() -> None:
    running, most, release = 0, 0, threading.Event()
    entered = threading.Semaphore(0)
    lock = threading.Lock()

    def slow(_now: datetime) -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        entered.release()
        release.wait(5)
        with lock:
            running -= 1

    schedule = Schedule([slow], FakeClock(), seconds=0.05)
    schedule.start()
    assert entered.acquire(timeout=5)
    assert not entered.acquire(timeout=0.5)  # ten ticks were due meanwhile
    release.set()
    assert entered.acquire(timeout=5)
    schedule.stop()
    assert most == 1


def test_a_schedule_that_never_started_stops_without_complaint() -> None:
    Schedule([], FakeClock()).stop()
