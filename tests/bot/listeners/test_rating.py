"""Ratings, the queue of unposted riddles and consent, end to end."""

from bot import wording
from bot.blocks import ids
from bot.local_slack import SeenMessage, SeenView
from riddles.criteria import Criterion
from storage import ratings, tables
from tests.bot.listeners.stage import Stage, post_of


def test_each_click_is_saved_at_once_and_the_last_word_wins(stage: Stage) -> None:
    view, message = _finished(stage, "U0YOU", "river")
    you = stage.person()
    you.click(view, "rate_helpful", "2")
    you.click(view, "rate_helpful", "5")
    you.click(view, "rate_honest", wording.CANT_TELL)
    assert _given(stage, message, "U0YOU") == {Criterion.HELPFUL: 5, Criterion.HONEST: None}


def test_a_rating_delivered_late_does_not_undo_a_newer_one(stage: Stage) -> None:
    view, message = _finished(stage, "U0TEAM1", "forest")
    mate = stage.person("U0TEAM1")
    stage.overtaken(lambda: mate.click(view, "rate_harmless", "1"), lambda: mate.click(view, "rate_harmless", "4"))
    assert _given(stage, message, "U0TEAM1") == {Criterion.HARMLESS: 4}


def test_the_scale_is_explained_where_it_is_clicked(stage: Stage) -> None:
    view, _ = _finished(stage, "U0TEAM2", "desert")
    assert "*Helpful* – clear, solvable" in view.readable
    assert "1 = not at all, 5 = fully" in view.readable


def test_consent_is_off_until_given_and_can_be_taken_back(stage: Stage) -> None:
    view, _ = _finished(stage, "U0TEAM3", "orchard")
    mate = stage.person("U0TEAM3")
    assert not _ticked(view)
    assert not _consented(stage, "U0TEAM3")
    mate.click(view, ids.CONSENT, [ids.AGREED])
    assert _consented(stage, "U0TEAM3")
    mate.click(view, ids.CONSENT, [])
    assert not _consented(stage, "U0TEAM3")


def test_after_rating_other_riddles_follow_until_none_is_left(stage: Stage) -> None:
    view, _ = _finished(stage, "U0YOU", "valley")
    one, two = stage.riddle("bicycle"), stage.riddle("violin")
    you = stage.person()
    you.click(view, "rate_helpful", "3")
    you.close()
    view, _ = _finished(stage, "U0YOU", "canyon")
    assert wording.more_waiting(2) in view.readable
    you.click(view, ids.RATE_ANOTHER)
    queued = you.modal("violin")
    assert queued.id == view.id
    assert wording.more_waiting(1) in queued.readable
    assert "<https://example.org/" in queued.readable
    you.click(queued, ids.RATE_ANOTHER)
    assert "violin" in you.modal(wording.RATE_FIRST).readable
    you.click(queued, "rate_helpful", "4")
    you.click(queued, ids.RATE_ANOTHER)
    last = you.modal("bicycle")
    assert ids.RATE_ANOTHER not in " ".join(last.actions)
    you.click(last, "rate_honest", "5")
    with stage.writing() as session:
        mine = stage.id_of(session, "U0YOU")
        assert two.id is not None
        assert one.id is not None
        assert ratings.of_person(session, two.id, mine) == {Criterion.HELPFUL: 4}
        assert ratings.of_person(session, one.id, mine) == {Criterion.HONEST: 5}


def test_a_rating_of_a_riddle_we_do_not_know_is_refused_in_a_modal(stage: Stage) -> None:
    mate = stage.person("U0TEAM4")
    radio = {"type": "radio_buttons", "action_id": "rate_helpful", "options": [_option("5"), _option("9")]}
    for block_id, sentence in (("rating:98765:helpful", wording.UNKNOWN_POST), ("other", wording.UNKNOWN_BUTTON)):
        _show(stage, "U0TEAM4", {"type": "actions", "block_id": block_id, "elements": [radio]})
        mate.click(mate.modal("A view"), block_id, "5")
        assert mate.modal(sentence)
    _show(stage, "U0TEAM4", {"type": "actions", "block_id": "rating:1:helpful", "elements": [radio]})
    mate.click(mate.modal("A view"), "rating:1:helpful", "9")
    assert mate.modal("off the scale")
    with stage.writing() as session:
        assert ratings.of_person(session, 1, stage.id_of(session, "U0TEAM4")) == {}


