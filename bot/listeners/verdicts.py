"""Approve or Reject under a run's message: an admin's word on an adapter that the gate would promote."""

from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot import payloads, wording
from bot.authorize import authorize
from bot.blocks import ids, kit
from bot.collaborators import Collaborators
from bot.listeners import doorway, governing, visitor
from bot.listeners.asker import Asked
from bot.messages import announcements
from bot.payloads import Command
from riddles.errors import RiddlewireError, SlackError
from storage import adapters, audit, jobs
from storage.tables import AdapterState

Json = dict[str, Any]


def decided(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """The first word counts. Rights are asked here; the message then says who decided."""
    clicked, now = payloads.click(body), desk.clock()
    approved = clicked.action.get("action_id") == ids.APPROVE
    allowed = authorize(desk, clicked.who[1])
    with desk.database.writing() as session:
        person = visitor.meet(session, desk, clicked.who, now)
        run_id = payloads.number(clicked)
        command = Command(clicked.who, "", (), clicked.trigger_id)
        said = wording.ADMINS_ONLY
        if allowed:
            said = _decide(Asked(session, person, command, desk, now), run_id, approved)
        audit.note(session, person.id, f"{'approve' if approved else 'reject'} retrain {run_id}", said, now)
    ack()
    doorway.whisper(body, said, [kit.section(said)])


def _decide(asked: Asked, run_id: int, approved: bool) -> str:
    session = asked.session
    decision = adapters.decision_of(session, run_id)
    if decision is None:
        raise SlackError(wording.UNKNOWN_BUTTON)
    if adapters.get(session, decision.adapter_id).state != AdapterState.CANDIDATE:
        return wording.NOT_WAITING
    try:
        if approved:
            governing.install(session, asked.desk, decision.adapter_id)
            adapters.promote(session, decision.adapter_id, asked.now)
        else:
            adapters.reject(session, decision.adapter_id)
    except RiddlewireError as error:
        return kit.escaped(str(error))
    adapters.decide(session, decision, approved, asked.person.id, asked.now)
    announcements.follow(session, asked.desk, jobs.get(session, run_id), asked.now)
    return wording.writes(kit.one_line(decision.adapter_id)) if approved else wording.REJECTED_NOW
