"""What members say after the answer, and what they decide about themselves."""

import json
import re

from playwright.sync_api import expect

from storage.tables import Duel, DuelVote, Person, Rating, Report, Rewrite, Thumb
from tests.end_to_end.conftest import Visit
from tests.end_to_end.tab import Tab
from tests.end_to_end.team import ANNA, BEN, YOU, Team

VERSION = "People waited nine years for me.\nNow they all come to look.\nWhat am I?"
CORA, DORA = "U0TEAM3", "U0TEAM4"


def test_a_thumb_is_saved_kept_pressed_and_taken_back(team: Team, visit: Visit) -> None:
    told = team.post()
    team.reveal(told)
    tab = visit(ANNA)
    message = tab.at(team.ts(told))
    message.get_by_role("button", name="Good riddle").click()
    tab.private("Only you see this")
    expect(message.get_by_role("button", name="Good riddle")).to_have_attribute("aria-pressed", "true")
    assert thumbs(team, told.riddle.id) == [True]
    tab.press("Undo", tab.private("Only you see this"))
    expect(tab.page.get_by_text("Your thumb is taken back.")).to_be_visible()
    assert thumbs(team, told.riddle.id) == [None]


def test_a_rewrite_is_saved_and_shown_in_the_thread_with_its_authors_name(team: Team, visit: Visit) -> None:
    told = team.post()
    anna = visit(ANNA)
    solve(anna, team, told.riddle.answer, team.ts(told))
    anna.press("Rewrite it")
    anna.shows("Your version")
    field = anna.dialog.get_by_role("textbox", name="Your version")
    expect(field).to_have_value(told.riddle.text)
    field.fill(f"I am a {told.riddle.answer}.\nNobody would guess.\nWhat am I?")
    anna.press("Send")
    anna.shows("It gives the answer away")
    field.fill(VERSION)
    anna.dialog.get_by_label("Show it in the riddle's thread, with my name").check()
    anna.press("Send")
    anna.shows("Thank you! Your version is saved.")
    anna.close()
    assert [row.text for row in team.rows(Rewrite) if row.riddle_id == told.riddle.id] == [VERSION]
    team.reveal(told)
    ben = visit(BEN)
    thread = ben.thread_of(ben.at(team.ts(told)))
    expect(thread).to_contain_text("Rewritten by @Teammate A:")
    expect(thread).to_contain_text("People waited nine years for me.")


def test_a_duel_is_decided_with_one_click_and_undone_with_another(team: Team, visit: Visit) -> None:
    first, second = team.duel()
    tab = visit(DORA)
    tab.home().get_by_role("button", name="Compare two riddles").click()
    tab.shows("Which is better?")
    expect(tab.dialog).not_to_contain_text("adapter")  # blind
    texts = tab.dialog.locator("blockquote").all_inner_texts()
    assert {text.splitlines()[0] for text in texts} == {text.text.splitlines()[0] for text in (first, second)}
    tab.press("A is better")
    tab.shows("Saved. You say: A is better.")
    chosen = {vote.choice for vote in votes(team, first.id)}
    assert chosen == {"first" if texts[0].splitlines()[0] == first.text.splitlines()[0] else "second"}
    tab.press("Undo")
    tab.shows("Taken back")
    tab.press("Both are bad")
    tab.shows("both are bad")
    assert {vote.choice for vote in votes(team, first.id)} == {"both_bad"}
    tab.close()


def test_a_report_hides_the_riddle_until_an_admin_decides(team: Team, visit: Visit) -> None:
    told = team.post()
    anna, ben, admin = visit(ANNA), visit(BEN), visit(YOU)
    message = anna.at(team.ts(told))
    message.get_by_role("button", name="More actions").click()
    anna.page.get_by_role("menuitem", name="Report a problem").click()
    anna.shows("What is wrong with this riddle?")
    anna.dialog.get_by_text("It says something untrue").click()
    anna.dialog.get_by_label(re.compile("Anything to add")).fill("It was opened in May")
    anna.dialog.locator("footer .button.primary").click()
    anna.shows("The riddle is hidden now")
    expect(ben.at(team.ts(told))).to_contain_text("This riddle is hidden")
    expect(ben.at(team.ts(told)).get_by_role("button", name="Guess")).to_have_count(0)
    told_admin = admin.direct().filter(has_text="Somebody reported a riddle").last
    expect(told_admin).to_contain_text("It was opened in May")
    admin.press("Show it again", told_admin)
    admin.confirm("Show it again")
    expect(ben.at(team.ts(told)).get_by_role("button", name="Guess")).to_be_visible()
    (report,) = [row for row in team.rows(Report) if row.riddle_id == told.riddle.id]
    assert report.reason.startswith("Reason: It says something untrue")


