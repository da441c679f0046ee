"""A riddle's day: asked, guessed at in private, hinted, shown to the channel."""

import pytest
from playwright.sync_api import expect

from storage import guesses, outbox
from storage.tables import Rating
from tests.end_to_end.conftest import Visit
from tests.end_to_end.team import ANNA, BEN, YOU, Team


def test_a_guess_is_told_wrong_then_right_and_the_riddle_is_rated_in_the_same_modal(team: Team, visit: Visit) -> None:
    told = team.post()
    anna, ben = visit(ANNA), visit(BEN)
    anna.press("Guess", anna.at(team.ts(told)))
    anna.shows("Attempt 1 of 3")
    anna.guess("a teapot")
    anna.shows("“a teapot” is not it")
    anna.shows("Attempt 2 of 3")
    anna.guess(f"the {told.riddle.answer.upper()}!")
    anna.shows("Correct, at attempt 2!")
    anna.shows(f"Answer: {told.riddle.answer}")
    source = anna.dialog.get_by_role("link", name=told.article.title)
    expect(source).to_have_attribute("href", told.article.link)
    anna.rate(helpful="4", honest="5", harmless="cant_tell")
    given = team.until(lambda session: _ratings(team, told.riddle.id), "three ratings")
    assert {rating.criterion: rating.value for rating in given} == {"helpful": 4, "honest": 5, "harmless": None}
    anna.rate(helpful="2")
    anna.close()
    anna.press("Guess", anna.at(team.ts(told)))
    anna.shows("Correct")
    expect(anna.mark("helpful", "2")).to_be_checked()
    expect(anna.mark("harmless", "cant_tell")).to_be_checked()
    expect(ben.dialog).to_be_hidden()
    expect(ben.page.get_by_text("Correct")).to_have_count(0)


def test_three_wrong_guesses_end_the_guessing_with_the_answer(team: Team, visit: Visit) -> None:
    told = team.post()
    tab = visit(BEN)
    tab.press("Guess", tab.at(team.ts(told)))
    for number, guess in enumerate(("cat", "dog", "bird"), 1):
        tab.shows(f"Attempt {number} of 3")
        tab.guess(guess)
    tab.shows("that was your last attempt")
    tab.shows(f"Answer: {told.riddle.answer}")
    with team.desk.database.reading() as session:
        kept = guesses.of(session, told.post.id or 0, team.person_id(session, BEN))
    assert [guess.text for guess in kept] == ["cat", "dog", "bird"]


@pytest.mark.parametrize(("guess", "said"), [("🎉🎉", "no letter or digit"), ("", "complete this required field")])
def test_a_guess_without_a_word_costs_no_attempt(team: Team, visit: Visit, guess: str, said: str) -> None:
    told = team.post()
    tab = visit(YOU)
    tab.press("Guess", tab.at(team.ts(told)))
    tab.shows("Attempt 1 of 3")
    tab.guess(guess)
    tab.shows(said)
    tab.shows("Attempt 1 of 3")


def test_hints_come_one_by_one_and_only_to_who_asks(team: Team, visit: Visit) -> None:
    told = team.post()
    anna, ben = visit(ANNA), visit(BEN)
    anna.press("Hint", anna.at(team.ts(told)))
    anna.private(f"Hint 1 of 2: {told.riddle.hints[0]}")
    anna.press("Hint", anna.at(team.ts(told)))
    anna.private(f"Hint 2 of 2: {told.riddle.hints[1]}")
    anna.command("/riddle hint")
    anna.private("That is every hint there is.")
    expect(ben.page.locator("article.ephemeral").filter(has_text="Hint 1 of")).to_have_count(0)


def test_how_it_works_is_explained(team: Team, visit: Visit) -> None:
    told = team.post()
    tab = visit(ANNA)
    tab.press("How it works", tab.at(team.ts(told)))
    tab.shows("you have 3 attempts")
    tab.close()


def test_the_answer_comes_at_its_time_to_the_channel_and_the_thread(team: Team, visit: Visit) -> None:
    told = team.post()
    anna, ben = visit(ANNA), visit(BEN)
    anna.press("Guess", anna.at(team.ts(told)))
    anna.shows("Attempt 1 of 3")
    team.age(told)
    shown = ben.at(team.ts(told))
    expect(shown).to_contain_text(f"Answer: {told.riddle.answer}", timeout=15_000)
    expect(shown.get_by_role("button", name="Guess", exact=True)).to_have_count(0)
    thread = ben.thread_of(shown)
    expect(thread).to_contain_text(f"The answer is out. It is {told.riddle.answer}.")
    anna.guess(told.riddle.answer)  # the modal was open while the riddle closed
    anna.shows("The answer was shown in the channel before you guessed")
    with team.desk.database.reading() as session:
        message = outbox.by_key(session, f"reveal:{told.post.id}")
    assert message is not None
    assert message.ts


def _ratings(team: Team, riddle_id: int | None) -> list[Rating] | None:
    found = [rating for rating in team.rows(Rating) if rating.riddle_id == riddle_id]
    return found if len(found) == 3 else None
