"""What the report tells: everything one team's database knows about how its writers do, as one JSON-ready object."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session

from evaluation import agreement, bradley_terry, preference, scorecard
from evaluation.bradley_terry import Strength
from evaluation.preference import Duel
from riddles.criteria import Criterion
from riddles.settings import Settings
from storage import adapters, canary, datasets, report_rows
from storage.tables import Adapter, Rating
from training.champion import aftercare
from training.figures import weekly

_MANIFEST = "manifest.json"
_SAMPLES = 8
_TIME = "%Y-%m-%d %H:%M"


def report(session: Session, chosen: Settings, home: Path, simulated: bool, now: datetime) -> dict[str, Any]:
    """The report; ``simulated`` counts what simulated people said, too. See ``evaluation.report`` for its keys."""
    rated = report_rows.ratings(session, simulated)
    current = adapters.current(session, chosen.model.base)
    channel = next(iter(chosen.slack.channels), report_rows.channel(session))
    return {
        "made_at": f"{now:{_TIME}} UTC",
        "base": chosen.model.base,
        "current": current.id if current else None,
        "scorecards": _scorecards(session),
        "weeks": weekly.history(session, channel, now),
        "agreement": _agreement(rated),
        "consistency": _consistency(session, simulated),
        "runs": _runs(session, home),
        "duels": _duels(session, simulated),
        "datasets": _datasets(session),
        "samples": _samples(session, rated),
        "decisions": _decisions(session),
    }


def _scorecards(session: Session) -> list[dict[str, Any]]:
    """The newest scorecard of each writer, the current and the newest first, the base last."""
    newest: dict[str, dict[str, Any]] = {}
    for row in report_rows.scorecards(session):
        name = row.adapter_id or canary.BASE
        newest.setdefault(name, {
            "adapter": name, "role": row.role, "run": row.job_id, "exam": row.exam, "at": f"{row.created_at:{_TIME}}",
            "metrics": row.metrics,
        })  # fmt: skip
    for name, card in newest.items():
        if name != canary.BASE:
            card["role"] = adapters.get(session, name).state.value
    return sorted(newest.values(), key=lambda card: (card["adapter"] == canary.BASE, card["role"] != "current"))


def _agreement(rated: Sequence[Rating]) -> dict[str, Any]:
    found = {}
    for criterion in Criterion:
        entry = agreement.alpha([
            agreement.Rated(row.riddle_id, row.person_id, row.value)
            for row in rated if row.criterion == criterion and row.value is not None
        ])  # fmt: skip
        found[criterion.value] = {
            **scorecard.to_json({"alpha": entry})["alpha"], "reading": agreement.reading(entry)
        }  # fmt: skip
    return found


def _consistency(session: Session, simulated: bool) -> dict[str, Any]:
    entry = agreement.self_consistency(report_rows.repeats(session, simulated))
    told: dict[str, Any] = scorecard.to_json({"again": entry})["again"]
    return told


def _runs(session: Session, home: Path) -> list[dict[str, Any]]:
    """Each sealed run, newest first, with the losses its manifest tells; a folder that is gone tells none."""
    return [_run(adapter, _facts(home / adapter.folder / _MANIFEST)) for adapter in adapters.newest(session)]


def _run(adapter: Adapter, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "run": adapter.job_id, "adapter": adapter.id, "state": adapter.state.value, "steps": facts.get("steps"),
        "train_loss": facts.get("train_loss"), "held_out_losses": facts.get("held_out_losses", []),
        "losses": facts.get("losses", []),
    }  # fmt: skip


def _facts(path: Path) -> Mapping[str, Any]:
    try:
        found: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _duels(session: Session, simulated: bool) -> dict[str, Any]:
    """Strengths from duels of every kind; shares of pairs only from closed canary duels."""
    met = aftercare.duels_of(session, simulated, purpose="")
    between = [one for one in met if one.first != one.second]
    plain = bradley_terry.fit(bradley_terry.games_of(between))
    controlled = bradley_terry.fit(bradley_terry.games_of(between, style=True))
    return {
        "votes": sum(len(one.choices) for one in between),
        "strengths": [_strength(one) for one in plain.strengths],
        "controlled": [_strength(one) for one in controlled.strengths],
        "styles": {name: round(value, 1) for name, value in controlled.styles.items()},
        "pairs": _pairs(between),
    }


def _strength(one: Strength) -> dict[str, Any]:
    return {
        "name": one.name, "value": one.value, "low": one.low, "high": one.high, "games": one.games, "rank": one.rank
    }  # fmt: skip


def _pairs(met: Sequence[Duel]) -> list[dict[str, Any]]:
    told = []
    for rival, writer in dict.fromkeys(tuple(sorted((one.first, one.second), key=_age)) for one in met):
        found = preference.between(met, writer, rival)
        if found is not None:
            told.append({
                "writer": writer, "rival": rival, "value": round(found.value, 4), "low": found.low, "high": found.high,
                "duels": found.duels, "votes": found.votes,
            })  # fmt: skip
    return told


def _age(writer: str) -> tuple[int, str]:
    """The base before all adapters, adapters by the number their id begins with."""
    number = writer.partition("-")[0]
    return (0 if writer == canary.BASE else int(number) if number.isdigit() else 1, writer)


def _datasets(session: Session) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id, "made": f"{one.created_at:{_TIME}}", "rows": one.card.get("rows", 0),
            "counts": one.card.get("counts", {}), "ratings": one.card.get("ratings", 0),
            "riddles": len(one.card.get("riddles", [])),
            "adapters": [adapter.id for adapter in datasets.adapters_of(session, one.id)],
            "stale": f"{one.stale_since:%Y-%m-%d}" if one.stale_since else None,
        }
        for one in datasets.newest(session)
    ]  # fmt: skip


def _samples(session: Session, rated: Sequence[Rating]) -> list[dict[str, Any]]:
    """The newest stories on which several writers wrote a fit riddle, one of each."""
    values: dict[int, list[int]] = defaultdict(list)
    for row in rated:
        if row.value is not None:
            values[row.riddle_id].append(row.value)
    told = []
    for story, riddles in report_rows.shared_stories(session, _SAMPLES):
        cells = []
        for one in riddles:
            given = values.get(one.id or 0, [])
            cells.append({
                "author": one.adapter_id or canary.BASE, "text": one.text, "answer": one.answer, "n": len(given),
                "mean": round(sum(given) / len(given), 2) if given else None,
            })  # fmt: skip
        told.append({"story": story.title, "riddles": cells})
    return told


def _decisions(session: Session) -> list[dict[str, Any]]:
    return [
        {
            "at": f"{one.at:{_TIME}}", "kind": one.kind, "run": one.job_id, "adapter": one.adapter_id,
            "verdict": one.verdict, "primary": one.primary, "promoted": one.promoted, "reasons": one.reasons,
            "figures": one.figures,
        }
        for one in canary.decisions(session)
    ]  # fmt: skip
