"""Daily riddles and their answers: due slots become posts, posts become revealed, each in one transaction."""

import logging
from datetime import date, datetime
from itertools import count

from sqlmodel import Session

from bot.blocks import daily
from bot.collaborators import Collaborators
from bot.day import calendar
from bot.play import rewriting
from storage import adapters, drafts, duels, inbox, jobs, outbox, pauses, posts, ratings, reports, slots
from storage.outbox import Content
from storage.posts import Told
from storage.reports import Visibility
from storage.tables import Job, JobState, Riddle, Slot, SlotState

PAUSED = "An admin has paused the riddles of this channel."
_LOG = logging.getLogger(__name__)


def claim_due(desk: Collaborators, now: datetime) -> None:
    """Claim every daily riddle that has become due; one that comes too late is skipped with its reason."""
    wanted = [one for one in calendar.due(desk.settings.slack, now) if one.kind == calendar.POST]
    for one in wanted:
        with desk.database.writing() as session:
            slot = slots.claim(session, one.kind, one.channel, one.local_date, now)
            reason = one.skip or (PAUSED if pauses.find(session, one.channel) else "")
            if slot is not None and reason:
                _skip(session, slot, reason, now)


def prepare(desk: Collaborators, now: datetime) -> None:
    """Have the riddles drafted that will be due soon, so that they come on time."""
    for channel, day in calendar.soon(desk.settings.slack, now):
        with desk.database.writing() as session:
            wanted = slots.find(session, calendar.POST, channel, day) is None and not pauses.find(session, channel)
            if wanted and not _ready(session, desk, channel, day):
                _draft(session, desk, channel, day, 1, now)


def fulfil(desk: Collaborators, now: datetime) -> None:
    """Post a riddle for every claimed slot that has one ready; request a draft where there is none."""
    with desk.database.reading() as session:
        waiting = [slot.id for slot in slots.open_slots(session, calendar.POST)]
    for slot_id in waiting:
        with desk.database.writing() as session:
            slot = session.get(Slot, slot_id)
            if slot is not None and slot.state == SlotState.CLAIMED:
                _fulfil(session, desk, slot, now)


def offered(session: Session, desk: Collaborators, channel: str, day: date) -> list[Riddle]:
    """What could be posted on a date, in the order in which it would be."""
    ready = _ready(session, desk, channel, day)
    return sorted(ready, key=lambda riddle: _was_shown(session, riddle))


def post_chosen(session: Session, desk: Collaborators, channel: str, riddle_id: int, now: datetime) -> bool:
    """Post this riddle now, in the day's slot or as a further edition; False if it may not be posted (any more)."""
    day = calendar.today(desk.settings.slack.of(channel), now)
    chosen = next((riddle for riddle in _ready(session, desk, channel, day) if riddle.id == riddle_id), None)
    if chosen is None:
        return False
    _post(session, desk, next_slot(session, channel, day, now), chosen, now)
    return True


def next_slot(session: Session, channel: str, day: date, now: datetime) -> Slot:
    """The day's slot if it is not done or skipped, else a new one for the day's next edition."""
    for edition in count(1):
        kind = calendar.POST if edition == 1 else f"{calendar.POST}:{edition}"
        slot = slots.find(session, kind, channel, day) or slots.claim(session, kind, channel, day, now)
        assert slot is not None, "a slot that is not there can be claimed"
        if slot.state == SlotState.CLAIMED:
            return slot
    raise AssertionError("count has no end")


def pass_over(session: Session, channel: str, riddle_id: int, now: datetime) -> None:
    """Never post this riddle in this channel; it may still be rated."""
    inbox.first_time(session, _passed_over(channel, riddle_id), "passed over", now)


def request_draft(
    session: Session, desk: Collaborators, channel: str, key: str, now: datetime, asked_by: int | None
) -> Job:
    """A draft for an admin who wants to see it: the one under way, or a new one; they are told when it is done."""
    day = calendar.today(desk.settings.slack.of(channel), now)
    facts = {"channel": channel, "local_date": day.isoformat(), "sample_if_offline": desk.local, "tell": asked_by}
    return jobs.request(session, key, "draft", now, facts, asked_by)


def reveal_due(desk: Collaborators, now: datetime) -> None:
    """Show the answer of every post whose moment has come. It is never too late for an answer."""
    for channel in desk.settings.slack.channels:
        settings = desk.settings.slack.of(channel)
        with desk.database.reading() as session:
            hidden = posts.unrevealed(session, channel, calendar.today(settings, now))
        for post in hidden:
            if calendar.reveal_moment(settings, post.created_at) <= now and post.id is not None:
                reveal(desk, post.id, now)


def reveal(desk: Collaborators, post_id: int, now: datetime) -> None:
    """Show the answer to a post in its place and in its thread, in one transaction; the first time counts."""
    with desk.database.writing() as session:
        told = posts.told(session, post_id)
        if told.post.revealed_at is not None:
            return
        posts.reveal(session, told.post, now)
        session.flush()
        refresh(session, desk, told.post.riddle_id, now)
    _LOG.info("The answer to post %s is out.", post_id)


