"""Ratings and thumbs, saved at each click; the queue of unposted riddles; what others said."""

from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot import payloads, wording
from bot.blocks import kit
from bot.blocks import rating as blocks
from bot.collaborators import Collaborators
from bot.listeners import doorway, visitor
from bot.play import opinion
from riddles.criteria import Criterion
from storage import drafts, ratings, thumbs
from storage.tables import Person

Json = dict[str, Any]


def given(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """One click on a scale. The view stays as it is: it shows the choice already."""
    clicked, now = payloads.click(body), desk.clock()
    riddle_id, criterion, value, at = payloads.rating(clicked)
    with desk.database.writing() as session:
        visitor.known(session, riddle_id)
        person = visitor.meet(session, desk, clicked.who, now)
        ratings.record(session, riddle_id, visitor.id_of(person), criterion, value, at, now)
    ack()


def thumb_given(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """A thumb under a revealed riddle. The message is everybody's, so only a whisper can say that it is saved."""
    clicked, now = payloads.click(body), desk.clock()
    up, post_id = payloads.thumb(clicked)
    with desk.database.writing() as session:
        riddle_id = visitor.told(session, post_id).post.riddle_id
        person = visitor.meet(session, desk, clicked.who, now)
        thumbs.record(session, riddle_id, visitor.id_of(person), up, payloads.moment(clicked), now)
    ack()
    doorway.whisper(body, wording.thumb(up), blocks.thumb_saved(riddle_id, up))


def thumb_taken_back(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """Undo, on that whisper."""
    clicked, now = payloads.click(body), desk.clock()
    with desk.database.writing() as session:
        person = visitor.meet(session, desk, clicked.who, now)
        riddle_id = payloads.number(clicked)
        visitor.riddle(session, riddle_id)
        thumbs.record(session, riddle_id, visitor.id_of(person), None, payloads.moment(clicked), now)
    ack()
    doorway.whisper(body, wording.THUMB_BACK, replace=True)


def others_wanted(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """What others said: told only to who has said something of everything, so that nobody follows the crowd."""
    clicked, now = payloads.click(body), desk.clock()
    riddle_id = payloads.number(clicked)
    with desk.database.writing() as session:
        person = visitor.meet(session, desk, clicked.who, now)
        mine = ratings.of_person(session, riddle_id, visitor.id_of(person))
        count, said = ratings.of_others(session, riddle_id, visitor.id_of(person))
        up_and_down = thumbs.of_others(session, riddle_id, visitor.id_of(person))
    if set(mine) == set(Criterion):
        view = blocks.others(count, said, up_and_down, ratings.FEWEST_TO_TELL)
    else:
        view = kit.notice(wording.RATE_ALL_FIRST)
    ack()
    client.views_push(trigger_id=clicked.trigger_id, view=view)


def queue_opened(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """Rate on App Home: a modal with the first unposted riddle."""
    clicked, now = payloads.click(body), desk.clock()
    with desk.database.writing() as session:
        view = _next(session, desk, visitor.meet(session, desk, clicked.who, now))
    ack()
    client.views_open(trigger_id=clicked.trigger_id, view=view)


def another_wanted(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """Rate another riddle: the modal changes to the next one, or stays if this unposted one is not rated yet."""
    clicked, now = payloads.click(body), desk.clock()
    with desk.database.writing() as session:
        view = _next(session, desk, visitor.meet(session, desk, clicked.who, now), payloads.number(clicked))
    ack()
    client.views_update(view_id=clicked.view_id, view=view)


def _next(session: Session, desk: Collaborators, person: Person, shown: int = 0) -> Json:
    riddle = drafts.to_rate(session, visitor.id_of(person), desk.clock())
    if riddle is None:
        return blocks.nothing_left()
    assert riddle.id is not None, "a stored row has an id"
    said = opinion.gather(session, riddle.id, person, desk.clock(), queued=True)
    return blocks.queued(
        riddle, visitor.riddle(session, riddle.id)[1], said, wording.RATE_FIRST if riddle.id == shown else ""
    )
