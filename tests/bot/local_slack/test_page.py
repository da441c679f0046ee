"""The page in a real Chromium: what people see, click and type, and what markup cannot do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from slack_bolt import App

from bot.local_slack import LocalSlack
from tests.bot.local_slack import gallery
from tests.bot.local_slack.gallery import SURE
from tests.bot.local_slack.parts import (
    Connect,
    button,
    buttons,
    choice,
    keep,
    modal,
    mrkdwn,
    plain,
    section,
    text_input,
)

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium at /usr/bin/chromium"),
]
RATING = {
    "type": "radio_buttons",
    "action_id": "helpful",
    "options": [choice("not at all", "1"), choice("fully", "5")],
    "initial_option": choice("fully", "5"),
}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, slack: LocalSlack) -> Iterator[Callable[[str], Page]]:
    """Open the page as somebody; every error the page logs fails the test."""
    pages: list[Page] = []
    errors: list[str] = []

    def open_as(user: str) -> Page:
        page = chromium.new_page(viewport={"width": 1100, "height": 760})
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda entry: errors.append(entry.text) if entry.type == "error" else None)
        page.goto(f"{slack.url}#{user}")
        expect(page.get_by_role("button", name="riddles")).to_be_visible()
        pages.append(page)
        return page

    yield open_as
    for page in pages:
        page.close()
    assert errors == []


def guessing(app: App) -> None:
    """A tiny riddle bot: guess, be told, rate, forget."""

    @app.action("guess")
    def guess(ack: Any, body: Any, client: Any) -> None:
        ack()
        client.views_open(
            trigger_id=body["trigger_id"],
            view=modal(section("> I span the bay"), text_input("guess", "What am I?", max_length=20), callback_id="g"),
        )

    @app.view("g")
    def guessed(ack: Any, view: Any) -> None:
        if view["state"]["values"]["guess"]["typed"]["value"] != "bridge":
            ack(response_action="errors", errors={"guess": "Not yet."})
        else:
            shown = modal(section("*Correct!*"), buttons(RATING, button("forget", "Forget", confirm=SURE)))
            ack(response_action="update", view=shown)

    app.action("helpful")(lambda ack: ack())
    app.action("forget")(lambda ack: ack())
    app.command("/riddle")(lambda ack, command: ack(f"You asked for {command['text']}"))
    app.event("app_home_opened")(
        lambda event, client: client.views_publish(
            user_id=event["user"], view={"type": "home", "blocks": [section(f"Home of <@{event['user']}>")]}
        )
    )


def test_a_newcomer_guesses_rates_and_others_see_none_of_it(
    slack: LocalSlack, connect: Connect, visit: Callable[[str], Page]
) -> None:
    app = connect(slack)
    guessing(app)
    app.client.chat_postMessage(
        channel="riddles", text="Daily riddle", blocks=[section("I span the bay"), buttons(button("guess", "Guess"))]
    )
    anna, ben = visit("U0TEAM1"), visit("U0TEAM2")
    expect(anna.locator("#banner")).to_contain_text("a simulator, not Slack")
    anna.get_by_role("button", name="Guess", exact=True).click()
    dialog = anna.get_by_role("dialog")
    field = dialog.get_by_label("What am I?")
    expect(field).to_be_focused()
    dialog.get_by_role("button", name="Send").click()
    expect(dialog.get_by_role("alert")).to_have_text("Please complete this required field.")
    field.fill("boat")
    field.press("Enter")
    expect(dialog.get_by_role("alert")).to_have_text("Not yet.")
    expect(field).to_have_value("boat")
    field.fill("bridge")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog.get_by_text("Correct!")).to_be_visible()
    expect(dialog.get_by_role("radio", name="fully")).to_be_checked()
    dialog.get_by_role("radio", name="not at all").check()
    rated = slack.history.wait_for("ack", target="interactive", count=4)
    assert rated.kind == "ack"
    chosen = [
        entry for entry in slack.history.entries("person", deed="click") if entry["action"]["type"] == "radio_buttons"
    ]
    assert chosen[-1]["action"]["selected_option"]["value"] == "1"
    expect(ben.get_by_role("dialog")).to_have_count(0)
    expect(ben.get_by_text("Correct!")).to_have_count(0)


def test_a_confirm_dialog_asks_before_anything_is_sent(
    slack: LocalSlack, connect: Connect, visit: Callable[[str], Page]
) -> None:
    app = connect(slack)
    guessing(app)
    app.client.chat_postMessage(channel="riddles", text="t", blocks=[buttons(button("forget", "Forget", confirm=SURE))])
    page = visit("U0YOU")
    page.get_by_role("button", name="Forget").click()
    page.get_by_role("dialog", name="Sure?").get_by_role("button", name="Keep").click()
    assert slack.history.count("delivery") == 0
    page.get_by_role("button", name="Forget").click()
    page.get_by_role("dialog", name="Sure?").get_by_role("button", name="Yes").click()
    slack.history.wait_for("ack", target="interactive")


def test_commands_are_offered_and_answers_are_only_visible_to_you(
    slack: LocalSlack, connect: Connect, visit: Callable[[str], Page]
) -> None:
    guessing(connect(slack))
    page, other = visit("U0YOU"), visit("U0TEAM1")
    box = page.get_by_role("textbox", name="Message #riddles")
    box.press_sequentially("/rid")
    expect(page.get_by_role("option")).to_contain_text("help | status")
    box.press("Tab")
    box.press_sequentially("sta")
    box.press("Tab")
    box.press("Enter")
    expect(page.get_by_text("You asked for status")).to_be_visible()
    expect(page.get_by_text("Only visible to you")).to_be_visible()
    box.fill("/nonsense")
    box.press("Enter")
    expect(page.get_by_text("/nonsense is not a valid command.")).to_be_visible()
    expect(other.get_by_text("You asked for")).to_have_count(0)


def test_home_threads_and_acting_as_somebody_else(
    slack: LocalSlack, connect: Connect, visit: Callable[[str], Page]
) -> None:
    app = connect(slack)
    guessing(app)
    sent = app.client.chat_postMessage(channel="riddles", text="parent")
    app.client.chat_postMessage(channel="riddles", text="first reply", thread_ts=sent["ts"])
    page = visit("U0YOU")
    page.get_by_role("button", name=re.compile("1 reply")).click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.get_by_text("first reply")).to_be_visible()
    thread.get_by_role("textbox").fill("second :tada:")
    thread.get_by_role("textbox").press("Enter")
    expect(thread.get_by_text("second 🎉")).to_be_visible()
    page.get_by_role("navigation").get_by_role("button", name="Riddlewire").click()
    expect(page.get_by_text("Home of @You")).to_be_visible()
    page.locator("#act-as").click()
    page.get_by_role("menuitem", name="Teammate B").click()
    expect(page.locator("#act-as")).to_contain_text("Teammate B")
    expect(page.get_by_text("Home of @Teammate B")).to_be_visible()


HOSTILE = (
    "<img src=x onerror=alert(1)> &amp;lt; *bold* `a<b` "
    '<https://x"onmouseover="alert(1)|label> <javascript:alert(1)|click> <@U0YOU>'
)


def test_text_cannot_become_markup(slack: LocalSlack, connect: Connect, visit: Callable[[str], Page]) -> None:
    app = connect(slack)
    app.client.chat_postMessage(
        channel="riddles", text="t", blocks=[section(HOSTILE), {"type": "header", "text": plain(HOSTILE)}]
    )
    app.client.chat_postMessage(
        channel="riddles",
        text="t",
        blocks=[
            {"type": "markdown", "text": "[x](javascript:alert(1)) <b>no</b> **yes**"},
            {"type": "context", "elements": [mrkdwn("<!date^1800000000^{date_num}|then> R&amp;D &lt;3")]},
        ],
    )
    page = visit("U0YOU")
    words = page.locator(".section .words")
    expect(words).to_contain_text("<img src=x onerror=alert(1)> &lt; bold")
    expect(words.locator("strong")).to_have_text("bold")
    expect(words.locator(".mention")).to_have_text("@You")
    expect(page.locator(".md strong")).to_have_text("yes")
    expect(page.locator(".context")).to_contain_text("15/01/2027 R&D <3")
    assert page.locator("#list img:not(.avatar img)").count() == 0
    assert page.locator("#list a").evaluate_all("links => links.map(link => link.protocol)") == ["https:"]
    assert page.locator("[onmouseover], [onerror]").count() == 0


def test_a_picture_is_shown_with_its_alt_text(
    slack: LocalSlack, connect: Connect, visit: Callable[[str], Page]
) -> None:
    app = connect(slack)
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c4890000000d49444154789c63f8cfc0f01f0005000 1ff"
        "56c7ae5d0000000049454e44ae426082".replace(" ", "")
    )
    app.client.files_upload_v2(
        channel="C0RIDDLES", content=pixel, filename="c.png", title="Ratings", alt_txt="They rise"
    )
    page = visit("U0YOU")
    picture = page.get_by_role("img", name="They rise")
    expect(picture).to_be_visible()
    page.wait_for_function("() => document.querySelector('.upload img').complete")
    app.client.chat_postMessage(
        channel="riddles",
        text="t",
        blocks=[{"type": "image", "image_url": "https://example.org/a.png", "alt_text": "far away"}],
    )
    expect(page.get_by_text("Image: far away")).to_be_visible()


def test_every_block_and_element_is_drawn_on_every_surface_it_belongs_to(
    slack: LocalSlack, connect: Connect, visit: Callable[[str], Page]
) -> None:
    app = connect(slack)
    app.command("/riddle")(
        lambda ack, command, client: (
            ack(),
            client.views_open(trigger_id=command["trigger_id"], view=modal(*gallery.MODAL)),
        )
    )
    app.client.chat_postMessage(channel="riddles", text="t", blocks=gallery.MESSAGE)
    for pair in gallery.CHARTS:
        app.client.chat_postMessage(channel="riddles", text="t", blocks=pair)
    app.client.views_publish(user_id="U0YOU", view={"type": "home", "blocks": gallery.HOME})
    page = visit("U0YOU")
    expect(page.locator(".chart svg[role=img]")).to_have_count(4)
    expect(page.locator("#list .blocks > *")).to_have_count(len(gallery.MESSAGE) + 4 + 2)  # 2 inside the container
    expect(page.locator(".unknown")).to_have_count(0)
    page.get_by_role("textbox", name="Message #riddles").fill("/riddle all")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("spinbutton").or_(dialog.get_by_label("Number"))).to_be_visible()
    expect(dialog.locator(".unknown")).to_have_count(0)
    dialog.get_by_label("Number").fill("12")
    dialog.get_by_label("Text", exact=True).fill("words")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog.get_by_role("alert")).to_have_text("Please enter 9 or less.")
    dialog.get_by_role("button", name="Close").first.click()
    page.get_by_role("navigation").get_by_role("button", name="Riddlewire").click()
    expect(page.get_by_text("A header")).to_be_visible()
    expect(page.locator(".unknown")).to_have_count(0)


def test_a_pressed_thumb_stays_pressed_for_the_one_who_pressed_it(
    slack: LocalSlack, connect: Connect, visit: Callable[[str], Page]
) -> None:
    app = connect(slack)
    seen: list[Any] = []
    app.action("thumb")(lambda ack, action: keep(seen, action["value"], ack))
    app.client.chat_postMessage(channel="riddles", text="t", blocks=gallery.MESSAGE[-1:])
    page, other = visit("U0YOU"), visit("U0TEAM1")
    page.get_by_role("button", name="Bad riddle").click()
    expect(page.get_by_role("button", name="Bad riddle")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Good riddle").click()
    expect(page.get_by_role("button", name="Good riddle")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Bad riddle")).to_have_attribute("aria-pressed", "false")
    expect(other.get_by_role("button", name="Good riddle")).to_have_attribute("aria-pressed", "false")
    assert seen == ["down", "up"]


def test_a_choice_that_is_not_confirmed_goes_back(
    slack: LocalSlack, connect: Connect, visit: Callable[[str], Page]
) -> None:
    app = connect(slack)
    select = {
        "type": "static_select", "action_id": "s", "options": gallery.CHOICES,
        "initial_option": gallery.CHOICES[0], "confirm": SURE,
    }  # fmt: skip
    app.client.chat_postMessage(channel="riddles", text="t", blocks=[buttons(select)])
    page = visit("U0YOU")
    page.get_by_role("combobox").select_option("two")
    page.get_by_role("dialog", name="Sure?").get_by_role("button", name="Keep").click()
    expect(page.get_by_role("combobox")).to_have_value("1")
    assert slack.history.count("delivery") == 0


def test_a_data_table_is_sorted_filtered_and_turned_like_pages(
    slack: LocalSlack, connect: Connect, visit: Callable[[str], Page]
) -> None:
    connect(slack).client.chat_postMessage(channel="riddles", text="t", blocks=[gallery.DATA_TABLE])
    page = visit("U0YOU")
    rows = page.locator(".table.data tbody tr")
    expect(rows).to_have_text(["a9", "b30"])
    page.get_by_role("button", name="Next page").click()
    expect(rows).to_have_text(["c4"])
    page.get_by_role("button", name="solved").click()
    page.get_by_role("button", name="Previous page").click()
    expect(rows).to_have_text(["c4", "a9"])
    page.get_by_role("searchbox", name="Filter Riddles").fill("b")
    expect(rows).to_have_text(["b30"])
