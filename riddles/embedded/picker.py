"""Which subject of the clue bank an article is about.

Every subject is scored by how prominently the story names it (title, lead, body) and how much its vocabulary overlaps
with the subject's facts (TF-IDF cosine). Where a sentence encoder is at hand (``meaning.py``), its similarity to the
subject's name and facts is added, and leads: it finds stories that never use the word.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import snowballstemmer

from riddles.article import Article, words
from riddles.corpus.bank import Entry

_STEMMER = snowballstemmer.stemmer("english")
_TITLE, _LEAD, _BODY = 3.0, 2.0, 0.5
_LEAD_WORDS, _BODY_WORDS = 60, 400
_SLOT = re.compile(r"\{\w+\}")
Stems = tuple[str, ...]


class Meaning(Protocol):
    """What a sentence encoder adds: a similarity of an article to every subject."""

    def similarities(self, article: Article) -> Mapping[str, float]:
        """For each subject of the bank, how close the article's sentences are to its name and facts."""


@dataclass(frozen=True)
class Weights:
    """How much naming, shared vocabulary and meaning count; how they were fitted is in docs/log.md."""

    naming: float
    vocabulary: float
    meaning: float


LEXICAL = Weights(naming=0.12, vocabulary=1.0, meaning=0.0)
WITH_MEANING = Weights(naming=0.02, vocabulary=0.5, meaning=1.0)


class Picker:
    """Ranks the bank's subjects for an article."""

    def __init__(self, bank: Mapping[str, Entry], meaning: Meaning | None = None) -> None:
        self.bank = bank
        self._meaning = meaning
        self._weights = WITH_MEANING if meaning else LEXICAL
        self._facts = {subject: _described(entry) for subject, entry in bank.items()}
        self._names = {
            subject: [tuple(_stems(name)) for name in (subject, *entry.aliases)] for subject, entry in bank.items()
        }

    def ranking(self, article: Article) -> list[tuple[str, float]]:
        """Every subject with its score, best first. Scores compare subjects within one article only."""
        zones = _zones(article)
        vector = self._vector([stem for stems, weight in zones for stem in stems for _ in range(math.ceil(weight))])
        meant = self._meaning.similarities(article) if self._meaning else {}
        weights = self._weights
        scores = {
            subject: weights.naming * self._naming(subject, zones)
            + weights.vocabulary * _cosine(vector, self._vectors[subject])
            + weights.meaning * meant.get(subject, 0.0)
            for subject in self.bank
        }
        return sorted(scores.items(), key=lambda scored: -scored[1])

    def _naming(self, subject: str, zones: Sequence[tuple[Stems, float]]) -> float:
        """How prominently the article names the subject, rarer names counting more."""
        best = 0.0
        for order, name in enumerate(self._names[subject]):
            named = sum(weight * min(3, _occurrences(name, stems)) for stems, weight in zones)
            best = max(best, (1.0 if order == 0 else 0.8) * math.log1p(named) * self._rarity(name))
        return best

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


def _described(entry: Entry) -> list[str]:
    return _stems(_SLOT.sub(" ", " ".join((*entry.facts, entry.subject, *entry.aliases))))


def _zones(article: Article) -> list[tuple[Stems, float]]:
    body = _stems(article.text)
    return [
        (tuple(_stems(article.title)), _TITLE),
        (tuple(body[:_LEAD_WORDS]), _LEAD),
        (tuple(body[_LEAD_WORDS:_BODY_WORDS]), _BODY),
    ]


def _stems(text: str) -> list[str]:
    stemmed: list[str] = _STEMMER.stemWords(words(text))
    return stemmed


def _occurrences(name: Stems, stems: Stems) -> int:
    size = len(name)
    return sum(stems[at : at + size] == name for at in range(len(stems) - size + 1))


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return sum(value * other.get(stem, 0.0) for stem, value in one.items())
