"""What the channel hears of jobs: a retrain's one message kept up to date, and the weekly summary."""

import logging
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot import wording
from bot.blocks import runs, weekly
from bot.collaborators import Collaborators
from bot.day import calendar
from storage import adapters, jobs, outbox, slots
from storage.outbox import Picture
from storage.tables import AdapterState, Job, JobState, Slot, SlotState

_LOG = logging.getLogger(__name__)
_KEPT_UP = timedelta(days=1)  # after a run's end its message still follows, e.g. a promotion by an admin


def follow_runs(desk: Collaborators, now: datetime) -> None:
    """Bring the message of every open or recent run up to date. Unchanged content is not sent again."""
    with desk.database.reading() as session:
        told = [job for job in jobs.latest(session, "train") if _is_told(job, now)]
    for job in told:
        with desk.database.writing() as session:
            follow(session, desk, job, now)


def follow(session: Session, desk: Collaborators, job: Job, now: datetime) -> None:
    """Bring the message of one run up to date; a run that nobody asked for in a channel has none."""
    if job.id is None or not job.parameters.get("channel"):
        return
    cards = adapters.scorecards_of(session, job.id)
    content = runs.progress(jobs.get(session, job.id), _outcome(session, desk, job.id), cards)
    outbox.put(session, f"run:{job.id}", str(job.parameters["channel"]), content, now)


def claim_weekly(desk: Collaborators, now: datetime) -> None:
    """Claim every weekly summary that has become due and request its figures."""
    wanted = [one for one in calendar.due(desk.settings.slack, now) if one.kind == calendar.WEEKLY]
    for one in wanted:
        request_weekly(desk, one.channel, one.local_date, now, one.skip)


def request_weekly(desk: Collaborators, channel: str, day: date, now: datetime, skip: str = "") -> None:
    """Claim a channel's summary of a date and request its figures, or skip it with a reason; the first time counts."""
    with desk.database.writing() as session:
        slot = slots.claim(session, calendar.WEEKLY, channel, day, now)
        if slot is None:
            return
        if skip:
            _skip(session, slot, skip, now)
        else:
            facts = {"channel": channel, "local_date": day.isoformat()}
            jobs.request(session, _key(slot), "weekly", now, facts)


def tell_weekly(desk: Collaborators, now: datetime) -> None:
    """Post every claimed weekly summary whose figures are there; without figures it is skipped with the reason."""
    with desk.database.reading() as session:
        waiting = [slot.id for slot in slots.open_slots(session, calendar.WEEKLY)]
    for slot_id in waiting:
        with desk.database.writing() as session:
            slot = session.get(Slot, slot_id)
            if slot is not None:
                _tell(session, slot, now)


def _is_told(job: Job, now: datetime) -> bool:
    return bool(job.parameters.get("channel")) and (job.finished_at is None or job.finished_at > now - _KEPT_UP)


def _outcome(session: Session, desk: Collaborators, job_id: int) -> runs.Outcome | None:
    decision = adapters.decision_of(session, job_id)
    if decision is None:
        return None
    state = adapters.get(session, decision.adapter_id).state
    waits = state is AdapterState.CANDIDATE and decision.verdict == "promote" and decision.decided_at is None
    return runs.Outcome(decision, state, waits and desk.settings.gate.approval == "admin")


def _tell(session: Session, slot: Slot, now: datetime) -> None:
    job = jobs.request(session, _key(slot), "weekly", now)  # requested when the slot was claimed: this only finds it
    if job.state == JobState.FINISHED:
        outbox.put(session, _key(slot), slot.channel, weekly.summary(job.result), now)
        chart = job.result.get("chart")
        if chart:
            picture = Picture(chart["path"], wording.CHART_TITLE, chart["told"])
            outbox.put_picture(session, f"chart:{slot.id}", (slot.channel, _key(slot)), picture, now)
        slots.close(session, slot, SlotState.DONE, now)
    elif job.state in (JobState.FAILED, JobState.CANCELLED):
        _skip(session, slot, job.error or "The summary was cancelled.", now)


def _key(slot: Slot) -> str:
    return f"weekly:{slot.channel}:{slot.local_date}"


def _skip(session: Session, slot: Slot, reason: str, now: datetime) -> None:
    slots.close(session, slot, SlotState.SKIPPED, now, reason)
    _LOG.warning("No weekly summary in %s on %s: %s", slot.channel, slot.local_date, reason)
