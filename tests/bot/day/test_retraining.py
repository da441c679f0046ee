"""Retrains that nobody commands."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.collaborators import Collaborators
from bot.day import retraining
from riddles.criteria import Criterion
from riddles.settings import Settings, parse
from storage import jobs, people, ratings
from storage.tables import Job, JobState
from tests.bot import rig
from tests.bot.rig import CHANNEL, FRIDAY, FakeClock


def chosen(**training: object) -> Settings:
    return parse({"slack": {"channels": [CHANNEL], "time_zone": "Europe/Lisbon"}, "training": training}, "the test")


def rate(desk: Collaborators, riddles: int = 1, consents: bool = True) -> None:
    """Somebody rates so many riddles by every criterion."""
    now = desk.clock()
    for number in range(riddles):
        riddle = rig.store_riddle(desk.database, now, f"bridge{now:%d%H%M}{number}")
        with desk.database.writing() as session:
            person = people.meet(session, desk.pseudonyms, ("T1", "U0YOU"), now, False)
            people.consent(session, person, consents, now, str(now.timestamp()))
            for criterion in Criterion:
                ratings.record(session, riddle.id or 0, person.id or 0, criterion, 5, str(now.timestamp()), now)


def runs(desk: Collaborators) -> list[Job]:
    with desk.database.reading() as session:
        return jobs.latest(session, "train")


def ends(desk: Collaborators, state: JobState = JobState.FINISHED) -> None:
    """Whatever is open comes to its end."""
    with desk.database.writing() as session:
        for job in jobs.latest(session, "train"):
            job.state, job.finished_at = state, desk.clock()
            session.add(job)


def look(desk: Collaborators) -> int:
    """How many runs there are after the clock has looked twice."""
    for _ in range(2):
        retraining.request_due(desk, desk.clock())
    return len(runs(desk))


def test_without_a_setting_nothing_is_trained_by_itself(tmp_path: Path) -> None:
    with rig.desk(tmp_path, FakeClock(), chosen()) as desk:
        rate(desk, 3)
        assert look(desk) == 0


def test_on_its_weekday_one_retrain_comes_at_its_local_time_and_is_told_in_the_first_channel(tmp_path: Path) -> None:
    clock = FakeClock(FRIDAY.replace(hour=17, minute=59))  # Lisbon keeps UTC in winter
    with rig.desk(tmp_path, clock, chosen(retrain_on="Fri", retrain_at="18:00:00")) as desk:
        rate(desk)
        assert look(desk) == 0
        clock.forward(minutes=1)
        assert look(desk) == 1
        assert runs(desk)[0].parameters == {"channel": CHANNEL, "simulated": True}
        assert runs(desk)[0].requested_by is None
        ends(desk)
        clock.forward(minutes=5)
        rate(desk)
        assert look(desk) == 1, "once a week"
        clock.forward(days=7)
        assert look(desk) == 2


def test_a_retrain_missed_by_a_few_hours_is_made_up_for_and_later_waits_a_week(tmp_path: Path) -> None:
    clock = FakeClock(FRIDAY.replace(hour=18) + timedelta(hours=6, minutes=1))
    with rig.desk(tmp_path, clock, chosen(retrain_on="Fri")) as desk:
        rate(desk)
        assert look(desk) == 0
        clock.now -= timedelta(minutes=2)  # past midnight nowhere: still Friday's
        assert look(desk) == 1


def test_without_new_ratings_there_is_nothing_to_learn(tmp_path: Path) -> None:
    clock = FakeClock(FRIDAY.replace(hour=18))
    with rig.desk(tmp_path, clock, chosen(retrain_on="Fri")) as desk:
        rate(desk, consents=False)
        assert look(desk) == 0
        rate(desk)
        assert look(desk) == 1
        ends(desk)
        clock.forward(days=7)
        assert look(desk) == 1


@pytest.mark.parametrize("state", [JobState.FINISHED, JobState.FAILED])
def test_enough_new_ratings_start_a_retrain_and_only_as_many_again_the_next(tmp_path: Path, state: JobState) -> None:
    clock = FakeClock()
    with rig.desk(tmp_path, clock, chosen(retrain_after=3)) as desk:
        rate(desk, 2)
        assert look(desk) == 0, "two riddles by three criteria are two ratings"
        rate(desk, 3)
        assert look(desk) == 1
        clock.forward(minutes=1)
        rate(desk, 3)
        assert look(desk) == 1, "one at a time"
        ends(desk, state)
        assert look(desk) == 2
        ends(desk, state)
        assert look(desk) == 2


def test_a_real_workspace_is_not_trained_on_without_its_owner_s_word(tmp_path: Path) -> None:
    clock = FakeClock(FRIDAY.replace(hour=18))
    for allowed in (False, True):
        home = tmp_path / str(allowed)
        home.mkdir()
        settings = chosen(retrain_on="Fri", retrain_after=1, enabled_on_slack=allowed)
        with rig.desk(home, clock, settings) as desk:
            real = Collaborators(desk.database, desk.pseudonyms, settings, home, clock)
            rate(real)
            assert look(real) == int(allowed)
