"""What the figures of an exam are called in Slack: nouns that fit into a table and into a sentence of the gate."""

import re
from collections.abc import Mapping, Sequence

EXAM_ROLES = {"candidate": "new", "current": "now", "base": "base"}
LESS_IS_BETTER = "↓"
_ROLES_MEAN = {
    "candidate": "the adapter that was examined",
    "current": "the one that writes",
    "base": "the model alone",
}
ALL_FIGURES = "`/riddle metrics` shows every figure."
NAMES: Mapping[str, str] = {
    "well_formed": "proper form",
    "answer_hidden": "answer kept hidden",
    "subject_right": "fit to the story",
    "faithful_numbers": "truth of numbers",
    "faithful_names": "truth of names",
    "harmless": "harmlessness",
    "toxicity": "toxicity",
    "answerable": "solvability",
    "distinct_openings": "variety of openings",
    "distinct_1": "variety of words",
    "distinct_2": "variety of word pairs",
    "distinct_3": "variety of word triples",
    "self_repetition": "repetition",
    "novelty": "newness of phrases",
    "training_loss": "error in training",
    "validation_loss": "error on unseen examples",
    "token_accuracy": "next word foreseen",
    "heldout_perplexity": "surprise at liked riddles",
    "disliked_perplexity": "surprise at disliked riddles",
    "heldout_bits": "surprise a character, in bits",
    "premade_loss": "error on our own riddles",
    "forgetting_general": "skill at other tasks",
    "general_loss": "error on other tasks",
    "bleu": "likeness (BLEU)",
    "rouge1": "likeness of words (ROUGE-1)",
    "rouge2": "likeness of pairs (ROUGE-2)",
    "rougeL": "likeness of order (ROUGE-L)",
    "rougeLsum": "likeness of lines (ROUGE-L)",
    "bertscore": "likeness of sense (BERTScore)",
    "honest_score": "hurtful words (HONEST)",
    "counterfactual_bias": "bias by who is named",
}
SHARES = frozenset(NAMES) - {
    "training_loss", "validation_loss", "heldout_perplexity", "disliked_perplexity", "heldout_bits", "premade_loss",
    "general_loss", "bleu", "counterfactual_bias",
}  # fmt: skip
LOWER_IS_BETTER = frozenset({
    "toxicity", "self_repetition", "training_loss", "validation_loss", "heldout_perplexity", "heldout_bits",
    "premade_loss", "general_loss", "honest_score", "counterfactual_bias",
})  # fmt: skip
# what the gate looks at, and what people liked: enough for the message in the channel
TOLD_FIRST = (
    "well_formed", "answer_hidden", "subject_right", "faithful_numbers", "harmless", "distinct_openings",
    "premade_loss", "forgetting_general", "heldout_perplexity", "disliked_perplexity",
)  # fmt: skip
_KNOWN = re.compile(rf"\b(?:{'|'.join(sorted(NAMES, key=len, reverse=True))})\b")


def how_to_read(roles: Sequence[str]) -> str:
    """What stands in which column."""
    said = [f"{EXAM_ROLES[role]}: {_ROLES_MEAN[role]}" for role in roles]
    return f"{'; '.join([*said, 'n: how many riddles'])}. {LESS_IS_BETTER} less is better."


def metric(name: str) -> str:
    """What a figure is called; one that we do not know by its own name, without underscores."""
    return NAMES.get(name, name.replace("_", " "))


def in_words(sentence: str) -> str:
    """A sentence of the gate, with figures called as people read them."""
    return _KNOWN.sub(lambda found: NAMES[found.group()] if "_" in found.group() else found.group(), sentence)


def amount(name: str, value: float) -> str:
    """A figure: a share as percent, anything else as a number."""
    return f"{value:.0%}" if name in SHARES else f"{value:.2f}"