def _finished(stage: Stage, user: str, answer: str) -> tuple[SeenView, SeenMessage]:
    """A person's result view of a new post."""
    person, message = stage.person(user), stage.post(answer)
    person.click(message, wording.GUESS)
    person.submit(person.modal(wording.YOUR_GUESS), {wording.YOUR_GUESS: answer})
    return person.modal(wording.correct(1)), message


def _given(stage: Stage, message: SeenMessage, user: str) -> dict[Criterion, int | None]:
    with stage.writing() as session:
        post = session.get(tables.Post, post_of(message))
        assert post is not None
        return ratings.of_person(session, post.riddle_id, stage.id_of(session, user))


def _consented(stage: Stage, user: str) -> bool:
    with stage.writing() as session:
        person = session.get(tables.Person, stage.id_of(session, user))
        assert person is not None
        return person.consented_at is not None


def _ticked(view: SeenView) -> bool:
    boxes = [part for block in view.blocks for part in block.get("elements", []) if part.get("type") == "checkboxes"]
    return bool(boxes[0].get("initial_options"))


def _option(value: str) -> dict[str, object]:
    return {"text": {"type": "plain_text", "text": value}, "value": value}


def _show(stage: Stage, user: str, block: dict[str, object]) -> None:
    """Open a modal we never drew."""
    trigger = stage.slack.on_loop(lambda: stage.slack.workspace.triggers.issue(user))
    title = {"type": "plain_text", "text": "A view"}
    stage.client.views_open(trigger_id=trigger, view={"type": "modal", "title": title, "blocks": [block]})


def test_a_thumb_is_saved_whispered_and_can_be_taken_back(stage: Stage) -> None:
    mate, message = stage.person("U0TEAM1"), stage.post("meadow")
    stage.reveal(message)
    mate.click(stage.now(message), ids.THUMB, "positive")
    said = mate.sees_ephemeral(wording.thumb(up=True))
    mate.click(stage.now(message), ids.THUMB, "negative")
    assert mate.sees_ephemeral(wording.thumb(up=False))
    assert _thumbs(stage, message) == [False]
    mate.click(said, ids.THUMB_BACK)
    assert mate.sees_ephemeral(wording.THUMB_BACK)
    assert _thumbs(stage, message) == [None]


def test_a_workspace_without_thumbs_gets_the_answer_without_them(stage: Stage) -> None:
    message = stage.post("orchard")
    stage.slack.faults.slack_error("chat.update", "invalid_blocks")
    stage.reveal(message)
    shown = stage.now(message)
    assert "Answer: *orchard*" in shown.readable
    assert ids.RATE in str(shown.blocks)
    assert ids.THUMB not in [block["type"] for block in shown.blocks]
    assert not [block for block in shown.blocks if block["type"] == "context_actions"]


def test_what_others_said_is_told_only_to_who_has_rated_everything(stage: Stage) -> None:
    you, (view, message) = stage.person(), _finished(stage, "U0YOU", "island")
    riddle_id = _riddle_id(stage, message)
    with stage.writing() as session:
        for number, value in enumerate((5, 4, None, 2)):
            who = stage.id_of(session, f"U0TEAM{number + 1}")
            ratings.record(session, riddle_id, who, Criterion.HELPFUL, value, "1.0", stage.clock.now)
    you.click(view, "rate_helpful", "1")
    you.click(view, "rate_honest", "1")
    you.click(view, ids.OTHERS)
    assert you.modal(wording.RATE_ALL_FIRST)
    you.close()
    you.click(view, "rate_harmless", wording.CANT_TELL)
    you.click(view, ids.OTHERS)
    said = you.modal(wording.others(4)).readable
    assert wording.mean("Helpful", 11 / 3, 3) in said
    assert "Honest" not in said
    you.close()
    assert you.modal("island").id == view.id


def _thumbs(stage: Stage, message: SeenMessage) -> list[bool | None]:
    riddle_id = _riddle_id(stage, message)
    return [row.up for row in stage.rows(tables.Thumb) if row.riddle_id == riddle_id]


def _riddle_id(stage: Stage, message: SeenMessage) -> int:
    return next(int(row.riddle_id) for row in stage.rows(tables.Post) if row.id == post_of(message))
