"""Rewrite it: a person's version of a riddle, looked at by the same screen as the model's."""

from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot import payloads
from bot.blocks import ids, kit
from bot.blocks import rewriting as blocks
from bot.collaborators import Collaborators
from bot.listeners import visitor
from bot.play import rewriting
from storage import drafts, rewrites

Json = dict[str, Any]


def opened(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """Rewrite it, under a rating: the form, on top."""
    clicked, now = payloads.click(body), desk.clock()
    with desk.database.writing() as session:
        person = visitor.meet(session, desk, clicked.who, now)
        riddle, _ = visitor.riddle(session, payloads.number(clicked))
        view = blocks.form(riddle, rewrites.of_person(session, payloads.number(clicked), visitor.id_of(person)))
    ack()
    client.views_push(trigger_id=clicked.trigger_id, view=view)


def submitted(ack: Ack, body: Json, client: WebClient, desk: Collaborators) -> None:
    """A version: refused with the reason under the field, or kept and, if its author wants it, shown in the thread."""
    given, now = payloads.form(body), desk.clock()
    text, named = given.values.get(ids.REWRITE_TEXT, ""), ids.REWRITE_CREDIT in given.ticked
    with desk.database.reading() as session:
        riddle, article = visitor.riddle(session, given.about)
    judged = rewriting.judge(text, riddle, drafts.article_of(article))  # outside: its first look reads the clue bank
    if judged.refused:
        ack(response_action="errors", errors={ids.REWRITE_TEXT: judged.refused})
        return
    with desk.database.writing() as session:
        person = visitor.meet(session, desk, given.who, now)
        rewrites.record(session, given.about, visitor.id_of(person), (judged.text, named), judged.reasons, now)
        shown = rewriting.show(session, given.about, visitor.id_of(person), now)
    ack(response_action="update", view=kit.notice(rewriting.sentence(judged, person.consented_at is not None, shown)))
