"""What the gate's proxy tells: held-out riddles of simulated teams before and after one fine-tune from the base.

    python bench/proxy.py run OUT.jsonl [--tastes question,rhyme,strict] [--seeds 3] [--vary "epochs=16"]
    python bench/proxy.py table OUT.jsonl

``run`` appends one JSON line a taste and seed: how much more likely each held-out riddle became (nats a token), whether
people liked it, and what share of the new writer's riddles pleases the taste. ``table`` tells how likely it is by luck
that liked riddles became likelier, and that they moved further apart from disliked ones (what the gate asks); and how
often the latter would pass with labels drawn at random: over riddles, and over whole stories.
"""

import json
import random
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import recipes
import typer

from evaluation import gate, intervals
from evaluation.gate import Gain
from riddles import language_model
from riddles.errors import TooFewExamples
from riddles.settings import Settings
from riddles.writers.tuned import TunedWriter
from training.adapters import adapter_folder
from training.data import examples
from training.runs import run_folder
from training.runs.run import gather
from training.simulation import raters, turning
from training.simulation.commands import desk
from training.simulation.turning import Order
from training.tuning import recipe

app = typer.Typer(add_completion=False)
SHUFFLES = 300


@app.command()
def run(
    out: Path,
    tastes: str = "question,rhyme,strict",
    seeds: int = 3,
    vary: Annotated[str, typer.Option(help="TOML lines laid over the recipe.")] = "",
    team: Annotated[int, typer.Option("--raters")] = 12,
) -> None:
    """Draft and rate once for each taste and seed, fine-tune, and read the held-out riddles before and after."""
    warnings.simplefilter("ignore")
    had = {(one["taste"], one["seed"]) for one in recipes.read(out)}
    for seed in range(seeds):
        for taste in tastes.split(","):
            if (taste, seed) in had:
                continue
            told = {"taste": taste, "seed": seed, **_told(Order(taste, raters.team(taste, team, seed), 1, seed), vary)}
            with out.open("a", encoding="utf-8") as file:
                file.write(f"{json.dumps(told)}\n")


def _told(order: Order, vary: str) -> dict[str, Any]:
    plan = recipes.laid_over(recipe.read("embedded")[0], vary)
    with desk(Settings()) as at:
        stage = turning.set_up(at)
        turning.opine(stage, order, turning.hire(stage, order.raters), turning.draft(stage, order, 1), 1)
        try:
            data = gather(at, plan)
        except TooFewExamples as error:
            return {"refused": str(error), "rows": []}
        held = examples.held_out_riddles(data.chosen)
        pairs = [(one.prompt, one.completion) for one in held]
        before = stage.model.sureness(pairs)
        recipes.fine_tuned(at, data, (plan, 1), {})
        sealed = adapter_folder.seal(run_folder.of(at.home, 1).adapter, 1, "", {"base": at.settings.model.base})
        model = language_model.load(at.settings.model)
        model.add_adapter(sealed.id, sealed.folder, sealed.manifest_sha256)
        model.use(sealed.id)
        gains = zip(held, before, model.sureness(pairs), strict=True)
        figures = turning.figures(TunedWriter(model, stage.reader), order)
        return {
            "preferred": figures["preferred"].get("value"),
            "rows": [(int(one.liked), one.story, round(after - old, 5)) for one, old, after in gains],
        }


@app.command()
def table(out: Path) -> None:
    """A Markdown table, one row a taste and seed."""
    typer.echo("| taste | seed | preferred | liked, disliked, stories | luck: likelier | luck: apart | by chance |")
    typer.echo(f"|{'---|' * 7}")
    for one in recipes.read(out):
        gains = [Gain(story, bool(liked), value) for liked, story, value in one["rows"]]
        liked = [gain for gain in gains if gain.liked]
        if not liked or len(liked) == len(gains):
            continue
        likelier = intervals.luck([gain.value for gain in liked], [gain.story for gain in liked])
        stories = len({gain.story for gain in gains})
        preferred = "–" if one["preferred"] is None else f"{one['preferred']:.2f}"
        passing = ", ".join(f"{share:.3f}" for share in _by_chance(gains))
        typer.echo(
            f"| {one['taste']} | {one['seed']} | {preferred} | {len(liked)}, {len(gains) - len(liked)}, {stories} | "
            f"{likelier:.4f} | {luck(gains):.4f} | {passing} |"
        )


def luck(gains: Sequence[Gain]) -> float:
    """How likely it is by luck that liked and disliked riddles moved so far apart; 1 where there are not both."""
    found = gate.apart(gains)
    return 1.0 if found is None else float(found["luck"])


def _by_chance(gains: Sequence[Gain]) -> Iterator[float]:
    """The shares of random labellings that would pass: labels shuffled over riddles, and drawn anew for each story."""
    rng = random.Random(1)
    labels = [gain.liked for gain in gains]
    share = sum(labels) / len(labels)
    passed = [0, 0]
    for _ in range(SHUFFLES):
        rng.shuffle(labels)
        liked = {story: rng.random() < share for story in sorted({gain.story for gain in gains})}
        drawn = (
            [Gain(gain.story, label, gain.value) for gain, label in zip(gains, labels, strict=True)],
            [Gain(gain.story, liked[gain.story], gain.value) for gain in gains],
        )
        for kind, one in enumerate(drawn):
            passed[kind] += luck(one) <= gate.ALPHA_PROXY
    yield from (count / SHUFFLES for count in passed)


if __name__ == "__main__":
    app()
