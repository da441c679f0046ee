"""App Home, end to end."""

from datetime import timedelta

import pytest
from slack_bolt import Ack
from slack_sdk import WebClient

from bot import wording
from bot.blocks import ids
from bot.listeners import home
from bot.local_slack import Person
from storage import tables
from tests.bot.listeners.stage import TEAM, YOU, Stage


def test_home_shows_today_s_riddle_until_it_is_solved(stage: Stage) -> None:
    you = stage.person()
    stage.clock.now += timedelta(days=3)
    _open(stage, you)
    assert you.home(wording.NOTHING_TODAY)
    stage.post("river")
    _open(stage, you)
    you.click(you.home("I run though"), wording.GUESS)
    you.submit(you.modal(wording.YOUR_GUESS), {wording.YOUR_GUESS: "river"})
    _open(stage, you)
    seen = you.home(wording.YOU_SOLVED)
    assert ids.GUESS not in [action.split()[0] for action in seen.actions]
    you.click(seen, wording.SEE_RESULT)
    assert you.modal(wording.correct(1))


def test_home_offers_the_riddles_that_wait_for_a_rating(stage: Stage) -> None:
    mate = stage.person("U0TEAM1")
    stage.riddle("bell")
    _open(stage, mate)
    mate.click(mate.home(wording.waiting(1)), ids.RATE_WAITING)
    mate.click(mate.modal("bell"), "rate_helpful", "3")
    _open(stage, mate)
    assert ids.RATE_WAITING not in str(mate.home(wording.waiting(0)).actions)


def test_rating_from_a_home_that_is_out_of_date_says_that_nothing_is_left(stage: Stage) -> None:
    mate = stage.person("U0TEAM2")
    riddle = stage.riddle("drum")
    _open(stage, mate)
    seen = mate.home(wording.RATE)
    with stage.writing() as session:
        for row in stage.rows(tables.Riddle):
            row.hidden = True
            session.merge(row)
    assert riddle.id
    mate.click(seen, ids.RATE_WAITING)
    assert mate.modal(wording.NOTHING_TO_RATE)


def test_consent_can_be_given_at_home(stage: Stage) -> None:
    mate = stage.person("U0TEAM3")
    _open(stage, mate)
    mate.click(mate.home(wording.STORED), ids.CONSENT, [ids.AGREED])
    _open(stage, mate)
    seen = mate.home(wording.STORED)
    boxes = {
        part["action_id"]: part for block in seen.blocks for part in block.get("elements", []) if "options" in part
    }
    assert boxes[ids.CONSENT]["initial_options"]
    assert [person.consented_at for person in stage.rows(tables.Person) if person.consented_at]


def test_the_messages_tab_calls_nobody(stage: Stage) -> None:
    body = {"team_id": TEAM, "event": {"user": YOU, "tab": "messages"}}
    unreachable = WebClient(base_url="http://127.0.0.1:9/api/", retry_handlers=[])
    home.opened(Ack(), body, unreachable, stage.desk)  # type: ignore[no-untyped-call]  # slack_bolt leaves it untyped
    with pytest.raises(OSError, match="refused"):
        home.opened(Ack(), {**body, "event": {"user": YOU, "tab": "home"}}, unreachable, stage.desk)  # type: ignore[no-untyped-call]


def _open(stage: Stage, person: Person) -> None:
    """Open Home and wait until it is drawn anew."""
    before = _published(stage)
    person.open_home()
    stage.slack.history.wait_for("view", change="publish", count=before + 1)


def _published(stage: Stage) -> int:
    return stage.slack.history.count("view", change="publish")
