"""After a verdict: a challenger's riddles for blind duels, a daily look at what people say, and what came of it."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot import wording
from bot.blocks import kit
from bot.collaborators import Collaborators
from storage import adapters, canary, duels, jobs, outbox
from storage.outbox import Content
from storage.tables import Job, JobState

CANARY, WATCH = "canary", "watch"
_FRESH = timedelta(hours=36)
_LATEST = 5  # jobs of a kind that are looked at


def claim(desk: Collaborators, now: datetime) -> None:
    """Request a challenger's riddles after each draft, and one look a day (UTC), where there is somebody to look at."""
    with desk.database.writing() as session:
        base, share = desk.settings.model.base, desk.settings.gate.canary_share
        challenged = canary.challenger(session, base) is not None
        if challenged and share:
            _challenge(session, desk, now)
        if challenged or duels.open_duels(session, duels.CANARY):
            jobs.request(session, f"{WATCH}:{now.date()}", WATCH, now, {"simulated": desk.local})


def tell(desk: Collaborators, now: datetime) -> None:
    """Tell every channel what a look decided; once each."""
    with desk.database.writing() as session:
        for job in jobs.latest(session, WATCH, _LATEST):
            if job.state == JobState.FINISHED and job.result.get("told"):
                for channel in desk.settings.slack.channels:
                    outbox.put(session, f"{WATCH}:{job.id}:{channel}", channel, _content(job), now)


def _challenge(session: Session, desk: Collaborators, now: datetime) -> None:
    """Once a draft, where the current writer has written on stories that have no such duel yet."""
    draft = next(iter(jobs.latest(session, "draft", 1)), None)
    current = adapters.current(session, desk.settings.model.base)
    unmet = canary.unmet(session, current.id if current else None, now - _FRESH)
    if unmet and draft is not None and draft.state == JobState.FINISHED:
        jobs.request(session, f"{CANARY}:{draft.id}", CANARY, now, {"simulated": desk.local})


def _content(job: Job) -> Content:
    said = "\n".join(kit.one_line(sentence, 600) for sentence in job.result["told"])
    return Content(f"{wording.WATCH_TITLE}: {said}", [kit.header(wording.WATCH_TITLE), kit.section(said)])
