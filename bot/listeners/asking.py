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
    doorway.whisper(body, said)


def explained(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """How it works."""
    ack()
    client.views_open(
        trigger_id=payloads.click(body).trigger_id,
        view=explanation.view(desk.settings.slack.guesses),
    )


def next_hint(session: Session, post: Told, person: Person, trigger_id: str, now: datetime) -> str:
    """What to say to somebody who asks for a hint; the same request delivered twice gets the same answer."""
    if post.post.revealed_at is not None:
        return wording.ANSWER_IS_OUT
    hints = post.riddle.hints
    if not hints:
        return wording.NO_HINTS
    key = f"hint:{post.post.id}:{person.id}"
    fresh = inbox.first_time(session, f"{key}:{trigger_id}", "hint request", now)
    seen = sum(not inbox.is_new(session, f"{key}#{number}") for number in range(len(hints)))
    shown = min(seen + fresh, len(hints))
    if shown > seen:
        inbox.first_time(session, f"{key}#{seen}", "hint", now)
    lines = [wording.hint(number, len(hints), text) for number, text in enumerate(hints[:shown], start=1)]
    return "\n".join([*lines, wording.NO_MORE_HINTS] if seen == len(hints) else lines)
