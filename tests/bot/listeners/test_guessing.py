"""Guessing, end to end: a real Bolt app over Socket Mode against the local workspace."""

import json
from datetime import timedelta
from typing import Any

from slack_bolt import Ack

from bot import wording
from bot.blocks import ids
from bot.listeners import guessing
from bot.local_slack import SeenMessage
from riddles.criteria import Criterion
from storage import outbox, ratings, tables
from tests.bot.listeners.stage import TEAM, YOU, Stage, post_of

Json = dict[str, Any]


def test_a_right_guess_shows_the_answer_its_story_and_the_rating_in_the_same_modal(stage: Stage) -> None:
    you, message = stage.person(), stage.post("bridge")
    you.click(message, wording.GUESS)
    asked = you.modal(wording.attempt(1, 3))
    you.submit(asked, {wording.YOUR_GUESS: "a Bridge!"})
    shown = you.modal(wording.correct(1))
    assert shown.id == asked.id
    assert "Answer: *bridge*" in shown.readable
    assert "<https://example.org/" in shown.readable
    assert "&lt;b&gt;more" in shown.readable
    assert {"rate_helpful", "rate_honest", "rate_harmless"} <= set(shown.actions)
    assert stage.guesses_of(message) == [("a Bridge!", True)]


def test_wrong_guesses_are_told_privately_until_the_attempts_are_used_up(stage: Stage) -> None:
    you, message = stage.person(), stage.post("cup final")
    you.click(message, wording.GUESS)
    you.submit(you.modal(wording.attempt(1, 3)), {wording.YOUR_GUESS: "boat"})
    second = you.modal(wording.wrong("boat", near=False))
    assert second.values == {}  # the field is empty again
    you.submit(second, {wording.YOUR_GUESS: "cup"})
    you.submit(you.modal(wording.wrong("cup", near=True)), {wording.YOUR_GUESS: "fair"})
    assert "Answer: *cup final*" in you.modal(wording.used_up("fair")).readable
    assert stage.guesses_of(message) == [("boat", False), ("cup", False), ("fair", False)]
    assert not any("boat" in item.readable for item in stage.person("U0TEAM1").messages())


def test_the_answer_is_shown_to_who_wants_it_and_ends_their_guessing(stage: Stage) -> None:
    you, message = stage.person(), stage.post("harbour")
    you.click(message, wording.GUESS)
    you.click(you.modal(wording.YOUR_GUESS), wording.SHOW_ANSWER)
    assert "Answer: *harbour*" in you.modal(wording.GAVE_UP).readable
    you.close()
    you.click(message, wording.GUESS)
    assert "Answer: *harbour*" in you.modal(wording.GAVE_UP).readable


def test_reopening_shows_what_the_person_said_before(stage: Stage) -> None:
    you, message = stage.person(), stage.post("glacier")
    you.click(message, wording.GUESS)
    you.submit(you.modal(wording.YOUR_GUESS), {wording.YOUR_GUESS: "glacier"})
    result = you.modal(wording.correct(1))
    you.click(result, "rate_helpful", "4")
    you.click(result, "rate_honest", "cant_tell")
    you.close()
    you.click(message, wording.GUESS)
    chosen = _chosen(you.modal(wording.correct(1)).blocks)
    assert chosen == {"rate_helpful": "4", "rate_honest": "cant_tell", "rate_harmless": None}
    with stage.writing() as session:
        riddle = session.get(tables.Post, post_of(message))
        assert riddle is not None
        given = ratings.of_person(session, riddle.riddle_id, stage.id_of(session, "U0YOU"))
    assert given == {Criterion.HELPFUL: 4, Criterion.HONEST: None}


def test_one_person_s_guess_says_nothing_about_another_s(stage: Stage) -> None:
    you, mate, message = stage.person(), stage.person("U0TEAM1"), stage.post("island")
    you.click(message, wording.GUESS)
    you.submit(you.modal(wording.YOUR_GUESS), {wording.YOUR_GUESS: "island"})
    mate.click(message, wording.GUESS)
    assert "island" not in mate.modal(wording.attempt(1, 3)).readable
    person = next(row for row in stage.rows(tables.Person) if row.simulated)
    assert stage.desk.pseudonyms.unseal(person) == ("T0LOCAL", "U0TEAM1")