def refresh(session: Session, desk: Collaborators, riddle_id: int, now: datetime) -> None:
    """Bring the messages of a riddle's posts up to date: asking, answered, or hidden by a report."""
    for post in posts.of_riddle(session, riddle_id):
        assert post.id is not None, "a stored row has an id"
        told, key = posts.told(session, post.id), f"post:{post.id}"
        outbox.put(session, key, post.channel, _content(session, desk, told), now)
        if post.revealed_at is not None and not told.riddle.hidden:
            reply = daily.reveal_reply(told, posts.tally(session, post.id))
            outbox.put(session, f"reveal:{post.id}", post.channel, reply, now, thread_key=key)
    rewriting.show_all(session, riddle_id, now)


def _content(session: Session, desk: Collaborators, told: Told) -> Content:
    assert told.post.id is not None, "a stored row has an id"
    seen = reports.visibility(session, told.riddle)
    if seen is not Visibility.SHOWN:
        return daily.hidden(told, seen)
    if told.post.revealed_at is not None:
        return daily.revealed(told, posts.tally(session, told.post.id))
    own = desk.settings.slack.of(told.post.channel)
    return daily.riddle(told, calendar.reveal_moment(own, told.post.created_at), calendar.zone(own))


def _fulfil(session: Session, desk: Collaborators, slot: Slot, now: datetime) -> None:
    """Post what is ready. Who rated an unposted riddle has seen its answer, so such a one is only the last resort."""
    ready = _ready(session, desk, slot.channel, slot.local_date)
    unseen = [riddle for riddle in ready if not _was_shown(session, riddle)]
    if unseen:
        _post(session, desk, slot, unseen[0], now)
        return
    edition = int(slot.kind.partition(":")[2] or 1)
    job = _draft(session, desk, slot.channel, slot.local_date, edition, now)
    if ready and job.finished_at is not None:
        _post(session, desk, slot, ready[0], now)
    elif job.state == JobState.FINISHED:
        _skip(session, slot, "The draft brought no riddle that fits this channel.", now)
    elif job.state in (JobState.FAILED, JobState.CANCELLED):
        _skip(session, slot, job.error or "The draft was cancelled.", now)


def _was_shown(session: Session, riddle: Riddle) -> bool:
    """Whether somebody has rated it, or seen it in a duel."""
    assert riddle.id is not None, "a stored row has an id"
    return bool(ratings.of_riddle(session, riddle.id)) or duels.was_shown(session, riddle.id)


def _post(session: Session, desk: Collaborators, slot: Slot, riddle: Riddle, now: datetime) -> None:
    """The post, its message and the end of its slot are one transaction: none of them without the others."""
    post = posts.create(session, slot.channel, slot.local_date, riddle, now)
    assert post.id is not None, "a stored row has an id"
    outbox.put(session, f"post:{post.id}", slot.channel, _content(session, desk, posts.told(session, post.id)), now)
    slots.close(session, slot, SlotState.DONE, now)
    _LOG.info("Riddle %s is post %s of %s on %s.", riddle.id, post.id, slot.channel, slot.local_date)


def _ready(session: Session, desk: Collaborators, channel: str, day: date) -> list[Riddle]:
    """What may be posted on a date, without what an admin passed over for this channel."""
    since = calendar.start_of(desk.settings.slack.of(channel), day)
    found = drafts.ready(session, channel, since, _writer(session, desk))
    return [riddle for riddle in found if not inbox.is_known(session, _passed_over(channel, riddle.id or 0))]


def _passed_over(channel: str, riddle_id: int) -> str:
    return f"passed-over:{channel}:{riddle_id}"


def _draft(session: Session, desk: Collaborators, channel: str, day: date, edition: int, now: datetime) -> Job:
    """The draft job of a slot under the current writer: a promotion meanwhile asks for another one.

    While any draft is under way that one is returned: what it brings may serve this channel too.
    """
    under_way = jobs.running(session, "draft") + jobs.waiting(session, "draft")
    if under_way:
        return under_way[0]
    facts = {"channel": channel, "local_date": day.isoformat(), "sample_if_offline": desk.local}
    key = f"draft:{channel}:{day}:{edition}:{_writer(session, desk) or 'base'}"
    return jobs.request(session, key, "draft", now, facts)


def _writer(session: Session, desk: Collaborators) -> str | None:
    """The adapter that writes now; only ``tuned`` writes with one."""
    if desk.settings.writing.writer != "tuned":
        return None
    current = adapters.current(session, desk.settings.model.base)
    return current.id if current else None


def _skip(session: Session, slot: Slot, reason: str, now: datetime) -> None:
    slots.close(session, slot, SlotState.SKIPPED, now, reason)
    _LOG.warning("No riddle in %s on %s (%s): %s", slot.channel, slot.local_date, slot.kind, reason)