def test_home_shows_today_and_keeps_consent_and_the_leaderboard(team: Team, visit: Visit) -> None:
    told = team.post()
    tab = visit(BEN)
    home = tab.home()
    expect(home).to_contain_text(told.riddle.text.splitlines()[0])
    consent = home.get_by_label("My ratings, choices and rewrites may train our riddle model")
    if not consent.is_checked():
        consent.check()
    home.get_by_label("Show my name and points on the leaderboard").check()
    expect(home).to_contain_text("1. @Teammate B")
    home.get_by_label("Remind me by direct message").check()
    home.get_by_role("button", name="Snooze for a week").click()
    expect(home).to_contain_text("No reminder before")
    tab.channel()
    again = tab.home()
    expect(again.get_by_label("My ratings, choices and rewrites may train our riddle model")).to_be_checked()
    again.get_by_label("Show my name and points on the leaderboard").uncheck()
    expect(again).not_to_contain_text("1. @Teammate B")


def test_who_asks_for_it_is_reminded_by_direct_message_guesses_there_and_snoozes(team: Team, visit: Visit) -> None:
    told = team.post()
    tab = visit(CORA)
    tab.home().get_by_label("Remind me by direct message").check()
    expect(tab.page.locator("#list.home")).to_contain_text("Snooze for a week")
    team.half_gone(told)
    reminder = tab.direct().filter(has_text="Today's riddle waits for your guess.").last
    expect(reminder).to_be_visible(timeout=20_000)
    expect(reminder).to_contain_text(told.riddle.text.splitlines()[0])
    tab.press("Guess", reminder)
    tab.shows("Attempt 1 of 3")
    tab.close()
    tab.press("Snooze for a week", reminder)
    tab.private("No reminder before")
    home = tab.home()
    expect(home).to_contain_text("No reminder before")
    home.get_by_role("button", name="End the snooze").click()
    expect(home).to_contain_text("Snooze for a week")
    tab.direct()
    tab.press("No more reminders", reminder)
    tab.private("You will get no more reminders.")
    expect(tab.home().get_by_label("Remind me by direct message")).not_to_be_checked()


def test_riddles_that_wait_are_rated_one_after_another(team: Team, visit: Visit) -> None:
    team.post()
    tab = visit("U0TEAM3")
    tab.home().get_by_role("button", name="Rate", exact=True).click()
    tab.shows("This riddle was not posted")
    tab.press("Rate another riddle")
    tab.shows("Please rate this riddle first")
    before = tab.dialog.locator("blockquote").first.inner_text()
    tab.rate(helpful="5", honest="5", harmless="5")
    tab.press("Rate another riddle")
    expect(tab.dialog.locator("blockquote").first).not_to_have_text(before)
    tab.close()


def test_a_person_gets_what_we_hold_and_is_forgotten(team: Team, visit: Visit) -> None:
    told = team.post()
    tab = visit(DORA)
    solve(tab, team, told.riddle.answer, team.ts(told))
    tab.rate(helpful="3", honest="3", harmless="3")
    tab.close()
    with team.writing() as session:
        person_id = team.person_id(session, DORA)
    home = tab.home()
    home.get_by_role("button", name="Send me my data").click()
    tab.shows("Everything we hold about you comes to you as a file")
    tab.close()
    file = tab.direct().get_by_role("link", name="What Riddlewire holds about you").last
    with tab.page.expect_download() as download:
        file.click()
    held = json.loads(download.value.path().read_text())
    assert told.riddle.answer in json.dumps(held)
    tab.home().get_by_role("button", name="Forget me").click()
    tab.confirm("Forget me")
    tab.shows("You are forgotten")
    tab.close()
    expect(tab.page.locator("#list.home")).to_contain_text("Everything we held about you is deleted")
    assert [row for row in team.rows(Person) if row.id == person_id] == []
    assert [row for row in team.rows(Rating) if row.person_id == person_id] == []


def solve(tab: Tab, team: Team, answer: str, ts: str) -> None:
    """Guess right."""
    tab.press("Guess", tab.at(ts))
    tab.shows("Attempt 1")
    tab.guess(answer)
    tab.shows("Correct")


def thumbs(team: Team, riddle_id: int | None) -> list[bool | None]:
    """What stands on a riddle."""
    return [row.up for row in team.rows(Thumb) if row.riddle_id == riddle_id]


def votes(team: Team, riddle_id: int | None) -> list[DuelVote]:
    """What stands on the duel of a riddle."""
    (duel,) = [duel for duel in team.rows(Duel) if duel.first_id == riddle_id]
    return [vote for vote in team.rows(DuelVote) if vote.duel_id == duel.id and vote.choice]
