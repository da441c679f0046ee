"""What a run would learn from, and about how long it would take and cost: the dry run. Nothing is stored or loaded."""

from collections.abc import Mapping, Sequence
from typing import Any

from riddles.errors import TrainingError
from storage import jobs, lineage
from storage.tables import Job, JobState
from training.data import datasets, examples, gathering, mixing
from training.data.examples import AUGMENTED, GENERAL, LIKED, PREMADE, REWRITE, TRAIN, Chosen, Replay
from training.data.gathering import Gathered
from training.data.labels import Label
from training.runs import run
from training.tuning import recipe
from training.tuning.recipe import Recipe

_LOOKED_AT = 3  # of the last finished runs


def forecast(desk: run.Desk) -> dict[str, Any]:
    """The data, the classes, the replay, the recipe and the estimate of a run that would start now.

    ``ready`` tells whether it would start; ``obstacle`` says in a sentence why not. ``quarantined`` people say the same
    of everything, ``opposed`` ones contradict the others, ``not_agreed`` ones have not agreed to training. ``minutes``
    and ``cost`` are None until a run has finished here with this base and recipe, and no cost is known without
    ``training.price_per_hour``.
    """
    plan, _text = recipe.read(desk.settings.training.recipe)
    found = run.gathered(desk)
    labelled = found.evidence.labelled
    replay = mixing.replay(desk.home, desk.settings, plan)
    chosen, obstacle = _chosen(desk, replay, found)
    with desk.database.reading() as session:
        not_agreed = lineage.not_agreed(session, desk.settings.model.base, desk.simulated)
    return {
        "ready": not obstacle,
        "obstacle": obstacle,
        "liked": sum(one.label == Label.LIKED for one in labelled),
        "disliked": sum(one.label == Label.DISLIKED for one in labelled),
        "rewritten": len(found.evidence.rewrites),
        "duels": len(found.evidence.duels),
        "quarantined": found.consensus.quarantined,
        "not_agreed": not_agreed,
        "opposed": f"{found.consensus.opposed} of {found.consensus.judged}",
        "needed": desk.settings.training.minimum_examples,
        "rows": datasets.card(chosen)["counts"],
        "replay": _mixed(replay),
        "base": desk.settings.model.base,
        "recipe": desk.settings.training.recipe,
        "method": _method(plan),
        "epochs": plan.epochs,
        **_estimate(desk, _training_rows(chosen)),
    }


def sentences(told: Mapping[str, Any]) -> list[str]:
    """A forecast in words for whoever typed the command."""
    unheard = [
        f"{told[name]} {why}"
        for name, why in (
            ("not_agreed", "have not agreed that their ratings train the model"),
            ("quarantined", "say the same of everything"),
        )
        if told[name]
    ]
    rows = ", ".join(f"{count} {name}" for name, count in told["rows"].items())
    return [
        "A run would start now." if told["ready"] else f"A run would not start: {told['obstacle']}",
        f"Rated by enough people: {told['liked']} riddles are liked, {told['disliked']} disliked; "
        f"{told['rewritten']} rewrites, {told['duels']} decided duels.",
        f"Needed: {told['needed']} liked or rewritten riddles.",
        *([f"People whose ratings do not count: {'; '.join(unheard)}."] if unheard else []),
        *([f"People who contradict the others: {told['opposed']}."] if not told["opposed"].startswith("0 ") else []),
        *([f"Rows: {rows}; mixed in: {told['replay']}."] if rows else []),
        f"Base {told['base']}, recipe {told['recipe']}: {told['method']}, at most {told['epochs']} passes.",
        _duration(told),
    ]


def _duration(told: Mapping[str, Any]) -> str:
    if told["minutes"] is None:
        return f"How long it takes is not known: {told['estimated_from']}."
    cost = f", about {told['cost']:.2f} at training.price_per_hour" if told["cost"] is not None else ""
    return f"About {told['minutes']:g} minutes{cost}, judged by {told['estimated_from']}."


def _mixed(replay: Replay) -> str:
    """What is mixed in, of the kinds there are."""
    names = ("hand-written", "by a stronger writer", "general")
    told = [f"{share:g} {name}" for name, (pool, share) in zip(names, replay.kinds, strict=True) if pool]
    return f"{', '.join(told)} for each liked one"


def _chosen(desk: run.Desk, replay: Replay, found: Gathered) -> tuple[Chosen, str]:
    """The examples of the dataset, and why there is none: an empty sentence if there is."""
    try:
        run.refuse_without_leave(desk)
        gathering.refuse_discord(found.consensus)
        return examples.choose(found.evidence, replay, desk.settings.training.minimum_examples), ""
    except TrainingError as error:
        return Chosen([]), str(error)


def _method(plan: Recipe) -> str:
    after = plan.preference.method
    return "supervised (LoRA)" if after == "none" else f"supervised (LoRA), then preferences ({after})"


def _training_rows(chosen: Chosen) -> int:
    return sum(one.split == TRAIN for one in chosen.examples)


def _estimate(desk: run.Desk, rows: int) -> dict[str, Any]:
    """From the last finished runs with this base and recipe: the median of minutes a row, so a guess of that order."""
    with desk.database.reading() as session:
        done = [job for job in jobs.latest(session, "train") if job.state == JobState.FINISHED and job.started_at]
    known = [found for job in done[:_LOOKED_AT] if (found := _minutes_a_row(job)) is not None]
    price = desk.settings.training.price_per_hour
    minutes = round(rows * sorted(known)[len(known) // 2], 1) if known and rows else None
    return {
        "training_rows": rows,
        "minutes": minutes,
        "estimated_from": f"the last {len(known)} finished runs" if known else "no run has finished here yet",
        "cost": round(minutes / 60 * price, 2) if minutes is not None and price else None,
    }


def _minutes_a_row(job: Job) -> float | None:
    trained = _rows_of(job.result)
    if job.finished_at is None or job.started_at is None or not trained:
        return None
    return (job.finished_at - job.started_at).total_seconds() / 60 / trained


def _rows_of(result: dict[str, Any]) -> int:
    """Training rows of a finished run, of the counts in its result ("train/liked" and so on)."""
    shown: Sequence[str] = (LIKED, REWRITE, PREMADE, AUGMENTED, GENERAL)
    return sum(int(result.get(f"{TRAIN}/{origin}", 0)) for origin in shown)
