"""Report a problem: the riddle is hidden at once, admins are told, and one of them decides."""

import logging
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot import payloads, wording
from bot.authorize import authorize
from bot.blocks import ids, kit
from bot.blocks import reporting as blocks
from bot.collaborators import Collaborators
from bot.day import posting
from bot.listeners import doorway, visitor
from bot.messages import addresses
from riddles.errors import SlackError
from storage import audit, outbox, reports
from storage.tables import Person

Json = dict[str, Any]
_LOG = logging.getLogger(__name__)


def opened(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """The menu beside a riddle, posted or not; so far it holds one thing, a report."""
    clicked = payloads.click(body)
    deed, about = payloads.chosen(clicked)
    if deed not in ("report", "report_riddle"):
        raise SlackError(wording.UNKNOWN_BUTTON)
    with desk.database.reading() as session:
        riddle_id = visitor.told(session, about).post.riddle_id if deed == "report" else about
        visitor.riddle(session, riddle_id)
    ack()
    show = client.views_push if clicked.view_id else client.views_open
    show(trigger_id=clicked.trigger_id, view=blocks.form(riddle_id))


def submitted(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """A report: noted once for each person, the riddle hidden in every channel, every admin told."""
    given, now = payloads.form(body), desk.clock()
    reason = wording.REPORT_REASONS.get(given.values.get(ids.REPORT_REASON, ""), wording.REPORT_REASONS["other"])
    said = wording.reported(reason, " ".join(given.values.get(ids.REPORT_MORE, "").split())[: blocks.MOST])
    with desk.database.writing() as session:
        person = visitor.meet(session, desk, given.who, now)
        answer = _file(session, desk, given.about, person, said)
    ack(response_action="update", view=kit.notice(answer))


def decided(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """An admin's decision. Rights are asked here, whoever the button was shown to; what is done is audited."""
    clicked, now = payloads.click(body), desk.clock()
    riddle_id, upheld = payloads.number(clicked), clicked.action.get("action_id") == ids.REPORT_UPHOLD
    if not authorize(desk, clicked.who[1]):
        raise SlackError(wording.ADMINS_ONLY)
    with desk.database.writing() as session:
        visitor.known(session, riddle_id)
        person = visitor.meet(session, desk, clicked.who, now)
        first = reports.decide(session, riddle_id, visitor.id_of(person), upheld, now)
        said = wording.decided(upheld) if first else wording.DECIDED_BEFORE
        audit.note(session, person.id, f"report on riddle {riddle_id}: {'withdraw' if upheld else 'show'}", said, now)
        posting.refresh(session, desk, riddle_id, now)
    ack()
    doorway.whisper(body, said, blocks.settled(body, said), replace=True)


def _file(session: Session, desk: Collaborators, riddle_id: int, person: Person, reason: str) -> str:
    now, (riddle, article) = desk.clock(), visitor.known(session, riddle_id)
    stands = reports.was_cleared(session, riddle_id)
    if not reports.file(session, riddle_id, visitor.id_of(person), reason, now):
        return wording.REPORTED_BEFORE
    posting.refresh(session, desk, riddle_id, now)
    content = blocks.told(riddle, article, reason, stands)
    for number in range(len(desk.settings.slack.admins)):
        key = f"report:{riddle_id}:{person.id}:{number}"
        outbox.put(session, key, addresses.admin(number), content, now)
    if not desk.settings.slack.admins:
        _LOG.warning("Riddle %s was reported, but slack.admins names nobody who could look at it.", riddle_id)
    return wording.REPORT_NOTED if stands else wording.REPORT_SENT
