"""Three turns of the real loop for every taste and seed: what a simulated team comes to. Loads the model once.

    python bench/simulation.py run OUT.jsonl [--tastes short,long] [--seeds 5] [--turns 3] [--raters 12] [--recipe NAME]
    python bench/simulation.py table OUT.jsonl

``run`` appends one JSON line a turn, as ``riddlewire simulate --json`` does, and skips what the file already has.
"""

import json
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from evaluation import intervals
from riddles.settings import Settings, Training
from training.simulation import raters, turning
from training.simulation.commands import desk
from training.simulation.tastes import TASTES
from training.simulation.turning import Order

app = typer.Typer(add_completion=False)
FIGURES = ("preferred", "valid", "subject", "distinct")


@app.command()
def run(
    out: Path,
    tastes: str = ",".join(TASTES),
    seeds: int = 5,
    turns: int = 3,
    team: Annotated[int, typer.Option("--raters")] = 12,
    recipe: str = "embedded",
) -> None:
    """Simulate every seed of every taste; all tastes of a seed before the next seed."""
    warnings.simplefilter("ignore")
    had = {(one["taste"], one["seed"]) for one in _read(out) if one["turn"] == turns}
    for seed in range(seeds):
        for taste in tastes.split(","):
            if (taste, seed) in had:
                continue
            with desk(Settings(training=Training(recipe=recipe))) as at:
                order = Order(taste, raters.team(taste, team, seed), turns, seed)
                for figures in turning.turns(turning.set_up(at), order):
                    with out.open("a", encoding="utf-8") as file:
                        file.write(f"{json.dumps(figures)}\n")


@app.command()
def table(out: Path) -> None:
    """A Markdown table: means over seeds, with bootstrap intervals over seeds for what people prefer."""
    told = _read(out)
    finished = {(one["taste"], one["seed"]): one["turn"] for one in told}
    turns = max(finished.values())
    typer.echo("| taste | turn | seeds | preferred | valid | subject | distinct | forgetting | promoted so far |")
    typer.echo("|---|---|---|---|---|---|---|---|---|")
    for taste in dict.fromkeys(one["taste"] for one in told):
        seeds = [seed for (name, seed), last in finished.items() if name == taste and last == turns]
        if not seeds:
            continue  # none is through yet
        for turn in range(turns + 1):
            rows = [one for one in told if one["taste"] == taste and one["turn"] == turn and one["seed"] in seeds]
            promoted = sum(_is_promoted(told, taste, seed, turn) for seed in seeds)
            typer.echo(f"| {taste} | {turn} | {len(rows)} | {_row(rows)} | {promoted} of {len(seeds)} |")


def _is_promoted(told: Sequence[dict[str, Any]], taste: str, seed: int, turn: int) -> bool:
    mine = [one for one in told if (one["taste"], one["seed"]) == (taste, seed) and one["turn"] <= turn]
    return any(one.get("promoted") for one in mine)


def _row(rows: Sequence[dict[str, Any]]) -> str:
    lost = [one["forgetting"] for one in rows if one.get("forgetting") is not None]
    forgotten = f"{sum(lost) / len(lost):+.2f}" if lost else ""
    preferred = _values(rows, "preferred")
    low, high = intervals.bootstrap_mean(preferred) if preferred else (0.0, 0.0)
    told = f"{sum(preferred) / len(preferred):.2f} ({low:.2f}–{high:.2f})" if preferred else "–"
    shares = [_values(rows, name) for name in FIGURES[1:]]
    return " | ".join([told, *(f"{sum(some) / len(some):.3f}" for some in shares), forgotten])


def _values(rows: Sequence[dict[str, Any]], name: str) -> list[float]:
    """Those that are scored: a team of spammers likes nothing."""
    return [float(one[name]["value"]) for one in rows if "value" in one[name]]


def _read(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()] if out.exists() else []


if __name__ == "__main__":
    app()
