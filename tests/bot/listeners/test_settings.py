"""What a person decides at Home and under a reminder, end to end."""

from datetime import timedelta
from functools import partial

from bot import wording
from bot.blocks import ids, reminder
from bot.local_slack import SeenView
from bot.messages import addresses
from storage import outbox, people, posts, tables
from tests.bot.listeners.stage import TEAM, Stage, post_of


def test_who_wants_it_is_named_on_the_leaderboard_with_points(stage: Stage) -> None:
    you = stage.person()
    solve(stage, "U0YOU", "river")
    stage.open_home()
    assert wording.NO_LEADERS in you.home().readable
    click(stage, "U0YOU", ids.LEADERBOARD, [ids.AGREED])
    assert wording.rank(1, "<@U0YOU>", 2) in you.home().readable
    stage.open_home("U0TEAM1")
    assert wording.rank(1, "<@U0YOU>", 2) in stage.person("U0TEAM1").home().readable
    click(stage, "U0YOU", ids.LEADERBOARD, [])
    assert wording.NO_LEADERS in you.home().readable


def test_home_tells_streak_points_and_history(stage: Stage) -> None:
    stage.clock.now += timedelta(days=40)
    mate = stage.person("U0TEAM1")
    for days, answer in ((0, "hill"), (1, "lake")):
        stage.clock.now += timedelta(days=days)
        solve(stage, "U0TEAM1", answer)
    stage.open_home("U0TEAM1")
    shown = mate.home().readable
    assert wording.streak(2) in shown
    assert wording.points_line(4, 4) in shown
    assert wording.solved_line(2, 2) in shown
    assert f"{wording.solved_at(1)}, {wording.NOT_RATED}" in shown


def test_reminders_are_asked_for_snoozed_and_ended_at_home(stage: Stage) -> None:
    mate = stage.person("U0TEAM2")
    stage.open_home("U0TEAM2")
    assert ids.SNOOZE not in str(mate.home().blocks)
    click(stage, "U0TEAM2", ids.REMINDERS, [ids.AGREED])
    assert person(stage, "U0TEAM2").reminders
    click(stage, "U0TEAM2", ids.SNOOZE)
    until = stage.clock.now.date() + timedelta(days=7)
    assert wording.snoozed(reminder.spoken(until)) in mate.home().readable
    assert person(stage, "U0TEAM2").snoozed_until == until
    click(stage, "U0TEAM2", ids.WAKE)
    assert person(stage, "U0TEAM2").snoozed_until is None
    click(stage, "U0TEAM2", ids.REMINDERS, [])
    assert not person(stage, "U0TEAM2").reminders


def test_a_reminder_can_be_answered_snoozed_and_ended_where_it_is(stage: Stage) -> None:
    mate, message = stage.person("U0TEAM3"), stage.post("castle")
    with stage.writing() as session:
        content = reminder.content(posts.told(session, post_of(message)))
        me = stage.id_of(session, "U0TEAM3")
        outbox.put(session, "reminder:test", addresses.person(me), content, stage.clock.now)
    stage.send()
    shown = mate.sees("D0TEAM3", wording.REMINDER)
    mate.click(shown, wording.GUESS)
    assert mate.modal(wording.attempt(1, 3))
    mate.close()
    mate.click(shown, wording.SNOOZE)
    assert mate.sees_ephemeral("No reminder before", "D0TEAM3")
    assert person(stage, "U0TEAM3").snoozed_until is not None
    mate.click(shown, wording.NO_REMINDERS)
    assert mate.sees_ephemeral(wording.REMINDERS_ENDED, "D0TEAM3")
    assert not person(stage, "U0TEAM3").reminders
    assert "U0TEAM3" not in [row.channel for row in stage.rows(tables.Message)]  # the outbox names nobody


def test_of_two_fast_clicks_on_a_box_the_later_one_counts(stage: Stage) -> None:
    mate = stage.person("U0TEAM4")
    stage.open_home("U0TEAM4")
    seen = mate.home(wording.STORED)
    for box in (ids.CONSENT, ids.LEADERBOARD, ids.REMINDERS):
        stage.overtaken(partial(mate.click, seen, box, [ids.AGREED]), partial(mate.click, seen, box, []))
    found = person(stage, "U0TEAM4")
    assert (found.consented_at, found.leaderboard, found.reminders) == (None, False, False)


def solve(stage: Stage, user: str, answer: str) -> None:
    mate, message = stage.person(user), stage.post(answer)
    mate.click(message, wording.GUESS)
    mate.submit(mate.modal(wording.YOUR_GUESS), {wording.YOUR_GUESS: answer})
    mate.modal(wording.correct(1))
    mate.close(everything=True)


def click(stage: Stage, user: str, action: str, value: list[str] | None = None) -> SeenView:
    """Click on Home and wait until it is drawn anew."""
    before, mate = stage.published(), stage.person(user)
    mate.click(mate.home(), action, value)
    stage.drawn(before)
    return mate.home()


def person(stage: Stage, user: str) -> tables.Person:
    with stage.desk.database.reading() as session:
        found = people.find(session, stage.desk.pseudonyms, (TEAM, user))
    assert found is not None
    return found
