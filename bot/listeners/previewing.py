"""The buttons under a draft that only an admin sees: post it, see another one, let the next riddle fall out."""

from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot import payloads, wording
from bot.authorize import authorize
from bot.blocks import ids, kit, preview
from bot.collaborators import Collaborators
from bot.day import calendar, posting
from bot.listeners import admin, doorway, visitor
from bot.listeners.asker import Asked
from bot.listeners.planned import Planned
from bot.payloads import Command
from riddles.errors import SlackError
from storage import audit, drafts, posts
from storage.outbox import Content

Json = dict[str, Any]
_DEEDS = {ids.PREVIEW_POST: "post", ids.PREVIEW_ANOTHER: "another", ids.PREVIEW_SKIP: "skip"}


def decided(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """One of the three buttons. Rights are asked here; what is done is audited."""
    clicked, now = payloads.click(body), desk.clock()
    riddle_id, channel = payloads.previewed(clicked)
    name = _DEEDS[str(clicked.action.get("action_id"))]
    if not authorize(desk, clicked.who[1]):
        raise SlackError(wording.ADMINS_ONLY)
    if channel not in desk.settings.slack.channels:
        raise SlackError(wording.UNKNOWN_BUTTON)
    with desk.database.writing() as session:
        person = visitor.meet(session, desk, clicked.who, now)
        asked = Asked(session, person, Command(clicked.who, channel, (name,), clicked.trigger_id), desk, now)
        said = {"post": _post, "another": _another, "skip": _skip}[name](asked, riddle_id)
        text = said if isinstance(said, str) else said.text
        audit.note(session, person.id, f"preview of riddle {riddle_id}: {name}", text, now)
    ack()
    blocks = [kit.section(said)] if isinstance(said, str) else said.blocks
    doorway.whisper(body, text, blocks, replace=True)


def _post(asked: Asked, riddle_id: int) -> Content | str:
    if not posting.post_chosen(asked.session, asked.desk, asked.channel, riddle_id, asked.now):
        return wording.PREVIEW_GONE
    made = posts.on_date(asked.session, asked.channel, calendar.today(asked.slack, asked.now))[-1]
    told = posts.told(asked.session, made.id or 0)
    return wording.posted_now(wording.headline(told.number, told.post.edition))


def _another(asked: Asked, riddle_id: int) -> Content | str:
    posting.pass_over(asked.session, asked.channel, riddle_id, asked.now)
    offered = posting.offered(asked.session, asked.desk, asked.channel, asked.today)
    if offered:
        return preview.content(asked.channel, *drafts.told(asked.session, offered[0].id or 0))
    admin.request_draft(asked)
    return wording.NONE_LEFT


def _skip(asked: Asked, _riddle_id: int) -> Content | str:
    planned = admin.skip_planned(asked)
    if not isinstance(planned, Planned):
        return planned
    return admin.skip(Asked(asked.session, asked.person, asked.command, asked.desk, asked.now, (planned.argument,)))
