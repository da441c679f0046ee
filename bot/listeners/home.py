"""App Home, drawn anew each time somebody opens it."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot import payloads
from bot.blocks import home as blocks
from bot.blocks.home import Home
from bot.collaborators import Collaborators
from bot.guess_verdict import State
from bot.listeners import asker, visitor
from storage import drafts, posts
from storage.posts import Told
from storage.tables import Person

Json = dict[str, Any]


def opened(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """Publish the Home of whoever opened it."""
    who = payloads.opener(body)
    if who is None:
        return
    now = desk.clock()
    with desk.database.writing() as session:
        person = visitor.meet(session, desk, who, now)
        waiting = drafts.waiting_to_rate(session, visitor.id_of(person), now)
        home = Home(
            _today(session, desk, person, now),
            waiting,
            person.consented_at is not None,
            asker.model_line(session, desk),
        )
    client.views_publish(user_id=who[1], view=blocks.view(home))


def _today(session: Session, desk: Collaborators, person: Person, now: datetime) -> list[tuple[Told, State]]:
    date = now.astimezone(ZoneInfo(desk.settings.slack.time_zone)).date()
    newest = [today[-1] for channel in desk.settings.slack.channels if (today := posts.on_date(session, channel, date))]
    told = [posts.told(session, post.id) for post in newest if post.id is not None]
    return [(post, visitor.standing(session, desk, post, person).state) for post in told]
