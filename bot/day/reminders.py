"""Reminders by direct message, to who asked for them: once a working day, while there is still time to guess."""

import logging
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.blocks import reminder
from bot.collaborators import Collaborators
from bot.day import calendar
from bot.messages import addresses
from riddles.settings import Slack
from storage import outbox, people, play, posts
from storage.reports import Visibility, visibility
from storage.tables import Person, Post

BEFORE = timedelta(hours=2)  # before the answer; half the time to guess, where that is less
_LOG = logging.getLogger(__name__)


def remind(desk: Collaborators, now: datetime) -> None:
    """Remind everyone who wants it of a riddle of today at which they have not guessed.

    Nobody is reminded twice on a date, of a riddle that is hidden or answered, on a holiday of the channel, or of a
    channel in which they never played (without any yet: of the first channel only).
    """
    slack = desk.settings.slack
    with desk.database.reading() as session:
        due = [post for channel in slack.channels for post in _today(session, slack.of(channel), channel, now)]
        on = calendar.today(slack, now)
        wanting = people.reminded(session, on) if any(_is_due(desk, post, now) for post in due) else []
    for person in wanting:
        with desk.database.writing() as session:
            _remind(session, person, [post for post in due if _is_due(desk, post, now)], desk, now)


def moment(posted: datetime, reveal_at: datetime) -> datetime:
    """When to remind of a riddle."""
    return reveal_at - min(BEFORE, (reveal_at - posted) / 2)


def _today(session: Session, own: Slack, channel: str, now: datetime) -> list[Post]:
    """A channel's posts of today; none on its holidays."""
    on = calendar.today(own, now)
    return posts.on_date(session, channel, on) if calendar.works(own, on) else []


def _is_due(desk: Collaborators, post: Post, now: datetime) -> bool:
    reveal_at = calendar.reveal_moment(desk.settings.slack.of(post.channel), post.created_at)
    return post.revealed_at is None and moment(post.created_at, reveal_at) <= now < reveal_at


def _remind(session: Session, person: Person, due: list[Post], desk: Collaborators, now: datetime) -> None:
    assert person.id is not None, "a stored row has an id"
    known = play.channels(session, person.id) or set(desk.settings.slack.channels[:1])
    mine = [post for post in due if post.channel in known]
    if not mine or play.has_guessed(session, person.id, [post.id for post in due if post.id is not None]):
        return
    assert mine[-1].id is not None, "a stored row has an id"
    told = posts.told(session, mine[-1].id)
    key = f"reminder:{told.post.local_date}:{person.id}"
    if visibility(session, told.riddle) is Visibility.SHOWN and outbox.by_key(session, key) is None:
        outbox.put(session, key, addresses.person(person.id), reminder.content(told), now)
        _LOG.info("Person %s is reminded of post %s.", person.id, told.post.id)
