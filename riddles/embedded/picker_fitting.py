"""Fits how much each of the picker's features counts, on our hand-written pairs and never on the exam.

Each pair is learned twice: as it is, and with every name of its answer taken out, so that the picker learns to read
stories that only describe their subject. The weights are those of a softmax over the bank's subjects (conditional
logit) with a small ridge, kept from going below zero. Pairs and facts came from the same hands and signs did not, so
shared vocabulary promises more on the pairs than it keeps on real news, and signs less: with the encoder, the weight of
the one is cut to a share, the other's is given, and the rest are fitted around them.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from riddles.article import Article
from riddles.corpus.bank import Entry
from riddles.corpus.stories import Pair
from riddles.embedded import meaning
from riddles.embedded.picker import LEXICAL, LIKENESSES, WEIGHTS, Meaning, Picker, Table
from riddles.riddle import stem

NAMELESS_SHARE = 0.5  # how much a story without its subject's names counts, against one with them
_SAME_HANDS, _SIGNS = 0.6, 0.3  # the share of shared vocabulary, the weight of signs; figures for others in docs/log.md
_RIDGE, _STEPS, _RATE = 0.01, 800, 0.5
_WORD = re.compile(r"[^\W_]+")
Example = tuple[Table, list[int], float]  # features, columns of right subjects, how much it counts


def store(bank: Mapping[str, Entry], pairs: Sequence[Pair], likeness: Meaning, path: Path = WEIGHTS) -> None:
    """Fit the weights with and without the sentence encoder and write them."""
    fitted: dict[str, dict[str, float]] = {}
    for kind, names, used in (("lexical", LEXICAL, None), ("encoded", LEXICAL + LIKENESSES, likeness)):
        picker = Picker(bank, used, weights=[1.0] * len(names))
        learned = examples(picker, pairs)
        weights = fit(learned)
        if used:
            vocabulary, signs = names.index("vocabulary"), names.index("signs")
            weights = fit(learned, held={vocabulary: _SAME_HANDS * weights[vocabulary], signs: _SIGNS})
        fitted[kind] = {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}
    path.write_text(json.dumps({"fitted_on": material(bank, pairs), **fitted}, indent=2) + "\n", encoding="utf-8")


def material(bank: Mapping[str, Entry], pairs: Sequence[Pair]) -> str:
    """Identifies what weights are fitted on: the sha256 of the bank's names, facts and signs, and of the pairs."""
    told = [f"{one.article.title}\n{one.article.text}\n{one.riddle.answer}, {one.riddle.aliases}" for one in pairs]
    return hashlib.sha256("\n".join((meaning.lines_of(bank).sha256, *told)).encode()).hexdigest()


def examples(picker: Picker, pairs: Sequence[Pair]) -> list[Example]:
    """Every pair whose answer the bank knows, as it is and without its subject's names."""
    made: list[Example] = []
    for pair in pairs:
        answers = {pair.riddle.answer, *pair.riddle.aliases}
        right = [at for at, entry in enumerate(picker.bank.values()) if answers & {entry.subject, *entry.aliases}]
        if right:
            entries = list(picker.bank.values())
            names = answers.union(*({entries[at].subject, *entries[at].aliases} for at in right))
            made.append((picker.features(pair.article), right, 1.0))
            made.append((picker.features(nameless(pair.article, sorted(names))), right, NAMELESS_SHARE))
    return made


def nameless(article: Article, names: Sequence[str]) -> Article:
    """The article with every form of the names replaced by "it"."""
    wanted = [[stem(word.lower()) for word in _WORD.findall(name)] for name in names]
    return replace(article, title=_without(article.title, wanted), text=_without(article.text, wanted))


def fit(learned: Sequence[Example], held: Mapping[int, float] | None = None) -> list[float]:
    """Weights of the features, 0 or more, that make the right subjects most likely; ``held`` ones stay as they are."""
    spread = np.mean([features.std(axis=1) for features, _, _ in learned], axis=0)
    spread[spread == 0] = 1.0  # a feature that tells nothing here, such as signs in a bank without any
    scaled = [(features / spread[:, None], right, share) for features, right, share in learned]
    total = sum(share for _, _, share in learned)
    weights = np.full(len(spread), 0.3)
    for step in range(_STEPS):
        for at, value in (held or {}).items():
            weights[at] = value * spread[at]
        uphill = sum(share * _gradient(weights, features, right) for features, right, share in scaled) / total
        rate = _RATE * (1 - step / _STEPS)
        weights = np.maximum(0.0, weights + rate * (uphill - 2 * _RIDGE * weights))
    for at, value in (held or {}).items():
        weights[at] = value * spread[at]
    return [float(weight) for weight in weights / spread]


def _gradient(weights: Table, features: Table, right: Sequence[int]) -> Table:
    scores = weights @ features
    likely = np.exp(scores - scores.max())
    likely /= likely.sum()
    among_right = likely[right] / likely[right].sum()
    gradient: Table = features[:, right] @ among_right - features @ likely
    return gradient


def _without(text: str, wanted: Sequence[Sequence[str]]) -> str:
    found = list(_WORD.finditer(text))
    stems = [stem(word[0].lower()) for word in found]
    hidden: dict[int, str] = {}
    for name in wanted:
        for at in range(len(stems) - len(name) + 1):
            if stems[at : at + len(name)] == list(name):
                hidden.update({at + offset: "" for offset in range(1, len(name))})
                hidden.setdefault(at, "it")
    pieces, end = [], 0
    for at, word in enumerate(found):
        pieces += [text[end : word.start()], hidden.get(at, word[0])]
        end = word.end()
    return "".join([*pieces, text[end:]])
