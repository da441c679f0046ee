"""Guess, submit, show me the answer: the modal from the first attempt to the result."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot import payloads, wording
from bot.blocks import guess as blocks
from bot.collaborators import Collaborators
from bot.listeners import visitor
from bot.play import guess_verdict, opinion
from bot.play.guess_verdict import State
from riddles import riddle as verse
from storage import drafts, guesses
from storage.posts import Told
from storage.tables import Person

Json = dict[str, Any]


def opened(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """Guess, or Rate on a revealed riddle: the modal for where this person stands."""
    given, now = payloads.click(body), desk.clock()
    with desk.database.writing() as session:
        person = visitor.meet(session, desk, given.who, now)
        view = _view(session, desk, visitor.told(session, payloads.number(given)), person, now)
    ack()
    client.views_open(trigger_id=given.trigger_id, view=view)


def submitted(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """A guess: judged, stored, answered in the same modal. Unreadable and repeated ones cost nothing."""
    given, now = payloads.submission(body), desk.clock()
    text = guess_verdict.readable(given.text)
    with desk.database.writing() as session:
        person = visitor.meet(session, desk, given.who, now)
        post = visitor.told(session, given.post_id)
        if visitor.standing(session, desk, post, person).state is State.OPEN:
            complaint = guess_verdict.complaint(text)
            if complaint:
                ack(response_action="errors", errors={given.block_id: complaint})
                return
            note = _judge(session, post, person, text, now)
        else:
            note = ""
        view = _view(session, desk, post, person, now, note)
    ack(response_action="update", view=view)


def answer_wanted(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """Show me the answer: the person is finished with this riddle."""
    given, now = payloads.click(body), desk.clock()
    with desk.database.writing() as session:
        person = visitor.meet(session, desk, given.who, now)
        post = visitor.told(session, payloads.number(given))
        if visitor.standing(session, desk, post, person).state is State.OPEN:
            guesses.give_up(session, payloads.number(given), visitor.id_of(person), now)
        view = _view(session, desk, post, person, now)
    ack()
    client.views_update(view_id=given.view_id, view=view)


def _judge(session: Session, post: Told, person: Person, text: str, now: datetime) -> str:
    """Store the attempt; a guess made before is not stored again but remarked on."""
    assert post.post.id is not None, "a stored row has an id"
    made = guesses.of(session, post.post.id, visitor.id_of(person))
    if guess_verdict.tried_already(text, made):
        return wording.tried_already(text)
    right = verse.is_right(text, drafts.riddle_of(post.riddle))
    guesses.record(session, post.post.id, visitor.id_of(person), text, right, now)
    return ""


def _view(session: Session, desk: Collaborators, post: Told, person: Person, now: datetime, note: str = "") -> Json:
    stands = visitor.standing(session, desk, post, person)
    if stands.state is State.OPEN:
        return blocks.asking(post, stands, desk.settings.slack.guesses, note)
    assert post.riddle.id is not None, "a stored row has an id"
    return blocks.result(post, stands, opinion.gather(session, post.riddle.id, person, now))
