"""Clicks, modals, commands and Home through a real Bolt app, seen as people see them."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk.errors import SlackApiError

from bot.local_slack import AppFailed, LocalSlack, NotPossible, NotSeen
from tests.bot.local_slack.parts import Connect, button, buttons, choice, keep, modal, plain, section, text_input

YOU, ANNA, BEN = "U0YOU", "U0TEAM1", "U0TEAM2"
RATING = {
    "type": "radio_buttons",
    "action_id": "helpful",
    "options": [choice("low", "1"), choice("high", "5")],
    "initial_option": choice("low", "1"),
}


def post(app: Any, *blocks: dict[str, Any], **more: Any) -> Any:
    return app.client.chat_postMessage(channel="riddles", text="Daily riddle", blocks=list(blocks), **more)


def opens(app: App, view: dict[str, Any], action: str = "guess") -> list[dict[str, Any]]:
    """Make a click on `action` open this modal; returns the list the payloads will be in."""
    bodies: list[dict[str, Any]] = []

    @app.action(action)
    def listener(ack: Any, body: Any, client: Any) -> None:
        ack()
        bodies.append(body)
        client.views_open(trigger_id=body["trigger_id"], view=view)

    return bodies


def test_a_click_carries_everything_slack_sends_with_it(slack: LocalSlack, connect: Connect) -> None:
    app = connect(slack)
    bodies = opens(app, modal(section("hello")))
    sent = post(app, section("verse"), buttons(button("guess", "Guess", value="42"), RATING))
    anna = slack.person(ANNA)
    anna.click(anna.sees(text="verse"), "Guess")
    anna.modal("hello")
    body = bodies[0]
    assert body["container"] == {
        "type": "message",
        "message_ts": sent["ts"],
        "channel_id": sent["channel"],
        "is_ephemeral": False,
    }
    assert body["channel"] == {"id": "C0RIDDLES", "name": "riddles"}
    assert body["user"]["id"] == ANNA
    assert body["team"]["id"]
    assert body["api_app_id"]
    assert body["message"]["ts"] == sent["ts"]
    assert body["state"]["values"]["row"]["helpful"]["selected_option"]["value"] == "1"
    action = body["actions"][0]
    assert (action["type"], action["value"], action["block_id"]) == ("button", "42", "row")
    assert action["action_ts"]
    assert body["response_url"].startswith(slack.url)


def test_a_modal_is_seen_only_by_the_person_it_was_opened_for(slack: LocalSlack, connect: Connect) -> None:
    app = connect(slack)
    opens(app, modal(section("for Anna")))
    post(app, buttons(button("guess", "Guess")))
    anna, ben = slack.person(ANNA), slack.person(BEN)
    anna.click(anna.sees(), "guess")
    view = anna.modal("for Anna")
    assert not ben.has_modal()
    with pytest.raises(NotPossible):
        ben.click(view, "guess")
    assert slack.on_loop(lambda: slack.server.browser.snapshot(BEN))["modals"] == []
    assert len(slack.on_loop(lambda: slack.server.browser.snapshot(ANNA))["modals"]) == 1


def test_an_ephemeral_is_seen_only_by_its_person(slack: LocalSlack, connect: Connect) -> None:
    app = connect(slack)
    app.client.chat_postEphemeral(channel="riddles", user=ANNA, text="only Anna")
    assert slack.person(ANNA).sees_ephemeral("only Anna").is_ephemeral
    assert slack.person(BEN).messages() == []
    snapshot = slack.on_loop(lambda: slack.server.browser.snapshot(BEN))
    assert "only Anna" not in repr(snapshot)
    with pytest.raises(SlackApiError, match="user_not_in_channel"):
        app.client.chat_postEphemeral(channel="riddles", user="U0NOBODY", text="x")


def test_inputs_are_checked_as_slacks_client_checks_them(slack: LocalSlack, connect: Connect) -> None:
    app = connect(slack)
    number = {"type": "number_input", "action_id": "n", "is_decimal_allowed": False, "min_value": "1", "max_value": "5"}
    opens(
        app,
        modal(
            text_input("guess", "Your guess", min_length=2, max_length=4),
            {"type": "input", "block_id": "number", "label": plain("How sure"), "optional": True, "element": number},
            callback_id="guessed",
        ),
    )
    seen: list[dict[str, Any]] = []
    app.view("guessed")(lambda ack, view: keep(seen, view, ack))
    post(app, buttons(button("guess", "Guess")))
    anna = slack.person(ANNA)
    anna.click(anna.sees(), "guess")
    assert list(anna.submit().errors) == ["guess"]
    assert anna.submit(values={"Your guess": "x"}).errors["guess"].startswith("Please use at least 2")
    assert anna.submit(values={"Your guess": "12345"}).errors["guess"].startswith("Please use at most 4")
    assert anna.submit(values={"Your guess": "sail", "How sure": "9"}).errors == {"number": "Please enter 5 or less."}
    assert seen == []
    assert anna.submit(values={"How sure": ""}).ok
    anna.sees_no_modal()
    assert seen[0]["state"]["values"] == {
        "guess": {"typed": {"type": "plain_text_input", "value": "sail"}},
        "number": {"n": {"type": "number_input", "value": None}},
    }
    assert seen[0]["private_metadata"] == ""


def test_the_four_answers_to_a_submission_do_what_slack_does(slack: LocalSlack, connect: Connect) -> None:
    app = connect(slack)
    guess = text_input("guess", "Your guess")
    opens(app, modal(guess, callback_id="guessed", private_metadata="42"))

    @app.view("guessed")
    def guessed(ack: Any, view: Any) -> None:
        match view["state"]["values"]["guess"]["typed"]["value"]:
            case "wrong":
                ack(response_action="errors", errors={"guess": "Not yet."})
            case "push":
                ack(response_action="push", view=modal(section("on top"), callback_id="top"))
            case "update":
                ack(response_action="update", view=modal(guess, section("updated"), callback_id="guessed"))
            case _:
                ack(response_action="clear")

    app.view("top")(lambda ack: ack())
    post(app, buttons(button("guess", "Guess")))
    anna = slack.person(ANNA)
    anna.click(anna.sees(), "guess")
    first = anna.modal()
    assert first.private_metadata == "42"
    assert anna.submit(values={"Your guess": "wrong"}).errors == {"guess": "Not yet."}
    assert anna.submit(values={"Your guess": "push"}).ok
    assert anna.submit(anna.modal("on top")).ok
    assert anna.modal("Your guess").id == first.id
    assert anna.submit(values={"Your guess": "update"}).ok
    updated = anna.modal("updated")
    assert updated.values["guess"]["typed"]["value"] == "update"
    assert anna.submit(values={"Your guess": "done"}).ok
    assert not anna.has_modal()


def test_closing_a_modal_is_told_only_when_asked_for(slack: LocalSlack, connect: Connect) -> None:
    app = connect(slack)
    opens(app, modal(section("x"), callback_id="quiet"), "quiet")
    opens(app, modal(section("x"), callback_id="told", notify_on_close=True), "told")
    closed: list[bool] = []
    app.view_closed("told")(lambda ack, body: keep(closed, body["is_cleared"], ack))
    post(app, buttons(button("quiet", "Quiet"), button("told", "Told")))
    anna = slack.person(ANNA)
    for name, everything in (("quiet", False), ("told", False), ("told", True)):
        anna.click(anna.sees(), name)
        anna.close(anna.modal(), everything=everything)
    slack.history.wait_for("ack", target="interactive", count=5)
    assert closed == [False, True]


def test_ratings_in_a_modal_are_sent_on_each_click_and_kept(slack: LocalSlack, connect: Connect) -> None:
    app = connect(slack)
    opens(app, modal(buttons(RATING, block_id="rate")))
    bodies: list[dict[str, Any]] = []
    app.action("helpful")(lambda ack, body: keep(bodies, body, ack))
    post(app, buttons(button("guess", "Guess")))
    anna = slack.person(ANNA)
    anna.click(anna.sees(), "guess")
    anna.click(anna.modal(), "helpful", "high")
    assert bodies[0]["actions"][0]["selected_option"]["value"] == "5"
    assert bodies[0]["container"]["type"] == "view"
    assert "channel" not in bodies[0]
    assert bodies[0]["view"]["state"]["values"]["rate"]["helpful"]["selected_option"]["value"] == "5"
    with pytest.raises(NotPossible, match="no option 'nine'"):
        anna.click(anna.modal(), "helpful", "nine")


def test_a_confirm_dialog_answered_no_sends_nothing(slack: LocalSlack, connect: Connect) -> None:
    app = connect(slack)
    clicks: list[str] = []
    app.action("forget")(lambda ack, action: keep(clicks, action["action_id"], ack))
    confirm = {"title": plain("Sure?"), "text": plain("All of it."), "confirm": plain("Yes"), "deny": plain("No")}
    post(app, buttons(button("forget", "Forget me", confirm=confirm)))
    anna = slack.person(ANNA)
    assert not anna.click(anna.sees(), "forget", confirm=False).sent
    assert anna.click(anna.sees(), "forget").sent
    assert clicks == ["forget"]


def test_home_is_published_per_person_and_its_clicks_carry_the_view(slack: LocalSlack, connect: Connect) -> None:
    app = connect(slack)
    bodies: list[dict[str, Any]] = []

    @app.event("app_home_opened")
    def opened(event: Any, client: Any) -> None:
        blocks = [section(f"Hello {event['user']}"), buttons(button("today", "Today"))]
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    app.action("today")(lambda ack, body: keep(bodies, body, ack))
    anna = slack.person(ANNA)
    anna.open_home()
    home = anna.home(f"Hello {ANNA}")
    anna.click(home, "Today")
    assert bodies[0]["view"]["id"] == home.id
    assert bodies[0]["view"]["type"] == "home"
    with pytest.raises(NotSeen, match="no Home"):
        slack.person(BEN).home(timeout=0.1)
    anna.open_home()
    opened_again = slack.history.wait_for("delivery", target="event", count=2)
    assert opened_again["payload"]["event"]["view"]["id"] == home.id


def test_a_stale_hash_is_refused(slack: LocalSlack, connect: Connect) -> None:
    app = connect(slack)
    home = {"type": "home", "blocks": [section("1")]}
    old = app.client.views_publish(user_id=ANNA, view=home)["view"]["hash"]
    app.client.views_publish(user_id=ANNA, view=home, hash=old)
    with pytest.raises(SlackApiError, match="hash_conflict"):
        app.client.views_publish(user_id=ANNA, view=home, hash=old)


def test_commands_of_the_manifest_reach_the_app_and_others_do_not(slack: LocalSlack, connect: Connect) -> None:
    app = connect(slack)
    bodies: list[dict[str, Any]] = []
    app.command("/riddle")(lambda ack, body: keep(bodies, body, ack, "Try `/riddle help`"))
    anna = slack.person(ANNA)
    anna.command("/riddle  status now ")
    assert anna.sees_ephemeral("Try").channel == "C0RIDDLES"
    assert (bodies[0]["command"], bodies[0]["text"], bodies[0]["user_id"]) == ("/riddle", "status now", ANNA)
    assert bodies[0]["trigger_id"]
    with pytest.raises(AppFailed, match="/riddel is not a valid command"):
        anna.command("/riddel")
    assert len(bodies) == 1


def test_a_late_or_failing_app_shows_slacks_failure_to_the_person(hasty: LocalSlack, connect: Connect) -> None:
    app = connect(hasty)
    release = threading.Event()

    @app.command("/riddle")
    def slow(ack: Any) -> None:
        release.wait(5)
        ack("too late")

    anna = hasty.person(ANNA)
    outcome = anna.command("/riddle", check=False)
    release.set()
    assert "operation_timeout" in outcome.error
    assert "operation_timeout" in anna.sees_ephemeral("failed with the error").text
    assert anna.failures() == [outcome.error]
    assert hasty.person(BEN).failures() == []


def test_without_a_connected_app_nothing_is_dispatched(slack: LocalSlack) -> None:
    anna = slack.person(ANNA)
    with pytest.raises(AppFailed, match="dispatch_failed"):
        anna.command("/riddle help")


def test_threads_reactions_and_mentions_reach_an_app_that_asked_for_them(wide: LocalSlack, connect: Connect) -> None:
    app = connect(wide)
    events: list[str] = []
    heard = threading.Semaphore(0)
    for kind in ("app_mention", "message", "reaction_added"):

        @app.event(kind)
        def listener(event: Any) -> None:
            events.append(event["type"])
            heard.release()

    parent = app.client.chat_postMessage(channel="riddles", text="parent")
    anna = wide.person(ANNA)
    seen = anna.sees(text="parent")
    anna.write("<@U0BOT> hello", thread=seen.ts)
    anna.react(seen, "tada")
    assert all(heard.acquire(timeout=5) for _ in range(3))
    assert sorted(events) == ["app_mention", "message", "reaction_added"]
    assert [reply.text for reply in anna.thread(seen)] == ["<@U0BOT> hello"]
    assert parent["ts"] == seen.ts


def test_an_app_that_asked_for_no_events_hears_no_messages(slack: LocalSlack, connect: Connect) -> None:
    connect(slack)
    slack.person(ANNA).write("<@U0BOT> hello")
    assert slack.history.count("delivery") == 0
