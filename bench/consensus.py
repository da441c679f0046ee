"""How well the consensus withstands colluders and spam: wrong labels, abstentions, clean yield. No model, no torch.

    python bench/consensus.py [--seeds 20] [--json]
    python bench/consensus.py --refusals [--seeds 100]

Riddles have a true quality; honest raters see it with noise and lean one way or the other; attackers do as their
pattern says. A label is wrong if it is the opposite of the truth. The raw column is the label rule without consensus.
``--refusals`` tells instead how often a team is not learned from at all, by its size and by how many of it click.
"""

import json
import random
from collections.abc import Callable
from typing import Annotated

import typer

from riddles.criteria import Criterion
from training.data.consensus import Consensus, Vote, weigh
from training.data.labels import Label, Opinion, label

RIDDLES, RATERS, SHOWN = 200, 24, 8  # riddles, people, and people who rate each riddle
TEAMS, FEW_WEEKS, FIRST_DAYS = (5, 8, 12, 24), 60, 15  # people; riddles
GOOD, BAD = 4.4, 1.6
Attack = Callable[[int, float, random.Random], int]


def honest(quality: float, leaning: float, rng: random.Random) -> int:
    return max(1, min(5, round(quality + leaning + rng.gauss(0, 0.9))))


PATTERNS: dict[str, Attack] = {
    "inverting colluders": lambda _n, quality, rng: max(1, min(5, round(6 - quality + rng.gauss(0, 0.3)))),
    "all-1 spam": lambda _n, _quality, _rng: 1,
    "random clicks": lambda _n, _quality, rng: rng.randint(1, 5),
    "sleepers (honest for half)": lambda n, quality, rng: honest(quality if n < RIDDLES // 2 else 6 - quality, 0, rng),
    "promoters of one in five": lambda n, quality, rng: 5 if n % 5 == 0 else honest(quality, 0, rng),
    "newcomers (last tenth only)": lambda n, quality, _rng: round(6 - quality) if n >= RIDDLES * 9 // 10 else 0,
}


def votes(
    attackers: int, attack: Attack, seed: int, riddles: int = RIDDLES, people: int = RATERS, shown: int = SHOWN
) -> tuple[list[Vote], dict[int, float]]:
    rng = random.Random(seed)
    leanings = [rng.gauss(0, 0.4) for _ in range(people)]
    truth = {number: rng.choice((GOOD, BAD)) for number in range(riddles)}
    cast = []
    for number, quality in truth.items():
        for person in rng.sample(range(people), shown):
            value = attack(number, quality, rng) if person < attackers else honest(quality, leanings[person], rng)
            if value:
                cast.append(Vote(number, person, value))
    return cast, truth


def labelled(cast: list[Vote], found: Consensus) -> dict[int, Label]:
    by_riddle: dict[int, list[Opinion]] = {}
    for at, vote in enumerate(cast):
        by_riddle.setdefault(vote.riddle, []).append(Opinion(at, vote.person, Criterion.HELPFUL, vote.value))
    labels = {number: label(opinions, 3, found) for number, opinions in by_riddle.items()}
    return {number: one for number, one in labels.items() if one is not None}


def measured(pattern: str, attackers: int, seeds: int) -> dict[str, object]:
    wrong = made = raw_wrong = raw_made = abstained = quarantined = 0
    for seed in range(seeds):
        cast, truth = votes(attackers, PATTERNS[pattern], seed)
        found = weigh(cast)
        quarantined += found.quarantined
        for which, got in (("raw", labelled(cast, Consensus())), ("weighed", labelled(cast, found))):
            false = sum((one == Label.LIKED) != (truth[number] == GOOD) for number, one in got.items())
            if which == "raw":
                raw_wrong, raw_made = raw_wrong + false, raw_made + len(got)
            elif found.abstains:
                abstained += 1
            else:
                wrong, made = wrong + false, made + len(got)
    trained = seeds - abstained
    return {
        "pattern": pattern, "attackers": attackers, "share": round(attackers / RATERS, 3), "seeds": seeds,
        "wrong": round(wrong / made, 4) if made else None,
        "yield": round(made / (trained * RIDDLES), 3) if trained else None,
        "raw_wrong": round(raw_wrong / max(1, raw_made), 4), "raw_yield": round(raw_made / (seeds * RIDDLES), 3),
        "abstained": abstained, "quarantined": round(quarantined / seeds, 2),
    }  # fmt: skip


def refused(people: int, clickers: int, riddles: int, seeds: int) -> float:
    """The share of teams that are not learned from. Two of three people rate each riddle."""
    click, shown = PATTERNS["random clicks"], 2 * people // 3
    return sum(weigh(votes(clickers, click, seed, riddles, people, shown)[0]).abstains for seed in range(seeds)) / seeds


def refusals(seeds: int) -> None:
    """A Markdown table of teams of each size."""
    typer.echo("| people | all click | none clicks | none clicks, the first 15 riddles | a quarter clicks |")
    typer.echo(f"|{'---|' * 5}")
    for people in TEAMS:
        kinds = ((people, FEW_WEEKS), (0, FEW_WEEKS), (0, FIRST_DAYS), (people // 4, FEW_WEEKS))
        shares = [f"{refused(people, clickers, riddles, seeds):.2f}" for clickers, riddles in kinds]
        typer.echo(f"| {people} | {' | '.join(shares)} |")


def main(
    seeds: int = 20,
    as_json: Annotated[bool, typer.Option("--json", help="JSON lines instead of a table.")] = False,
    of_teams: Annotated[bool, typer.Option("--refusals", help="How often whole teams are refused.")] = False,
) -> None:
    """Print what each attack comes to; the label rule without consensus in brackets."""
    if of_teams:
        refusals(seeds)
        return
    if not as_json:
        typer.echo(
            "| pattern | attackers | wrong labels | yield | abstained | quarantined |\n|---|---|---|---|---|---|"
        )
    for pattern in PATTERNS:
        for attackers in (0, 1, 2, 4, 6, 8):
            one = measured(pattern, attackers, seeds)
            if as_json:
                typer.echo(json.dumps(one))
                continue
            typer.echo(
                f"| {pattern} | {attackers} of {RATERS} | {one['wrong']} ({one['raw_wrong']}) | {one['yield']} "
                f"({one['raw_yield']}) | {one['abstained']} of {seeds} | {one['quarantined']} |"
            )


if __name__ == "__main__":
    typer.run(main)
