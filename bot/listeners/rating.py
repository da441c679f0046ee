"""Ratings, saved at each click; the queue of unposted riddles; consent."""

from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot import opinion, payloads, wording
from bot.blocks import rating as blocks
from bot.collaborators import Collaborators
from bot.listeners import visitor
from riddles.errors import SlackError, StorageError
from storage import drafts, people, ratings
from storage.tables import Article, Person, Riddle

Json = dict[str, Any]


def given(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """One click on a scale. The view stays as it is: it shows the choice already."""
    clicked, now = payloads.click(body), desk.clock()
    riddle_id, criterion, value, at = payloads.rating(clicked)
    with desk.database.writing() as session:
        _told(session, riddle_id)
        person = visitor.meet(session, desk, clicked.who, now)
        ratings.record(session, riddle_id, visitor.id_of(person), criterion, value, at, now)
    ack()


def consent_changed(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """The consent box, ticked or cleared."""
    clicked, now = payloads.click(body), desk.clock()
    with desk.database.writing() as session:
        person = visitor.meet(session, desk, clicked.who, now)
        people.consent(session, person, payloads.agreed(clicked), now)
    ack()


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
    return blocks.queued(riddle, _told(session, riddle.id)[1], said, wording.RATE_FIRST if riddle.id == shown else "")


def _told(session: Session, riddle_id: int) -> tuple[Riddle, Article]:
    try:
        return drafts.told(session, riddle_id)
    except StorageError as error:
        raise SlackError(wording.UNKNOWN_POST) from error
