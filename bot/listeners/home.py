"""App Home, drawn anew each time somebody opens it or clicks on it. Looking at it makes nobody known to us."""

import zlib
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot import payloads
from bot.authorize import authorize
from bot.blocks import home as blocks
from bot.blocks.home import Choices, Home, You
from bot.collaborators import Collaborators
from bot.day import calendar
from bot.listeners import asker, home_admin, visitor
from bot.messages import addresses
from bot.play import points
from bot.play.guess_verdict import State
from storage import drafts, duels, people, play, posts, reports
from storage.posts import Told
from storage.reports import Visibility
from storage.tables import Person

Json = dict[str, Any]
LATELY = timedelta(days=30)
_LEADERS = 10
_NOBODY = 0  # the person id of somebody we do not know: no row has it
_TURNS = tuple(Lock() for _ in range(32))  # of one person's two publishings the later one must see more


def opened(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """Publish the Home of whoever opened it."""
    who = payloads.opener(body)
    if who is not None:
        publish(client, desk, who)


def publish(client: WebClient, desk: Collaborators, who: tuple[str, str]) -> None:
    """Publish a person's Home as things stand now."""
    with _TURNS[zlib.crc32(who[1].encode()) % len(_TURNS)]:
        with desk.database.reading() as session:
            view = blocks.view(_gather(session, desk, who))
            view["blocks"] += home_admin.section(session, desk, who[1])
        names = addresses.Addresses(desk.database, desk.pseudonyms, desk.settings)
        client.views_publish(user_id=who[1], view=names.named(view))


def _gather(session: Session, desk: Collaborators, who: tuple[str, str]) -> Home:
    now = desk.clock()
    today = calendar.today(desk.settings.slack, now)
    person = people.find(session, desk.pseudonyms, who) or Person(id=_NOBODY, pseudonym="", sealed="", created_at=now)
    person_id = visitor.id_of(person)
    return Home(
        today=_today(session, desk, person, now),
        waiting=drafts.waiting_to_rate(session, person_id, now),
        model="" if authorize(desk, who[1]) else asker.model_line(session, desk),
        you=_you(session, person_id, now),
        duels=len(duels.waiting(session, person_id, now)),
        choices=_choices(person, today),
        leaders=_leaders(session, now),
    )


def _today(session: Session, desk: Collaborators, person: Person, now: datetime) -> list[tuple[Told, State]]:
    slack = desk.settings.slack
    days = [(channel, calendar.today(slack.of(channel), now)) for channel in slack.channels]
    newest = [made[-1] for channel, day in days if (made := posts.on_date(session, channel, day))]
    told = [posts.told(session, post.id) for post in newest if post.id is not None]
    shown = [post for post in told if reports.visibility(session, post.riddle) is Visibility.SHOWN]
    return [(post, visitor.standing(session, desk, post, person).state) for post in shown]


def _you(session: Session, person_id: int, now: datetime) -> You:
    return You(
        ever=play.played(session, person_id),
        lately=play.played(session, person_id, now - LATELY),
        streak=points.streak(play.days(session, person_id)),
        history=play.history(session, person_id),
    )


def _choices(person: Person, today: date) -> Choices:
    snoozed = person.snoozed_until if person.snoozed_until and person.snoozed_until > today else None
    return Choices(person.consented_at is not None, person.leaderboard, person.reminders, snoozed)


def _leaders(session: Session, now: datetime) -> list[tuple[str, int]]:
    """Who chose to be named, with their points of late, best first."""
    earned = [
        (addresses.mention(person.id), points.points(play.played(session, visitor.id_of(person), now - LATELY)))
        for person in people.leaders(session)
    ]
    return sorted(earned, key=lambda one: -one[1])[:_LEADERS]
