"""The figures of a channel's week, for the summary in Slack and for the report: counted here, worded elsewhere.

A figure is ``value``, ``n``, ``low`` and ``high`` (95 %), or ``unscored`` with the reason: fewer than five votes are
said, never shown as a figure.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from evaluation import agreement, human, intervals, preference
from evaluation.gate import Verdict
from evaluation.human import ENOUGH, Vote
from evaluation.preference import Choice, Duel
from evaluation.scorecard import Score, Unscored
from riddles.criteria import Criterion
from storage import adapters, duels, jobs, posts, ratings
from storage.tables import Adapter, AdapterState, Job, JobState, Rating, Riddle

WEEK = timedelta(days=7)
WEEKS = 8  # of the history
_OTHERS = "others"
Figure = dict[str, Any]


def figures(session: Session, channel: str, base: str, now: datetime, ending: date | None = None) -> dict[str, Any]:
    """What a channel's week came to.

    ``week_ending`` (ISO date, ``ending`` or today), ``posts``, ``guessed``, ``solved`` (counts), ``solve_rate`` (share
    of those who guessed, with ``change``), ``criteria`` (mean 1 to 5 of each, with ``change`` on the week before),
    ``agreement`` (Krippendorff's alpha of each over four weeks, with its ``reading``), ``duels`` (share of closed blind
    duels that the current adapter won against others), ``history`` (the last eight weeks, oldest first), ``current``,
    ``changes`` (sentences), ``top_riddle``, ``raters``. Ratings are those of the whole workspace: a riddle may be
    rated by people of several channels, and by some of none.
    """
    since = now - WEEK
    told = posts.since(session, channel, since)
    tallies = [posts.tally(session, post.id or 0) for post in told]
    week = _between(session, since, now)
    before = _between(session, since - WEEK, since)
    current = adapters.current(session, base)
    return {
        "channel": channel,
        "week_ending": (ending or now.date()).isoformat(),
        "posts": len(told),
        "guessed": sum(tally.guessed for tally in tallies),
        "solved": sum(tally.solved for tally in tallies),
        "solve_rate": _solve_rate(session, channel, now),
        "criteria": human.criterion_means(_votes(week), _votes(before)),
        "agreement": _agreement(_between(session, now - 4 * WEEK, now)),
        "duels": _duels(session, current),
        "history": history(session, channel, now),
        "current": current.id if current else None,
        "changes": _changes(session, since),
        "top_riddle": _top(session, week),
        "raters": len({one.person_id for one in week}),
    }


def day(text: str | None) -> date | None:
    """An ISO date, or None for none."""
    return date.fromisoformat(text) if text else None


def _between(session: Session, start: datetime, end: datetime) -> list[Rating]:
    """Ratings given or last changed in a span, both ends included: a figure counts what was there when it was made."""
    return [one for one in ratings.since(session, start) if one.at <= end]


def _votes(rows: Sequence[Rating]) -> list[Vote]:
    return [Vote(row.riddle_id, Criterion(row.criterion), row.value) for row in rows if row.value is not None]


def _solve_rate(session: Session, channel: str, now: datetime) -> Figure:
    found = _solved(session, channel, now)
    before = _solved(session, channel, now - WEEK)
    if "value" in found:
        known = "value" in before
        found["change"] = round(found["value"] - before["value"], 4) if known else None
    return found


def _solved(session: Session, channel: str, end: datetime) -> Figure:
    told = [post for post in posts.since(session, channel, end - WEEK) if post.created_at < end]
    tallies = [posts.tally(session, post.id or 0) for post in told]
    n, hits = sum(tally.guessed for tally in tallies), sum(tally.solved for tally in tallies)
    if n < ENOUGH:
        return {"unscored": f"too few people guessed (n={n})"}
    low, high = intervals.wilson(hits, n)
    return {"value": round(hits / n, 4), "n": n, "low": round(low, 4), "high": round(high, 4)}


def _agreement(rows: Sequence[Rating]) -> dict[str, Figure]:
    """Alpha is counted over four weeks: the riddles of one that two people rated are too few."""
    found = {}
    for criterion in Criterion:
        given = [
            agreement.Rated(row.riddle_id, row.person_id, row.value)
            for row in rows
            if row.criterion == criterion and row.value is not None
        ]
        found[criterion.value] = _alpha(agreement.alpha(given))
    return found


def _alpha(entry: Score | Unscored) -> Figure:
    if isinstance(entry, Unscored):
        return {"unscored": entry.reason}
    if entry.n < ENOUGH:
        return {"unscored": f"too few riddles were rated by two people (n={entry.n})"}
    return {
        "value": round(entry.value, 2), "n": entry.n, "low": round(entry.low, 2), "high": round(entry.high, 2),
        "reading": agreement.reading(entry),
    }  # fmt: skip


def _duels(session: Session, current: Adapter | None) -> Figure:
    if current is None:
        return {"unscored": "no adapter writes yet"}
    met = [_as_duel(one, current.id) for one in duels.voted(session, adapter_id=current.id)]
    found = preference.between(met, current.id, _OTHERS)
    if found is None or found.duels < ENOUGH:
        return {"unscored": f"too few closed duels (n={found.duels if found else 0})"}
    return {
        "value": round(found.value, 4), "n": found.duels, "votes": found.votes,
        "low": round(found.low, 4), "high": round(found.high, 4),
    }  # fmt: skip


def _as_duel(voted: duels.Voted, current: str) -> Duel:
    sides = [current if riddle.adapter_id == current else _OTHERS for riddle in (voted.first, voted.second)]
    choices = tuple(Choice(ballot.choice) for ballot in voted.ballots)
    return Duel(sides[0], sides[1], voted.duel.article_id, choices, voted.duel.closed_at is not None)


def history(session: Session, channel: str, now: datetime) -> list[Mapping[str, Any]]:
    """The last eight weeks, oldest first: ``ending`` (ISO date), ``criteria``, and the channel's ``solve_rate``."""
    ends = [now - WEEK * back for back in reversed(range(WEEKS))]
    return [
        {
            "ending": end.date().isoformat(),
            "criteria": human.criterion_means(_votes(_between(session, end - WEEK, end))),
            "solve_rate": _solved(session, channel, end),
        }
        for end in ends
    ]


def _changes(session: Session, since: datetime) -> list[str]:
    """One sentence for each run that ended this week."""
    runs = [job for job in jobs.latest(session, "train") if job.finished_at and job.finished_at >= since]
    return [_told(session, job) for job in reversed(runs)]


def _told(session: Session, job: Job) -> str:
    if job.state != JobState.FINISHED:
        return f"Retrain #{job.id} {job.state}: {job.error or 'as commanded.'}"
    decision = adapters.decision_of(session, job.id or 0)
    if decision is None:
        return f"Retrain #{job.id} finished without a verdict."
    done = _became(adapters.get(session, decision.adapter_id), decision.verdict)
    return f"Retrain #{job.id}: {decision.verdict}; {done}. {decision.reasons[0] if decision.reasons else ''}".strip()


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
