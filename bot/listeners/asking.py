"""Hint and How it works: what a person may ask about a riddle."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot import payloads, wording
from bot.blocks import explanation
from bot.collaborators import Collaborators
from bot.listeners import doorway, visitor
from storage import inbox
from storage.posts import Told
from storage.tables import Person

Json = dict[str, Any]


def hint(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """The person's next hint, with the ones before it; only they see it."""
    given, now = payloads.click(body), desk.clock()
    with desk.database.writing() as session:
        person = visitor.meet(session, desk, given.who, now)
        post = visitor.told(session, payloads.number(given))
        said = next_hint(session, post, person, given.trigger_id, now)
    ack()
    if said:
        doorway.whisper(body, said)


def explained(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """How it works."""
    ack()
    client.views_open(
        trigger_id=payloads.click(body).trigger_id,
        view=explanation.view(desk.settings.slack.guesses),
    )


def next_hint(session: Session, post: Told, person: Person, trigger_id: str, now: datetime) -> str:
    """What to say to somebody who asks for a hint: one more each time. Nothing for a request delivered before."""
    if post.post.revealed_at is not None:
        return wording.ANSWER_IS_OUT
    hints = post.riddle.hints
    if not hints:
        return wording.NO_HINTS
    if not inbox.first_time(session, f"hint-request:{trigger_id}", "hint request", now):
        return ""
    numbers = range(1, len(hints) + 1)
    fresh = (n for n in numbers if inbox.first_time(session, f"hint:{post.post.id}:{person.id}:{n}", "hint", now))
    shown = next(fresh, 0)
    lines = [wording.hint(number, len(hints), text) for number, text in zip(numbers, hints, strict=True)]
    return "\n".join(lines[:shown] if shown else [*lines, wording.NO_MORE_HINTS])
