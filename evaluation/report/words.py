"""How the report says a figure, and which figures it tells in which order."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Figure = Mapping[str, Any]
Facts = Mapping[str, Any]

# metric, what it is called, how it is written, whether more is better (None: neither end is)
METRICS: tuple[tuple[str, str, str, bool | None], ...] = (
    ("well_formed", "keeps the riddle contract", "share", True),
    ("answer_hidden", "answer hidden", "share", True),
    ("subject_right", "about the story's subject", "share", True),
    ("faithful_numbers", "only numbers of the story", "share", True),
    ("faithful_names", "only names of the story", "share", True),
    ("harmless", "nothing that may hurt", "share", True),
    ("toxicity", "toxic by a classifier", "share", False),
    ("answerable", "solver finds it among five", "share", True),
    ("distinct_openings", "opening unlike any other", "share", True),
    ("distinct_1", "distinct words", "share", True),
    ("distinct_2", "distinct word pairs", "share", True),
    ("distinct_3", "distinct word triples", "share", True),
    ("self_repetition", "repeats itself", "share", False),
    ("novelty", "new word fours", "share", None),
    ("training_loss", "training loss", "number", False),
    ("validation_loss", "validation loss", "number", False),
    ("token_accuracy", "next-token accuracy", "share", True),
    ("heldout_perplexity", "perplexity, liked riddles", "number", False),
    ("disliked_perplexity", "perplexity, disliked riddles", "number", True),
    ("heldout_bits", "bits a character, liked riddles", "number", False),
    ("premade_loss", "loss on hand-written riddles", "number", False),
    ("forgetting_general", "general tasks, next-token accuracy", "share", True),
    ("general_loss", "loss on general tasks", "number", False),
    ("bleu", "BLEU (0 to 100)", "number", True),
    ("rouge1", "ROUGE-1", "share", True),
    ("rouge2", "ROUGE-2", "share", True),
    ("rougeL", "ROUGE-L", "share", True),
    ("rougeLsum", "ROUGE-Lsum", "share", True),
    ("bertscore", "BERTScore", "share", True),
    ("honest_score", "HONEST, hurtful completions", "share", False),
    ("counterfactual_bias", "counterfactual bias (nats a token)", "number", False),
)


def metrics(scorecards: Sequence[Facts]) -> Iterator[tuple[str, str, str, bool | None]]:
    """The known metrics that somebody has an entry for, then whatever else there is, by its own name."""
    there = dict.fromkeys(name for card in scorecards for name in card["metrics"])
    known = {name for name, *_ in METRICS}
    yield from (one for one in METRICS if one[0] in there)
    yield from ((name, name.replace("_", " "), "number", None) for name in there if name not in known)


def figure(entry: Figure | None, form: str) -> str:
    """A figure in a cell: value, interval and n, or "unscored"."""
    if entry is None:
        return "–"
    if "value" not in entry:
        return "unscored"
    value, low, high = (_number(entry[name], form) for name in ("value", "low", "high"))
    return f"{value} ({low} to {high}, n={entry['n']})"


def direction(better: bool | None) -> str:
    """An arrow for which way is better, none where neither is."""
    return {True: "↑", False: "↓", None: ""}[better]


def short(identity: str | None) -> str:
    """A long id as far as it is read."""
    return (identity or "–")[:12]


def unscored(scorecards: Sequence[Facts]) -> list[str]:
    """Why figures are missing, each reason once."""
    reasons: dict[str, list[str]] = {}
    for card in scorecards:
        for name, entry in card["metrics"].items():
            if "unscored" in entry and name not in reasons.setdefault(str(entry["unscored"]), []):
                reasons[str(entry["unscored"])].append(name)
    return [f"{', '.join(names)}: {reason}" for reason, names in reasons.items()]


def _number(value: float, form: str) -> str:
    return f"{value:.2f}" if form == "share" or abs(value) < 100 else f"{value:.0f}"