def test_texts_that_are_no_guess_cost_no_attempt(stage: Stage) -> None:
    you, message = stage.person(), stage.post("tunnel")
    you.click(message, wording.GUESS)
    modal = you.modal(wording.YOUR_GUESS)
    assert you.submit(modal).errors == {"guess:1": "Please complete this required field."}
    for text in ("  ", ":tada: :+1:", "🎉🎉", "?!"):
        assert you.submit(modal, {wording.YOUR_GUESS: text}).errors == {"guess:1": wording.NO_WORD}
    assert "at most 100" in you.submit(modal, {wording.YOUR_GUESS: "x" * 3000}).errors["guess:1"]
    assert stage.guesses_of(message) == []
    assert you.submit(modal, {wording.YOUR_GUESS: "tunnel :tada:"}).ok


def test_a_guess_made_before_costs_no_attempt(stage: Stage) -> None:
    you, message = stage.person(), stage.post("ladder")
    you.click(message, wording.GUESS)
    for _ in range(2):
        you.submit(you.modal(wording.YOUR_GUESS), {wording.YOUR_GUESS: "stairs"})
    assert wording.attempt(2, 3) in you.modal(wording.tried_already("stairs")).readable
    assert stage.guesses_of(message) == [("stairs", False)]


def test_a_guess_delivered_twice_counts_once(stage: Stage) -> None:
    you, message = stage.person(), stage.post("candle")
    you.click(message, wording.GUESS)
    modal = you.modal(wording.YOUR_GUESS)
    stage.slack.faults.duplicate("interactive")
    you.submit(modal, {wording.YOUR_GUESS: "lamp"})
    assert wording.attempt(2, 3) in you.modal(wording.YOUR_GUESS).readable
    assert stage.guesses_of(message) == [("lamp", False)]


def test_a_submission_handled_twice_is_stored_once_and_answered_twice(stage: Stage) -> None:
    message = stage.post("candle")
    answers = [_submit(stage, message, "lamp") for _ in range(2)]
    assert [answer["response_action"] for answer in answers] == ["update", "update"]
    assert all(wording.attempt(2, 3) in str(answer) for answer in answers)
    assert stage.guesses_of(message) == [("lamp", False)]


def test_a_guess_that_slack_s_client_let_through_too_long_is_refused(stage: Stage) -> None:
    message = stage.post("candle")
    assert _submit(stage, message, "x" * 3000)["errors"] == {"guess:1": wording.too_long(3000, 100)}
    assert stage.guesses_of(message) == []


def test_a_double_click_opens_the_modal_and_complains_of_nothing(stage: Stage) -> None:
    you, message = stage.person("U0TEAM2"), stage.post("anchor")
    opened = stage.slack.history.count("api", method="views.open")
    stage.slack.faults.duplicate("interactive")
    you.click(message, wording.GUESS)
    you.click(message, wording.GUESS)
    you.modal(wording.attempt(1, 3))
    stage.slack.history.wait_for("api", method="views.open", count=opened + 3)  # one of them with a used trigger
    you.click(message, wording.HINT)
    assert you.sees_ephemeral(wording.hint(1, 2, "It is wet"))
    assert len(you.ephemerals()) == 1
    assert you.failures() == []


def test_a_riddle_revealed_while_the_modal_is_open_takes_no_guess_any_more(stage: Stage) -> None:
    you, message = stage.person(), stage.post("castle")
    you.click(message, wording.GUESS)
    modal = you.modal(wording.YOUR_GUESS)
    stage.reveal(message)
    you.submit(modal, {wording.YOUR_GUESS: "castle"})
    assert "Answer: *castle*" in you.modal(wording.TOO_LATE).readable
    assert stage.guesses_of(message) == []


def test_a_deleted_message_stops_nobody_who_has_the_riddle_open_or_finds_it_at_home(stage: Stage) -> None:
    stage.clock.now += timedelta(days=1)
    you, message = stage.person("U0TEAM1"), stage.post("candle")
    you.click(message, wording.GUESS)
    stage.client.chat_delete(channel="C0RIDDLES", ts=message.ts)
    you.submit(you.modal(wording.YOUR_GUESS), {wording.YOUR_GUESS: "lamp"})
    assert you.modal(wording.attempt(2, 3))
    you.close()
    stage.open_home("U0TEAM1")
    you.click(you.home("I run though"), wording.GUESS)
    you.submit(you.modal(wording.attempt(2, 3)), {wording.YOUR_GUESS: "candle"})
    assert you.modal(wording.correct(2))


