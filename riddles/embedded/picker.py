"""Which subject of the clue bank an article is about.

Every subject is scored by whether the story's first sentence names it, by how much the story's vocabulary overlaps
with the subject's facts (TF-IDF cosine), and by the subject's signs in title and lead. Where a sentence encoder is at
hand (``meaning.py``), four likenesses of the story to those facts are added: they find stories that never use the
word. How much each counts is fitted on our hand-written pairs (``picker_fitting.py``) and shipped in
``picker_weights.json``; figures are in docs/log.md. A narrower subject ("polar bear") that the story does not name
gives way to the broader one ("bear") that it does.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from riddles.article import Article, words
from riddles.corpus.bank import Entry
from riddles.riddle import stem

WEIGHTS = Path(__file__).parent / "picker_weights.json"
LEXICAL = ("naming", "vocabulary", "signs")
LIKENESSES = ("nearest", "average", "sentence", "lead")
_TITLE, _LEAD, _BODY = 3, 2, 1  # how often a word counts
_LEAD_WORDS, _BODY_WORDS = 60, 400
_ALIAS = 0.8  # an alias names a subject a little less
_SLOT = re.compile(r"\{\w+\}")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
Stems = tuple[str, ...]
Table = NDArray[np.float64]


class Meaning(Protocol):
    """What a sentence encoder adds."""

    def likenesses(self, article: Article) -> Table:
        """Likenesses of an article to every subject of the bank: rows as in LIKENESSES, columns in bank order."""


class Picker:
    """Ranks the bank's subjects for an article. ``weights`` are for LEXICAL, then LIKENESSES if there is a meaning."""

    def __init__(
        self, bank: Mapping[str, Entry], meaning: Meaning | None = None, weights: Sequence[float] | None = None
    ) -> None:
        self.bank = bank
        self._meaning = meaning
        self._weights = np.array(weights or shipped_weights(encoded=meaning is not None))
        self._facts = {subject: _described(entry) for subject, entry in bank.items()}
        self._signs = {subject: [_stems(sign) for sign in entry.signs] for subject, entry in bank.items()}
        self._names = {subject: [_stems(name) for name in (subject, *entry.aliases)] for subject, entry in bank.items()}

    def ranking(self, article: Article) -> list[tuple[str, float]]:
        """Every subject with its score, best first. Scores compare subjects within one article only."""
        scores = dict(zip(self.bank, (float(score) for score in self._weights @ self.features(article)), strict=True))
        said = set(_stems(article.title)) | set(_stems(article.text)[:_BODY_WORDS])
        for narrow, broad in self._narrower:
            if self._is_said(broad, said) and not self._is_said(narrow, said):
                scores[narrow], scores[broad] = sorted((scores[narrow], scores[broad]))
        return sorted(scores.items(), key=lambda scored: -scored[1])

    def features(self, article: Article) -> Table:
        """What the weights weigh: one row a feature, one column a subject."""
        title, text = _stems(article.title), _stems(article.text)[:_BODY_WORDS]
        opening = _Told(_stems(_SENTENCE_END.split(article.text.strip() or article.title, maxsplit=1)[0]))
        lead = _Told(title + text[:_LEAD_WORDS])
        told = self._vector([*title * _TITLE, *text[:_LEAD_WORDS] * _LEAD, *text[_LEAD_WORDS:] * _BODY])
        lexical = np.array(
            [
                (self._naming(subject, opening), _cosine(told, self._vectors[subject]), self._signs_in(subject, lead))
                for subject in self.bank
            ]
        ).T
        return np.vstack([lexical, self._meaning.likenesses(article)]) if self._meaning else lexical

    @cached_property
    def _narrower(self) -> list[tuple[str, str]]:
        """Subjects that are a kind of another by their names ("polar bear", "bear"): the narrow and the broad one."""
        named = {subject: names[0] for subject, names in self._names.items()}
        return [
            (narrow, broad)
            for narrow, long in named.items()
            for broad, short in named.items()
            if len(short) < len(long) and long[-len(short) :] == short
        ]

    def _is_said(self, subject: str, said: set[str]) -> bool:
        """Whether a story that says these stems says all of any of the subject's names."""
        return any(said.issuperset(name) for name in self._names[subject])

    def _naming(self, subject: str, sentence: "_Told") -> float:
        """How rare the rarest name of the subject is that the sentence says; 0 if it says none."""
        said = [
            (_ALIAS if order else 1.0) * self._rarity(name)
            for order, name in enumerate(self._names[subject])
            if sentence.says(name)
        ]
        return max(said, default=0.0)

    def _signs_in(self, subject: str, lead: "_Told") -> float:
        """The summed rarity of the subject's signs that title and lead say, each next one counting less."""
        said = sorted((self._rarity(sign) for sign in self._signs[subject] if lead.says(sign)), reverse=True)
        return sum(rarity / math.sqrt(rank) for rank, rarity in enumerate(said, start=1))

    def _rarity(self, name: Stems) -> float:
        return max(self._idf.get(stem, self._unseen) for stem in name) + 0.5 * (len(name) - 1)

    @cached_property
    def _unseen(self) -> float:
        return math.log(len(self.bank) + 1)

    @cached_property
    def _idf(self) -> dict[str, float]:
        seen = Counter(stem for stems in self._facts.values() for stem in set(stems))
        return {stem: math.log((len(self.bank) + 1) / count) for stem, count in seen.items()}

    @cached_property
    def _vectors(self) -> dict[str, dict[str, float]]:
        return {subject: self._vector(stems) for subject, stems in self._facts.items()}

    def _vector(self, stems: Sequence[str]) -> dict[str, float]:
        counted = Counter(stem for stem in stems if stem in self._idf)
        vector = {stem: (1 + math.log(count)) * self._idf[stem] for stem, count in counted.items()}
        length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
        return {stem: value / length for stem, value in vector.items()}


def shipped_weights(encoded: bool, path: Path = WEIGHTS) -> list[float]:
    """The fitted weights, for a picker with a sentence encoder or without."""
    fitted = json.loads(path.read_text(encoding="utf-8"))["encoded" if encoded else "lexical"]
    return [float(fitted[name]) for name in (LEXICAL + LIKENESSES if encoded else LEXICAL)]


def _described(entry: Entry) -> Stems:
    return _stems(_SLOT.sub(" ", " ".join((*entry.facts, *entry.signs, entry.subject, *entry.aliases))))


def _stems(text: str) -> Stems:
    return tuple(stem(word) for word in words(text))


class _Told:
    """Stems in their order, quick to ask for a phrase: some thousand phrases are asked of every story."""

    def __init__(self, stems: Stems) -> None:
        self._stems = stems
        self._places: dict[str, list[int]] = {}
        for at, stem_ in enumerate(stems):
            self._places.setdefault(stem_, []).append(at)

    def says(self, phrase: Stems) -> bool:
        """Whether the phrase's stems stand one after the other somewhere."""
        return any(self._stems[at : at + len(phrase)] == phrase for at in self._places.get(phrase[0], ()))


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return sum(value * one.get(stem, 0.0) for stem, value in other.items())
