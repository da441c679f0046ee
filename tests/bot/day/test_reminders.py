"""Reminders: once a day, in time, only to who asked, never on a day off."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.collaborators import Collaborators
from bot.day import reminders
from storage import guesses, people, posts, reports, tables
from tests.bot.listeners.stage import CHANNEL, TEAM, Clock, desk_in, draft

POSTED = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # a Friday; the answer comes at 16:00
FRIDAY = POSTED.date()
DUE = POSTED + timedelta(hours=5)


class Team:
    """A desk with a posted riddle and people."""

    def __init__(self, home: Path, **slack: Any) -> None:
        self.desk: Collaborators = desk_in(home, **slack)
        clock = self.desk.clock
        assert isinstance(clock, Clock)
        self.clock = clock
        self._drafted = 0

    def post(self, channel: str = CHANNEL, day: date = FRIDAY, at: datetime = POSTED) -> int:
        self._drafted += 1
        with self.desk.database.writing() as session:
            made = posts.create(session, channel, day, draft(session, "river", self._drafted, at), at)
        assert made.id is not None
        return made.id

    def person(self, user: str, wants: bool = True) -> int:
        with self.desk.database.writing() as session:
            found = people.meet(session, self.desk.pseudonyms, (TEAM, user), POSTED)
            people.remind(session, found, wants)
        assert found.id is not None
        return found.id

    def reminded(self, now: datetime) -> list[str]:
        """Who has been reminded by now."""
        reminders.remind(self.desk, now)
        with self.desk.database.reading() as session:
            return [row.channel for row in session.exec(select(tables.Message)) if row.kind == "reminder"]


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    made = Team(tmp_path)
    yield made
    made.desk.database.close()


def test_who_asked_is_reminded_once_two_hours_before_the_answer(team: Team) -> None:
    team.post()
    me = team.person("U1")
    team.person("U2", wants=False)
    assert team.reminded(DUE - timedelta(seconds=1)) == []
    assert team.reminded(DUE) == [f"person:{me}"]
    assert team.reminded(DUE + timedelta(minutes=10)) == [f"person:{me}"]


def test_the_moment_leaves_half_of_a_short_time() -> None:
    assert reminders.moment(POSTED, POSTED + timedelta(hours=7)) == POSTED + timedelta(hours=5)
    assert reminders.moment(POSTED, POSTED + timedelta(minutes=20)) == POSTED + timedelta(minutes=10)


def test_who_has_guessed_or_looked_is_left_alone(team: Team) -> None:
    post = team.post()
    guessed, looked = team.person("U1"), team.person("U2")
    with team.desk.database.writing() as session:
        guesses.record(session, post, guessed, "boat", False, POSTED)
        guesses.give_up(session, post, looked, POSTED)
    assert team.reminded(DUE) == []


def test_nobody_is_reminded_of_what_is_answered_or_hidden(team: Team) -> None:
    post = team.post()
    me = team.person("U1")
    with team.desk.database.writing() as session:
        reports.file(session, posts.told(session, post).post.riddle_id, me, "wrong", POSTED)
    assert team.reminded(DUE) == []
    with team.desk.database.writing() as session:
        reports.decide(session, posts.told(session, post).post.riddle_id, None, False, POSTED)
        posts.reveal(session, posts.told(session, post).post, DUE)
    assert team.reminded(DUE) == []
    assert team.reminded(DUE + timedelta(hours=3)) == []


def test_a_snooze_is_kept(team: Team) -> None:
    team.post()
    me = team.person("U1")
    with team.desk.database.writing() as session:
        found = session.get(tables.Person, me)
        assert found is not None
        people.snooze(session, found, POSTED.date() + timedelta(days=1))
    assert team.reminded(DUE) == []


@pytest.mark.parametrize("slack", [{"holidays": [date(2026, 11, 20)]}, {"working_days": ["Mon"]}])
def test_a_day_off_is_a_day_off_even_if_a_riddle_was_posted(tmp_path: Path, slack: dict[str, Any]) -> None:
    team = Team(tmp_path, **slack)
    team.post()
    team.person("U1")
    assert team.reminded(DUE) == []
    team.desk.database.close()


def test_a_person_hears_of_the_channels_they_play_in(tmp_path: Path) -> None:
    team = Team(tmp_path, channels=[CHANNEL, "C0OTHER"])
    earlier = team.post("C0OTHER", POSTED.date() - timedelta(days=1), POSTED - timedelta(days=1))
    other = team.post("C0OTHER")
    new, plays_elsewhere = team.person("U1"), team.person("U2")
    with team.desk.database.writing() as session:
        guesses.record(session, earlier, plays_elsewhere, "boat", False, POSTED)
    assert team.reminded(DUE) == [f"person:{plays_elsewhere}"]
    team.post()
    assert team.reminded(DUE) == [f"person:{plays_elsewhere}", f"person:{new}"]
    with team.desk.database.reading() as session:
        rows = [row for row in session.exec(select(tables.Message)) if row.kind == "reminder"]
    assert f"'value': '{other}'" in str(rows[0].blocks)
    team.desk.database.close()
