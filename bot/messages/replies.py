"""What admins asked for and a program had to work out: told to them by direct message when it is done."""

import logging
from datetime import datetime, timedelta

from sqlmodel import Session

from bot import wording
from bot.blocks import insight, kit, preview
from bot.collaborators import Collaborators
from bot.day import posting
from bot.messages import addresses
from storage import drafts, jobs, outbox
from storage.outbox import Content
from storage.tables import Job, JobState

KINDS = ("draft", "forecast", "raters", "weekly")
_LATEST = timedelta(hours=6)  # an answer that took longer is no answer any more
_LOG = logging.getLogger(__name__)


def tell(desk: Collaborators, now: datetime) -> None:
    """Tell everybody who asked (``tell`` in a job's parameters: a person's id) what came of it, once."""
    with desk.database.reading() as session:
        ended = [job.id for kind in KINDS for job in jobs.latest(session, kind) if _is_to_tell(session, job, now)]
    for job_id in ended:
        with desk.database.writing() as session:
            job = jobs.get(session, job_id or 0)
            address = addresses.person(int(job.parameters["tell"]))
            outbox.put(session, _key(job), address, _content(session, desk, job), now)
        _LOG.info("What came of job %s (%s) is told to who asked for it.", job.id, job.kind)


def _is_to_tell(session: Session, job: Job, now: datetime) -> bool:
    ended = job.finished_at is not None and job.finished_at > now - _LATEST
    return ended and bool(job.parameters.get("tell")) and outbox.by_key(session, _key(job)) is None


def _key(job: Job) -> str:
    return f"reply:{job.id}"


def _content(session: Session, desk: Collaborators, job: Job) -> Content:
    if job.state != JobState.FINISHED:
        said = kit.escaped(job.error or wording.RUN_CANCELLED)
        return Content(said, [kit.section(said)])
    match job.kind:
        case "forecast":
            return insight.forecast(job.result)
        case "raters":
            return insight.raters(job.result["raters"])
        case "weekly":
            return insight.people(job.result)
        case _:
            return _draft(session, desk, job)


def _draft(session: Session, desk: Collaborators, job: Job) -> Content:
    channel, day = str(job.parameters["channel"]), datetime.fromisoformat(str(job.parameters["local_date"])).date()
    offered = posting.offered(session, desk, channel, day)
    if not offered:
        return Content(wording.NOTHING_DRAFTED, [kit.section(wording.NOTHING_DRAFTED)])
    return preview.content(channel, *drafts.told(session, offered[0].id or 0))
