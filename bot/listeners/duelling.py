"""Duels: shown one after another, decided with one click, undone with another."""

from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot import payloads, wording
from bot.blocks import duel as blocks
from bot.collaborators import Collaborators
from bot.listeners import visitor
from riddles.errors import SlackError, StorageError
from storage import duels
from storage.tables import Article, Duel, Person, Riddle

Json = dict[str, Any]


def opened(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """Compare two riddles: a modal of its own at Home, on top of the rating elsewhere."""
    clicked, now = payloads.click(body), desk.clock()
    with desk.database.writing() as session:
        view = _next(session, desk, visitor.meet(session, desk, clicked.who, now))
    ack()
    in_modal = (body.get("view") or {}).get("type") == "modal"
    (client.views_push if in_modal else client.views_open)(trigger_id=clicked.trigger_id, view=view)


def another_wanted(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """Another one, in the place of the decided one."""
    clicked, now = payloads.click(body), desk.clock()
    with desk.database.writing() as session:
        view = _next(session, desk, visitor.meet(session, desk, clicked.who, now))
    ack()
    client.views_update(view_id=clicked.view_id, view=view)


def chosen(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """A choice: translated from places to riddles by the order this person was shown, and stored."""
    clicked, now = payloads.click(body), desk.clock()
    place, duel_id = payloads.place(clicked), payloads.number(clicked)
    with desk.database.writing() as session:
        person = visitor.meet(session, desk, clicked.who, now)
        shown, article, swapped = _shown(session, desk, _duel(session, duel_id), person)
        choice = duels.choice_at(place, swapped)
        duels.vote(session, duel_id, visitor.id_of(person), choice, payloads.moment(clicked), now)
        more = len(duels.waiting(session, visitor.id_of(person), now))
    ack()
    client.views_update(view_id=clicked.view_id, view=blocks.decided(duel_id, shown, article, place, more))


def undone(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """Undo: the same two riddles ask again, in the same order."""
    clicked, now = payloads.click(body), desk.clock()
    duel_id = payloads.number(clicked)
    with desk.database.writing() as session:
        person = visitor.meet(session, desk, clicked.who, now)
        shown, article, _ = _shown(session, desk, _duel(session, duel_id), person)
        duels.vote(session, duel_id, visitor.id_of(person), None, payloads.moment(clicked), now)
    ack()
    view = blocks.asking(duel_id, shown, article, wording.DUEL_UNDONE)
    client.views_update(view_id=clicked.view_id, view=view)


def _next(session: Session, desk: Collaborators, person: Person) -> Json:
    duel = duels.next_for(session, visitor.id_of(person), desk.clock())
    if duel is None:
        return blocks.nothing_left()
    assert duel.id is not None, "a stored row has an id"
    shown, article, _ = _shown(session, desk, duel, person)
    return blocks.asking(duel.id, shown, article)


def _duel(session: Session, duel_id: int) -> Duel:
    try:
        return duels.get(session, duel_id)
    except StorageError as error:
        raise SlackError(wording.UNKNOWN_DUEL) from error


def _shown(
    session: Session, desk: Collaborators, duel: Duel, person: Person
) -> tuple[tuple[Riddle, Riddle], Article, bool]:
    """A and B in this person's order, their article, and whether that order is swapped."""
    assert duel.id is not None, "a stored row has an id"
    first, article = visitor.riddle(session, duel.first_id)
    second, _ = visitor.riddle(session, duel.second_id)
    swapped = duels.shown_to(session, duel.id, visitor.id_of(person), desk.clock()).swapped
    return ((second, first) if swapped else (first, second)), article, swapped
