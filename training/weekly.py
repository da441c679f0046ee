"""The figures of the weekly summary, as the result of a job: the bot words and posts them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from evaluation import human
from evaluation.gate import Verdict
from evaluation.human import Vote
from riddles.criteria import Criterion
from storage import adapters, jobs, posts, ratings
from storage.tables import Adapter, AdapterState, Job, JobState, Rating, Riddle

WEEK = timedelta(days=7)


def figures(session: Session, channel: str, base: str, now: datetime) -> dict[str, Any]:
    """What a channel's week came to: posts, guesses, criterion means with n and interval, and what the model did."""
    since = now - WEEK
    told = posts.since(session, channel, since)
    tallies = [posts.tally(session, post.id or 0) for post in told]
    week = ratings.since(session, since)
    before = [one for one in ratings.since(session, since - WEEK) if one.at < since]
    current = adapters.current(session, base)
    return {
        "week_ending": now.date().isoformat(),
        "posts": len(told),
        "guessed": sum(tally.guessed for tally in tallies),
        "solved": sum(tally.solved for tally in tallies),
        "criteria": human.criterion_means(_votes(week), _votes(before)),
        "current": current.id if current else None,
        "changes": _changes(session, since),
        "top_riddle": _top(session, week),
        "raters": len({one.person_id for one in week}),
    }


def _votes(rows: Sequence[Rating]) -> list[Vote]:
    return [Vote(row.riddle_id, Criterion(row.criterion), row.value) for row in rows if row.value is not None]


def _changes(session: Session, since: datetime) -> list[str]:
    """One sentence for each run that ended this week."""
    runs = [job for job in jobs.latest(session, "train") if job.finished_at and job.finished_at >= since]
    return [_told(session, job) for job in reversed(runs)]


def _told(session: Session, job: Job) -> str:
    if job.state != JobState.FINISHED:
        return f"Run {job.id} {job.state}: {job.error or 'as commanded.'}"
    decision = adapters.decision_of(session, job.id or 0)
    if decision is None:
        return f"Run {job.id} finished without a verdict."
    done = _became(adapters.get(session, decision.adapter_id), decision.verdict)
    return f"Run {job.id}: {decision.verdict}, {done}. {decision.reasons[0] if decision.reasons else ''}".strip()


def _became(adapter: Adapter, verdict: str) -> str:
    """What has happened to a run's adapter since, by the gate or by an admin."""
    if adapter.state == AdapterState.CURRENT:
        return f"adapter {adapter.id} writes now"
    if adapter.state == AdapterState.RETIRED:
        return f"adapter {adapter.id} wrote for a while"
    waits = adapter.state == AdapterState.CANDIDATE and verdict == Verdict.PROMOTE
    return f"adapter {adapter.id} waits for an admin to promote it" if waits else "the writer stays as it was"


def _top(session: Session, week: Sequence[Rating]) -> dict[str, Any] | None:
    found = human.best_rated(_votes(week))
    if found is None:
        return None
    riddle_id, value, n = found
    riddle = session.get(Riddle, riddle_id)
    assert riddle is not None, "a rating's riddle is a foreign key"
    return {"text": riddle.text, "answer": riddle.answer, "value": round(value, 2), "n": n}
