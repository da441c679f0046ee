"""Rewrite it, end to end."""

import pytest

from bot import wording
from bot.blocks import ids
from bot.local_slack import SeenMessage, SeenView
from storage import tables
from tests.bot.listeners.stage import Stage

VERSION = "I hurry to the sea all day\nand never find the time to stay"


def test_a_version_is_kept_shown_in_the_thread_and_named(stage: Stage) -> None:
    you, (view, message) = stage.person(), finished(stage, "U0YOU", "river")
    you.click(view, wording.REWRITE)
    form = you.modal(wording.REWRITE_INTRO)
    assert "I run though I have no legs" in str(form.blocks)
    you.submit(form, {ids.REWRITE_TEXT: f"  {VERSION} \n", ids.REWRITE_CREDIT: [ids.AGREED]})
    said = you.modal(wording.REWRITE_SAVED).readable
    assert wording.REWRITE_SHOWN in said
    assert wording.REWRITE_NEEDS_CONSENT in said
    assert [row.text for row in mine(stage)] == [VERSION]
    assert not [item for item in stage.person("U0TEAM1").thread(message) if "Rewritten" in item.readable]
    stage.reveal(message)
    shown = [item.readable for item in stage.person("U0TEAM1").thread(message) if "Rewritten" in item.readable]
    assert shown == [
        f"{wording.rewritten_by('<@U0YOU>')}\n> I hurry to the sea all day\n> and never find the time to stay"
    ]
    assert "U0YOU" not in str([row.blocks for row in stage.rows(tables.Message)])  # the outbox names nobody


def test_a_version_that_is_no_longer_to_be_shown_is_taken_back(stage: Stage) -> None:
    mate, (view, message) = stage.person("U0TEAM2"), finished(stage, "U0TEAM2", "mountain")
    stage.reveal(message)
    write(stage, "U0TEAM2", view, VERSION, named=True)
    stage.send()
    assert any(VERSION.split("\n")[0] in item.readable for item in mate.thread(message))
    mate.close()
    mate.click(view, wording.REWRITE)
    form = mate.modal(wording.REWRITE_INTRO)
    assert VERSION.split("\n")[0] in str(form.blocks)  # one goes on from the last version
    mate.submit(form, {ids.REWRITE_CREDIT: []})
    assert wording.REWRITE_SHOWN not in mate.modal(wording.REWRITE_SAVED).readable
    stage.send()
    assert any(wording.VERSION_TAKEN_BACK in item.readable for item in mate.thread(message))
    assert not any(VERSION.split("\n")[0] in item.readable for item in mate.thread(message))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("The tower stands above the town\nand never once has fallen down", wording.does_not_fit("leak")),
        ("Read more at https://example.org today\nand tell me who I am", wording.does_not_fit("form")),
        ("<!channel> come and look at me\nwhat am I then", wording.does_not_fit("form")),
        ("I run though I have no legs (NUMBER).\nWhat am I?", wording.SAME_TEXT),
        ("?!\n🎉", wording.NO_WORD_REWRITE),
        ("\n".join(["a line of four words"] * 9), wording.too_many_lines(9, 8)),
        ("word " * 40, wording.line_too_long(199, 120)),
    ],
)
def test_a_version_that_does_not_fit_is_refused_with_the_reason(stage: Stage, text: str, sentence: str) -> None:
    mate, (view, _) = stage.person("U0TEAM3"), finished(stage, "U0TEAM3", "tower")
    mate.click(view, wording.REWRITE)
    form = mate.modal(wording.REWRITE_INTRO)
    number = str(form.blocks).split("legs (")[1].split(")")[0]
    outcome = mate.submit(form, {ids.REWRITE_TEXT: text.replace("NUMBER", number)})
    assert outcome.errors == {ids.REWRITE_TEXT: sentence}


def test_a_version_that_names_what_the_story_does_not_is_kept_but_does_not_teach(stage: Stage) -> None:
    view, message = finished(stage, "U0TEAM4", "harbour")
    said = write(stage, "U0TEAM4", view, "I keep the boats of Lisbon safe\nwhen storms are coming in", named=True)
    assert wording.does_not_fit("unfaithful") in said.readable
    assert wording.REWRITE_SAVED not in said.readable
    stage.reveal(message)
    assert not any("Lisbon" in item.readable for item in stage.person().thread(message))


def test_with_consent_the_form_promises_to_teach(stage: Stage) -> None:
    mate, (view, _) = stage.person("U0TEAM1"), finished(stage, "U0TEAM1", "forest")
    mate.click(view, ids.CONSENT, [ids.AGREED])
    said = write(stage, "U0TEAM1", view, "I stand in thousands, green and tall\nand drop my golden coats in fall")
    assert said.readable.endswith(wording.REWRITE_SAVED)


def finished(stage: Stage, user: str, answer: str) -> tuple[SeenView, SeenMessage]:
    person, message = stage.person(user), stage.post(answer)
    person.click(message, wording.GUESS)
    person.submit(person.modal(wording.YOUR_GUESS), {wording.YOUR_GUESS: answer})
    return person.modal(wording.correct(1)), message


def write(stage: Stage, user: str, view: SeenView, text: str, named: bool = False) -> SeenView:
    person = stage.person(user)
    person.click(view, wording.REWRITE)
    credit = [ids.AGREED] if named else []
    person.submit(person.modal(wording.REWRITE_INTRO), {ids.REWRITE_TEXT: text, ids.REWRITE_CREDIT: credit})
    return person.modal("aved")


def mine(stage: Stage) -> list[tables.Rewrite]:
    with stage.writing() as session:
        person_id = stage.id_of(session, "U0YOU")
    return [row for row in stage.rows(tables.Rewrite) if row.person_id == person_id]
