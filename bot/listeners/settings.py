"""What a person decides: training on their ratings, the leaderboard, reminders. The last click wins."""

from datetime import timedelta
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot import payloads, wording
from bot.blocks import reminder
from bot.collaborators import Collaborators
from bot.day import calendar
from bot.listeners import doorway, home, visitor
from bot.payloads import Click
from storage import people
from storage.tables import Person

Json = dict[str, Any]


def consent_changed(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """The consent box, ticked or cleared, in a modal or at Home."""
    clicked, now = payloads.click(body), desk.clock()
    with desk.database.writing() as session:
        person = visitor.meet(session, desk, clicked.who, now)
        people.consent(session, person, payloads.agreed(clicked), now, payloads.moment(clicked))
    ack()


def leaderboard_changed(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """The leaderboard box."""
    clicked = payloads.click(body)
    with desk.database.writing() as session:
        people.lead(session, _met(session, desk, clicked), payloads.agreed(clicked), payloads.moment(clicked))
    ack()
    home.publish(client, desk, clicked.who)


def reminders_changed(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """The reminders box."""
    clicked = payloads.click(body)
    with desk.database.writing() as session:
        people.remind(session, _met(session, desk, clicked), payloads.agreed(clicked), payloads.moment(clicked))
    ack()
    home.publish(client, desk, clicked.who)


def snoozed(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """Snooze, at Home or under a reminder: no reminder for some days."""
    clicked = payloads.click(body)
    today = calendar.today(desk.settings.slack, desk.clock())
    until = today + timedelta(days=min(payloads.number(clicked), reminder.MOST_SNOOZE_DAYS))
    with desk.database.writing() as session:
        people.snooze(session, _met(session, desk, clicked), until, payloads.moment(clicked))
    ack()
    _answer(body, client, desk, clicked, wording.snoozed(reminder.spoken(until)))


def woken(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """End the snooze."""
    clicked = payloads.click(body)
    with desk.database.writing() as session:
        people.snooze(session, _met(session, desk, clicked), None, payloads.moment(clicked))
    ack()
    home.publish(client, desk, clicked.who)


def reminders_ended(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """No more reminders, under a reminder."""
    clicked = payloads.click(body)
    with desk.database.writing() as session:
        people.remind(session, _met(session, desk, clicked), False, payloads.moment(clicked))
    ack()
    _answer(body, client, desk, clicked, wording.REMINDERS_ENDED)


def _met(session: Session, desk: Collaborators, clicked: Click) -> Person:
    return visitor.meet(session, desk, clicked.who, desk.clock())


def _answer(body: Json, client: WebClient, desk: Collaborators, clicked: Click, said: str) -> None:
    """Home shows what was decided; under a message it is whispered."""
    if clicked.view_id:
        home.publish(client, desk, clicked.who)
    else:
        doorway.whisper(body, said)