def test_the_answer_to_a_deleted_message_is_parked_with_a_sentence(stage: Stage) -> None:
    message = stage.post("anchor")
    stage.client.chat_delete(channel="C0RIDDLES", ts=message.ts)
    stage.reveal(message)
    with stage.desk.database.reading() as session:
        row = outbox.by_key(session, f"post:{post_of(message)}")
    assert row is not None
    assert (row.state, "deleted the message" in row.fault) == (tables.MessageState.PARKED, True)


def test_yesterdays_riddle_opens_the_answer_kindly(stage: Stage) -> None:
    you, message = stage.person(), stage.post("comet", days_ago=1)
    stage.reveal(message, update=False)
    you.click(message, wording.GUESS)
    assert "Answer: *comet*" in you.modal(wording.TOO_LATE).readable


def test_rate_on_the_revealed_message_opens_the_answer_and_the_rating(stage: Stage) -> None:
    you, message = stage.person("U0TEAM3"), stage.post("meadow")
    stage.reveal(message)
    shown = stage.now(message)
    assert "Nobody has guessed" in shown.readable
    assert "(rate)" not in shown.actions
    you.click(shown, wording.RATE)
    you.click(you.modal("meadow"), "rate_harmless", "5")
    assert [row.value for row in stage.rows(tables.Rating)][-1] == 5


def test_a_post_of_another_database_is_refused_with_a_sentence(stage: Stage) -> None:
    you, message = stage.person("U0TEAM4"), stage.post("compass")
    blocks = [dict(block) for block in message.blocks]
    stage.client.chat_update(channel="C0RIDDLES", ts=message.ts, text="old", blocks=_with_value(blocks, "987654"))
    you.click(message, wording.GUESS)
    assert you.sees_ephemeral(wording.UNKNOWN_POST)
    assert not you.has_modal()


def test_a_malformed_button_is_refused_with_a_sentence(stage: Stage) -> None:
    you, message = stage.person("U0TEAM4"), stage.post("lantern")
    for value in ("1; DROP TABLE post", "0", "９", "-1", "9" * 40):
        blocks = _with_value([dict(block) for block in message.blocks], value)
        stage.client.chat_update(channel="C0RIDDLES", ts=message.ts, text="odd", blocks=blocks)
        before = stage.slack.history.count("ephemeral")
        you.click(message, wording.GUESS)
        stage.slack.history.wait_for("ephemeral", count=before + 1)
        assert you.ephemerals()[-1].text == wording.UNKNOWN_BUTTON
    assert not you.has_modal()


def test_an_expired_trigger_is_told_privately(stage: Stage) -> None:
    you, message = stage.person("U0TEAM4"), stage.post("mirror")
    stage.slack.faults.slack_error("views.open", "expired_trigger_id")
    you.click(message, wording.GUESS)
    assert you.sees_ephemeral(wording.TOO_SLOW)
    assert you.failures() == []


def _submit(stage: Stage, message: SeenMessage, text: str) -> dict[str, Any]:
    """What our listener answers to a submission that no client checked."""
    ack = Ack()  # type: ignore[no-untyped-call]  # slack_bolt leaves it untyped
    values = {ids.guess_block(1): {ids.GUESS_INPUT: {"value": text}}}
    view = {"private_metadata": str(post_of(message)), "state": {"values": values}}
    body = {"type": "view_submission", "team": {"id": TEAM}, "user": {"id": YOU}, "view": view}
    guessing.submitted(ack, body, stage.client, stage.desk)
    assert ack.response is not None
    answer: dict[str, Any] = json.loads(ack.response.body)
    return answer


def _chosen(blocks: list[Json]) -> dict[str, str | None]:
    radios = [part for block in blocks for part in block.get("elements", []) if part.get("type") == "radio_buttons"]
    return {radio["action_id"]: (radio.get("initial_option") or {}).get("value") for radio in radios}


def _with_value(blocks: list[Json], value: str) -> list[Json]:
    for block in blocks:
        if block["type"] == "actions":
            block["elements"] = [{**part, "value": value} for part in block["elements"] if "value" in part]
    return blocks
