"""Everything an admin may command, in one table: rights, the question before it, the deed, its audit.

A deed with a plan asks first: the admin sees what it will do and confirms. The button carries what was told, so that
nothing else is done, and the key of the asking, so that it is done once. Rights are asked here, at every step.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot import payloads, wording
from bot.authorize import authorize
from bot.blocks import deed as blocks
from bot.blocks import kit
from bot.collaborators import Collaborators
from bot.listeners import admin, doorway, governing, insight, visitor
from bot.listeners.asker import Answer, Asked
from bot.listeners.planned import Planned
from bot.messages.addresses import Addresses
from bot.payloads import Click, Command, Deed
from riddles.errors import RiddlewireError, SlackError
from storage import audit, inbox
from storage.outbox import Content

Json = dict[str, Any]
Plan = Callable[[Asked], Planned | str]
ANSWERS: Mapping[str, Answer] = {**admin.ANSWERS, **governing.ANSWERS, **insight.ANSWERS}
PLANS: Mapping[str, Plan] = {
    "skip": admin.skip_planned, "pause": admin.pause_planned, "cancel": governing.cancel_planned,
    "promote": governing.promote_planned, "rollback": governing.rollback_planned,
}  # fmt: skip
ARGUMENTS = {"promote": 1}  # at most so many words after the name; none for the others


@dataclass(frozen=True)
class Named:
    """A subcommand with the words after it."""

    name: str
    rest: tuple[str, ...]


def named(words: Sequence[str]) -> Named | None:
    """The admin's subcommand that these words begin with, the longest one; None if there is none."""
    for length in (2, 1):
        name = " ".join(words[:length])
        if name in ANSWERS and len(words) >= length:
            return Named(name, tuple(words[length:]))
    return None


def answer(asked: Asked, what: Named) -> Content | str:
    """What an admin's command comes to: an answer, or the question before a deed. The caller has asked for rights."""
    extra = what.rest[ARGUMENTS.get(what.name, 0) :]
    if extra:
        return wording.too_many_words(what.name, kit.one_line(" ".join(extra).replace("`", "'"), 60))
    asked = replace(asked, arguments=what.rest)
    plan = PLANS.get(what.name)
    try:
        return ANSWERS[what.name](asked) if plan is None else _question(asked, what.name, plan(asked))
    except RiddlewireError as error:
        return kit.escaped(str(error))


def confirmed(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """Confirm: the deed is done, once, if the admin still is one and things are as they were told."""
    clicked = payloads.click(body)
    deed = payloads.deed(clicked)
    if deed.name not in PLANS:
        raise SlackError(wording.UNKNOWN_BUTTON)
    said = do(desk, clicked, deed)
    ack()
    doorway.whisper(body, said, [kit.section(said)], replace=said != wording.ADMINS_ONLY)


def never_mind(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """Never mind: the question goes, and that it went is audited."""
    clicked = payloads.click(body)
    deed, now = payloads.deed(clicked), desk.clock()
    with desk.database.writing() as session:
        person = visitor.meet(session, desk, clicked.who, now)
        audit.note(session, person.id, f"/riddle {deed.name}", wording.NOTHING_DONE, now)
    ack()
    doorway.whisper(body, wording.NOTHING_DONE, [kit.section(wording.NOTHING_DONE)], replace=True)


def do(desk: Collaborators, clicked: Click, deed: Deed) -> str:
    """Do a deed that was confirmed, if who confirms is an admin; returns what became of it, in mrkdwn."""
    allowed, now = authorize(desk, clicked.who[1]), desk.clock()
    with desk.database.writing() as session:
        person = visitor.meet(session, desk, clicked.who, now)
        command = Command(clicked.who, deed.channel, (deed.name,), deed.key)
        asked = Asked(session, person, command, desk, now, (deed.argument,) if deed.argument else ())
        said = _done(asked, deed) if allowed else wording.ADMINS_ONLY
        audit.note(session, person.id, f"/riddle {deed.name} {deed.argument}".strip(), said, now)
    return said


def text_of(said: Content | str) -> str:
    """An answer's text."""
    return said if isinstance(said, str) else said.text


def shown(desk: Collaborators, said: Content | str) -> dict[str, Any]:
    """An answer as text and blocks, with people named."""
    content: dict[str, Any] = {"text": text_of(said)}
    if isinstance(said, Content):
        content["blocks"] = said.blocks
    return Addresses(desk.database, desk.pseudonyms, desk.settings).named(content)


def _question(asked: Asked, name: str, planned: Planned | str) -> Content | str:
    if isinstance(planned, str):
        return planned
    deed = Deed(name, planned.argument, asked.channel, asked.key)
    return blocks.question(name, planned.said, payloads.deed_value(deed))


def _done(asked: Asked, deed: Deed) -> str:
    if not _first_time(asked.session, deed, asked):
        return wording.DONE_BEFORE
    try:
        return text_of(ANSWERS[deed.name](asked))
    except RiddlewireError as error:
        return kit.escaped(str(error))


def _first_time(session: Session, deed: Deed, asked: Asked) -> bool:
    return inbox.first_time(session, f"deed:{deed.name}:{deed.key}", "deed", asked.now)
