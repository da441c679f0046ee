"""Send me my data, and forget me, end to end."""

import json
from datetime import timedelta
from typing import Any

from bot import wording
from bot.blocks import ids
from bot.local_slack import SeenMessage
from storage import forgetting, people, tables
from tests.bot.listeners.stage import TEAM, YOU, Stage

VERSION = "I hurry to the sea all day\nand never find the time to stay"


def test_everything_we_hold_comes_as_a_file_in_a_direct_message(stage: Stage) -> None:
    you = stage.person()
    plays(stage, YOU, "river")
    stage.open_home()
    you.click(you.home(wording.EXPORT), ids.EXPORT)
    shown = you.modal(wording.EXPORT_COMES)
    assert "1 guess" in shown.readable
    assert "1 rating" in shown.readable
    held = file_of(stage, "D0YOU")
    assert held["slack"] == {"team": TEAM, "user": YOU}
    assert [row["text"] for row in held["guess"]] == ["river"]
    assert [row["value"] for row in held["rating"]] == [4]


def test_where_slack_takes_no_file_the_data_is_shown(stage: Stage) -> None:
    mate = stage.person("U0TEAM1")
    plays(stage, "U0TEAM1", "lake")
    stage.open_home("U0TEAM1")
    stage.slack.faults.slack_error("files.getUploadURLExternal", "missing_scope")
    mate.click(mate.home(wording.EXPORT), ids.EXPORT)
    assert '"text": "lake"' in mate.modal(wording.EXPORT_FAILED).readable


def test_looking_at_home_makes_nobody_known(stage: Stage) -> None:
    mate = stage.person("U0TEAM4")
    stage.open_home("U0TEAM4")
    assert known(stage, "U0TEAM4") is None
    mate.click(mate.home(wording.EXPORT), ids.EXPORT)
    assert mate.modal(wording.NOTHING_HELD)
    mate.close()
    mate.click(mate.home(wording.FORGET), ids.FORGET)
    assert mate.modal(wording.NOTHING_HELD)
    assert known(stage, "U0TEAM4") is None


def test_forgetting_asks_first(stage: Stage) -> None:
    mate = stage.person("U0TEAM2")
    plays(stage, "U0TEAM2", "hill")
    stage.open_home("U0TEAM2")
    mate.click(mate.home(wording.FORGET), ids.FORGET, confirm=False)
    assert known(stage, "U0TEAM2") is not None


def test_who_asks_for_it_is_forgotten_at_once_and_everywhere(stage: Stage) -> None:
    mate = stage.person("U0TEAM3")
    message = plays(stage, "U0TEAM3", "forest")
    person = known(stage, "U0TEAM3")
    assert person is not None
    stage.reveal(message)
    assert any(VERSION.split("\n")[0] in item.readable for item in mate.thread(message))
    stage.open_home("U0TEAM3")
    before = stage.published()
    mate.click(mate.home(wording.FORGET), ids.FORGET)
    said = mate.modal(wording.FORGOTTEN_TITLE).readable
    assert "1 guess" in said
    assert "1 rating" in said
    assert "1 rewrite" in said
    assert wording.stale((), ()) in said
    stage.drawn(before)
    assert mate.home(wording.HOME_FORGOTTEN)
    assert known(stage, "U0TEAM3") is None
    for table in (tables.Guess, tables.Rating, tables.Rewrite):
        assert person.id not in [row.person_id for row in stage.rows(table)]
    assert list(forgetting.in_file(stage.desk.home)) == [person.pseudonym]
    stage.send()
    assert not any(VERSION.split("\n")[0] in item.readable for item in mate.thread(message))
    assert any(wording.VERSION_TAKEN_BACK in item.readable for item in mate.thread(message))


def test_who_plays_again_after_being_forgotten_begins_anew(stage: Stage) -> None:
    mate = stage.person("U0TEAM3")
    stage.clock.now += timedelta(days=1)
    plays(stage, "U0TEAM3", "garden")
    stage.open_home("U0TEAM3")
    assert "Solved 1 of 1" in mate.home().readable


def plays(stage: Stage, user: str, answer: str) -> SeenMessage:
    """Guess, rate, and write a better version, with one's name."""
    person, message = stage.person(user), stage.post(answer)
    person.click(message, wording.GUESS)
    person.submit(person.modal(wording.YOUR_GUESS), {wording.YOUR_GUESS: answer})
    view = person.modal(wording.correct(1))
    person.click(view, "rate_helpful", "4")
    person.click(view, wording.REWRITE)
    form = person.modal(wording.REWRITE_INTRO)
    person.submit(form, {ids.REWRITE_TEXT: VERSION, ids.REWRITE_CREDIT: [ids.AGREED]})
    person.modal(wording.REWRITE_SAVED)
    person.close(everything=True)
    return message


def known(stage: Stage, user: str) -> tables.Person | None:
    with stage.desk.database.reading() as session:
        return people.find(session, stage.desk.pseudonyms, (TEAM, user))


def file_of(stage: Stage, channel: str) -> Any:
    """The file in a direct conversation."""
    stage.slack.history.wait_for("api", method="files.completeUploadExternal")
    message = next(item for item in reversed(stage.person().messages(channel)) if item.files)
    stored = stage.slack.on_loop(lambda: stage.slack.workspace.files[message.files[0]])
    return json.loads(stored.content)
