"""Hints and the explanation, end to end."""

from bot import wording
from bot.listeners import asking
from storage import posts, tables
from tests.bot.listeners.stage import Stage, post_of


def test_hints_come_one_more_at_each_click_and_only_to_who_asked(stage: Stage) -> None:
    you, message = stage.person(), stage.post("river", hints=["It is wet", "It has banks"])
    you.click(message, wording.HINT)
    assert "It has banks" not in you.sees_ephemeral(wording.hint(1, 2, "It is wet")).text
    you.click(message, wording.HINT)
    assert "It is wet" in you.sees_ephemeral(wording.hint(2, 2, "It has banks")).text
    you.click(message, wording.HINT)
    assert "It has banks" in you.sees_ephemeral(wording.NO_MORE_HINTS).text
    assert stage.person("U0TEAM1").ephemerals() == []


def test_a_hint_click_delivered_twice_gives_one_hint(stage: Stage) -> None:
    mate, message = stage.person("U0TEAM2"), stage.post("river", hints=["It is wet", "It has banks"])
    stage.slack.faults.duplicate("interactive")
    mate.click(message, wording.HINT)
    assert mate.sees_ephemeral(wording.hint(1, 2, "It is wet"))
    with stage.writing() as session:
        told, person = posts.told(session, post_of(message)), session.get(tables.Person, stage.id_of(session, mate.id))
        assert person is not None
        asked = [asking.next_hint(session, told, person, trigger, stage.clock.now) for trigger in ("t1", "t1", "t2")]
    assert [said.count("Hint") for said in asked] == [2, 0, 2]
    assert len(mate.ephemerals()) == 1


def test_a_riddle_without_hints_says_so(stage: Stage) -> None:
    mate, message = stage.person("U0TEAM3"), stage.post("river", hints=[])
    mate.click(message, wording.HINT)
    assert mate.sees_ephemeral(wording.NO_HINTS)


def test_a_hint_after_the_answer_says_that_it_is_out(stage: Stage) -> None:
    mate, message = stage.person("U0TEAM4"), stage.post("river")
    stage.reveal(message, update=False)
    mate.click(message, wording.HINT)
    assert mate.sees_ephemeral(wording.ANSWER_IS_OUT)


def test_how_it_works_is_explained_with_the_meaning_of_the_criteria(stage: Stage) -> None:
    you, message = stage.person(), stage.post("river")
    you.click(message, wording.HOW)
    shown = you.modal("you have 3 attempts").readable
    assert "*Honest*: what it says is true" in shown
    assert wording.STORED in shown
