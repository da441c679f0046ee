"""Retrains that nobody commands: on a weekday, or once enough new ratings have come in. A setting turns them on.

Each is requested once, however often the clock looks: the key of its job names the date or the run before it.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.collaborators import Collaborators
from bot.day import calendar
from storage import jobs, ratings
from storage.tables import Job

_LOG = logging.getLogger(__name__)


def request_due(desk: Collaborators, now: datetime) -> None:
    """Request the retrain that is due, if one is: none without new ratings, or while another one waits or runs."""
    chosen = desk.settings.training
    wanted = chosen.retrain_on or chosen.retrain_after
    if not wanted or not desk.settings.slack.channels or not (desk.local or chosen.enabled_on_slack):
        return
    with desk.database.reading() as session:
        key = _key(session, desk, now)
    if key:
        with desk.database.writing() as session:
            _request(session, desk, key, now)


def fresh(session: Session, since: datetime | None) -> tuple[int, int]:
    """How many ratings can be trained on that came, or changed, after a moment, and of how many people.

    A rating is what one person says of one riddle, by however many criteria.
    """
    found = {
        (rating.riddle_id, rating.person_id) for rating, _person in ratings.consented(session)
        if since is None or rating.at > since
    }  # fmt: skip
    return len(found), len({person for _, person in found})


def _key(session: Session, desk: Collaborators, now: datetime) -> str:
    """The key of the job that is due; empty if none is."""
    runs = jobs.latest(session, jobs.TRAIN)
    if any(run.finished_at is None for run in runs):
        return ""
    last = runs[0] if runs else None
    count, _ = fresh(session, last.requested_at if last else None)
    after = desk.settings.training.retrain_after
    if after and count >= after:
        return f"retrain:after:{last.id if last else 0}"
    weekly = _weekly(desk, now)
    return weekly if count and not _is_known(runs, weekly) else ""


def _weekly(desk: Collaborators, now: datetime) -> str:
    """The key of this week's retrain, within some hours of its moment; empty outside them."""
    chosen, place = desk.settings.training, calendar.zone(desk.settings.slack)
    for back in range(2):
        day = now.astimezone(place).date() - timedelta(days=back)
        at = calendar.moment(day, chosen.retrain_at, place)
        if f"{day:%a}" == chosen.retrain_on and at <= now <= at + calendar.LATEST:
            return f"retrain:on:{day}"
    return ""


def _is_known(runs: Sequence[Job], key: str) -> bool:
    return not key or any(run.key == key for run in runs)


def _request(session: Session, desk: Collaborators, key: str, now: datetime) -> None:
    channel = desk.settings.slack.channels[0]
    job = jobs.request(session, key, jobs.TRAIN, now, {"channel": channel, "simulated": desk.local})
    _LOG.info("Retrain %s is requested by the clock (%s).", job.id, key)
