"""What recipes do to the embedded model after one turn of a simulated team: every recipe learns from the same ratings.

    python bench/recipes.py run OUT.jsonl [--tastes short,question] [--seeds 1] [--recipe embedded] \
        --vary "" --vary "max_steps=160" --vary "preference.method='dpo'; preference.learning_rate=1e-4"
    python bench/recipes.py table OUT.jsonl

``--vary`` are TOML lines (separated by semicolons) laid over the recipe. ``run`` appends one JSON line a recipe, taste
and seed, and skips what the file already has. The gate is not asked: this compares what it would be asked about.
"""

import json
import shutil
import time
import tomllib
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from riddles import language_model
from riddles.settings import Settings, Training
from riddles.writers.tuned import TunedWriter
from training import fine_tuning
from training.adapters import adapter_folder
from training.data import datasets
from training.runs import run_folder
from training.runs.run import Data, Desk, gather
from training.runs.run_folder import RunFolder
from training.simulation import raters, turning
from training.simulation.commands import desk
from training.simulation.turning import Order, Stage
from training.tuning import recipe
from training.tuning.recipe import Preferring, Recipe

app = typer.Typer(add_completion=False)
BASE = "(base)"
TOLD = ("steps", "share_kept", "forgotten", "preference", "preference_kept", "preference_reason", "margin_before",
        "margin_after", "preference_forgotten", "malformed_before", "malformed_after", "stopped_by")  # fmt: skip


@app.command()
def run(
    out: Path,
    vary: Annotated[list[str], typer.Option(help="TOML lines laid over the recipe; may be empty.")],
    tastes: str = "short,question",
    seeds: int = 1,
    name: Annotated[str, typer.Option("--recipe")] = "embedded",
    team: Annotated[int, typer.Option("--raters")] = 12,
) -> None:
    """Draft and rate once for each taste and seed, then learn from it with every recipe."""
    warnings.simplefilter("ignore")
    had = {(one["taste"], one["seed"], one["recipe"]) for one in read(out)}
    for seed in range(seeds):
        for taste in tastes.split(","):
            missing = [one for one in vary if (taste, seed, one) not in had]
            if not missing:
                continue
            order = Order(taste, raters.team(taste, team, seed), 1, seed)
            with desk(Settings(training=Training(recipe=name))) as at:
                for told in learned(turning.set_up(at), order, missing, (taste, seed, BASE) not in had):
                    with out.open("a", encoding="utf-8") as file:
                        file.write(f"{json.dumps({'taste': taste, 'seed': seed, **told})}\n")


def learned(stage: Stage, order: Order, varied: list[str], with_base: bool) -> Iterator[dict[str, Any]]:
    """The base's figures, then each recipe's."""
    if with_base:
        yield {"recipe": BASE, **turning.figures(stage.writer, order)}
    persons = turning.hire(stage, order.raters)
    turning.opine(stage, order, persons, turning.draft(stage, order, 1), 1)
    usual, _text = recipe.read(stage.desk.settings.training.recipe)
    supervised: dict[Recipe, RunFolder] = {}  # recipes that differ in what follows only share that stage
    for number, lines in enumerate(varied, 1):
        started = time.monotonic()
        plan = laid_over(usual, lines)
        data = gather(stage.desk, plan)
        told = fine_tuned(stage.desk, data, (plan, number), supervised)
        seconds = time.monotonic() - started
        yield {
            "recipe": lines, **_measured(stage.desk, stage, order, number), **told, "seconds": round(seconds, 1),
            "rows": datasets.card(data.chosen)["counts"],
        }  # fmt: skip


def laid_over(usual: Recipe, lines: str) -> Recipe:
    """A recipe with some of its keys changed."""
    changed = tomllib.loads(lines.replace(";", "\n"))
    told = usual.model_dump()
    told["preference"] |= changed.pop("preference", {})
    return Recipe.model_validate({**told, **changed})


def fine_tuned(
    at: Desk, data: Data, what: tuple[Recipe, int], supervised: dict[Recipe, RunFolder]
) -> Mapping[str, Any]:
    plan, number = what
    folder = run_folder.of(at.home, number)
    facts = {"run": number, "model": at.settings.model.model_dump(), "dataset": data.dataset_id, "processes": 1}
    folder.prepare(facts, _as_toml(plan), datasets.folder_of(at.home, data.dataset_id))
    first = plan.model_copy(update={"preference": Preferring()})
    if first in supervised:
        shutil.copytree(supervised[first].supervised, folder.supervised)
        folder.supervised_done(supervised[first].supervised_facts() or {})
    fine_tuning.fine_tune(folder, lambda _stage, _done: None)
    supervised.setdefault(first, folder)
    outcome = folder.outcome() or {}
    return {name: outcome[name] for name in TOLD if name in outcome}


def _measured(at: Desk, stage: Stage, order: Order, number: int) -> dict[str, Any]:
    folder = run_folder.of(at.home, number)
    sealed = adapter_folder.seal(folder.adapter, number, "", {"base": at.settings.model.base})
    model = language_model.load(at.settings.model)
    model.add_adapter(sealed.id, sealed.folder, sealed.manifest_sha256)
    model.use(sealed.id)
    return turning.figures(TunedWriter(model, stage.reader), order)


def _as_toml(plan: Recipe) -> str:
    told = plan.model_dump()
    further = told.pop("preference")
    lines = [f"{key} = {json.dumps(value)}" for key, value in told.items()]
    return "\n".join([*lines, "[preference]", *(f"{key} = {json.dumps(value)}" for key, value in further.items())])


@app.command()
def table(out: Path) -> None:
    """A Markdown table: means over tastes and seeds of one recipe, taste by taste."""
    told = read(out)
    names = ("preferred", "valid", "subject", "distinct")
    typer.echo(f"| taste | recipe | seeds | {' | '.join(names)} | share kept | forgotten | further | s |")
    typer.echo(f"|{'---|' * 11}")
    for taste, lines in dict.fromkeys((one["taste"], one["recipe"]) for one in told):
        rows = [one for one in told if (one["taste"], one["recipe"]) == (taste, lines)]
        means = [f"{_mean([one[name]['value'] for one in rows]):.3f}" for name in names]
        rest = [
            _of(rows, "share_kept", ".2f"),
            _of(rows, "forgotten", "+.3f"),
            _further(rows),
            _of(rows, "seconds", ".0f"),
        ]
        typer.echo(f"| {taste} | {lines or '(as it is)'} | {len(rows)} | {' | '.join([*means, *rest])} |")


def _further(rows: list[dict[str, Any]]) -> str:
    """What preference training came to: kept or not, the held-out margins and the malformed riddles."""
    found = [one for one in rows if "margin_after" in one]
    kept = sum(one["preference_kept"] for one in found)
    if not found:
        return ""
    margins, malformed = (
        [_mean([one[f"{name}_{when}"] for one in found]) for when in ("before", "after")]
        for name in ("margin", "malformed")
    )
    return (
        f"kept {kept} of {len(found)}; margin {margins[0]:+.2f} to {margins[1]:+.2f}; "
        f"malformed {malformed[0]:.1f} to {malformed[1]:.1f}"
    )


def _of(rows: list[dict[str, Any]], name: str, how: str) -> str:
    values = [float(one[name]) for one in rows if one.get(name) is not None]
    return format(_mean(values), how) if values else ""


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


def read(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()] if out.exists() else []


if __name__ == "__main__":
    app()
