"""Whatever Slack delivers twice, late or out of order leaves the rows that one delivery each would have left."""

import json
import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from slack_bolt import BoltRequest

from bot import app as apps
from bot.blocks import ids
from riddles.criteria import Criterion
from storage import guesses
from storage.tables import Guess, Person, Rating
from tests.bot.listeners.stage import TEAM, Stage, draft, post_of

Json = dict[str, Any]
PEOPLE = ("U0TEAM1", "U0TEAM2", "U0TEAM3", "U0TEAM4")
MARKS = ("1", "2", "3", "4", "5", ids.CANT_TELL)
ACTIONS = 160
DELIVERIES = (1, 1, 1, 2, 2, 3, 8)  # most come once; Slack gives up after a few


def rating(user: str, riddle_id: int, criterion: Criterion, mark: str, action_ts: str) -> Json:
    """A click on a mark as Slack sends it."""
    action = {
        "type": "radio_buttons",
        "action_id": ids.RATINGS[criterion],
        "block_id": ids.rating_block(riddle_id, criterion),
        "selected_option": {"value": mark},
        "action_ts": action_ts,
    }
    return {
        "type": "block_actions", "user": {"id": user, "team_id": TEAM}, "team": {"id": TEAM}, "trigger_id": action_ts,
        "container": {"type": "view", "view_id": "V1"}, "view": {"id": "V1", "type": "modal"}, "actions": [action],
    }  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2])
def test_ratings_delivered_often_and_in_any_order_end_as_the_last_click_said(stage: Stage, seed: int) -> None:
    chance = random.Random(seed)
    with stage.writing() as session:
        riddles = [draft(session, "river", 1000 * seed + number, stage.clock.now).id or 0 for number in range(3)]
    clicks, wanted = [], {}
    for number in range(ACTIONS):
        who, riddle, criterion = chance.choice(PEOPLE), chance.choice(riddles), chance.choice(list(Criterion))
        mark, action_ts = chance.choice(MARKS), f"17950000{seed}{number:03d}.{number:06d}"
        clicks += [rating(who, riddle, criterion, mark, action_ts)] * chance.choice(DELIVERIES)
        wanted[who, riddle, criterion] = None if mark == ids.CANT_TELL else int(mark)
    chance.shuffle(clicks)
    app = apps.build(stage.slack.bot_token, "secret", stage.slack.api_url, stage.desk)

    def deliver(click: Json) -> int:
        body = json.loads(json.dumps(click))
        return int(app.dispatch(BoltRequest(mode="socket_mode", body=body)).status)

    with ThreadPoolExecutor(8) as pool:
        statuses = set(pool.map(deliver, clicks))
    app.listener_runner.listener_executor.shutdown()
    assert statuses == {200}
    with stage.writing() as session:
        names = {stage.id_of(session, who): who for who in PEOPLE}
    rows = [row for row in stage.rows(Rating) if row.riddle_id in riddles]
    assert {(names[row.person_id], row.riddle_id, row.criterion): row.value for row in rows} == wanted
    assert len(rows) == len(wanted)
    assert len({person.pseudonym for person in stage.rows(Person)}) == len(stage.rows(Person))


def test_a_guess_delivered_again_is_one_guess(stage: Stage) -> None:
    you, message = stage.person(), stage.post("lantern")
    you.click(message, ids.GUESS)
    view = you.modal("Attempt 1 of 3")
    stage.slack.faults.duplicate("interactive")
    you.submit(view, {"Your guess": "candle"})
    stage.slack.history.wait_for("ack", target="interactive")
    with stage.writing() as session:
        made = guesses.of(session, post_of(message), stage.id_of(session, "U0YOU"))
    assert [guess.text for guess in made] == ["candle"]
    assert len([guess for guess in stage.rows(Guess) if guess.text == "candle"]) == 1
