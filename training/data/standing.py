"""How each rater rates: counts, and how far they agree with the others and with themselves. For admins only."""

from collections import defaultdict
from typing import Any

from sqlmodel import Session

from evaluation import agreement
from evaluation.scorecard import Entry, Unscored
from riddles.criteria import Criterion
from storage import ratings
from storage.tables import Person, Rating, Riddle
from training.data import consensus, labels
from training.data.labels import Opinion


def raters(session: Session) -> list[dict[str, Any]]:
    """Everyone who has rated, most ratings first.

    ``person`` (row id, no Slack id), ``ratings``, ``cant_tell``, ``means`` by criterion, ``simulated``, ``consented``,
    ``weight`` (0 to 1, in the consensus of those who consented), ``agreement`` (with the others, −1 to 1, None if
    unknown), ``quarantined``, ``self_consistency`` (a figure, or ``unscored`` with the reason).
    """
    given = ratings.with_people(session)
    found = consensus.weigh(_votes(given))
    rows = [_row(session, person, mine, found.of(person.id or 0)) for person, mine in given]
    return sorted(rows, key=lambda row: -int(row["ratings"]))


def _row(session: Session, person: Person, mine: list[Rating], standing: consensus.Standing) -> dict[str, Any]:
    means = {name.value: _mean([one.value for one in mine if one.criterion == name]) for name in Criterion}
    return {
        "person": person.id, "ratings": len(mine), "cant_tell": sum(one.value is None for one in mine), "means": means,
        "simulated": person.simulated, "consented": person.consented_at is not None,
        "weight": round(standing.weight, 3),
        "agreement": None if standing.agreement is None else round(standing.agreement, 2),
        "quarantined": standing.quarantined,
        "self_consistency": _figure(agreement.self_consistency(_repeats(session, mine))),
    }  # fmt: skip


def _votes(given: list[tuple[Person, list[Rating]]]) -> list[consensus.Vote]:
    """The votes of those who consented, riddle by riddle: what the consensus of a run is made of."""
    by_riddle: dict[int, list[Opinion]] = defaultdict(list)
    for person, mine in given:
        for one in mine if person.consented_at is not None else ():
            by_riddle[one.riddle_id].append(Opinion(one.id or 0, one.person_id, Criterion(one.criterion), one.value))
    return [vote for riddle_id, opinions in by_riddle.items() for vote in labels.votes_of(riddle_id, opinions)]


def _repeats(session: Session, mine: list[Rating]) -> list[tuple[int, int]]:
    """First and later values that one person gave the same words for one criterion: a riddle that came twice."""
    seen: dict[tuple[str, str], int] = {}
    pairs = []
    for one in mine:
        riddle = session.get(Riddle, one.riddle_id)
        if riddle is None or one.value is None:
            continue
        key = riddle.text, one.criterion
        if key in seen:
            pairs.append((seen[key], one.value))
        seen[key] = one.value
    return pairs


def _mean(values: list[int | None]) -> float | None:
    told = [value for value in values if value is not None]
    return round(sum(told) / len(told), 2) if told else None


def _figure(entry: Entry) -> dict[str, Any]:
    if isinstance(entry, Unscored):
        return {"unscored": entry.reason}
    return {"value": round(entry.value, 2), "n": entry.n, "low": round(entry.low, 2), "high": round(entry.high, 2)}
