"""The hand-written examples nearest to an article: what a model that was taught nothing is shown first.

Nearness is that of meaning where a sentence encoder is given, else of vocabulary (TF-IDF cosine over word stems).
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from riddles.article import Article, tells_same_story, words
from riddles.corpus.stories import Pair
from riddles.prompt import WHOLE_ARTICLE_CHARACTERS
from riddles.riddle import stem
from riddles.sentence_encoder import SentenceEncoder

_TITLE = 3  # a title's words count as often as if the text said them so many times
_LEAD = 600  # characters of a text that say what it is about


class Examples:
    """Pairs of an article and its riddle, found by likeness to another article."""

    def __init__(self, pairs: Sequence[Pair], encoder: SentenceEncoder | None = None) -> None:
        """With an encoder all pairs are read here and now: some seconds that no riddle's time should hold."""
        self._pairs = pairs
        self._encoder = encoder
        self._meanings = None if encoder is None else np.asarray(encoder.encode([_told(one.article) for one in pairs]))

    def nearest(self, article: Article, count: int) -> list[Pair]:
        """At most ``count`` pairs, the most alike first. A pair on the very story is left out: it would be copied."""
        scores = self._by_meaning(article) if self._encoder is not None else self._by_words(article)
        order = sorted(range(len(self._pairs)), key=lambda at: -scores[at])
        others = (at for at in order if not tells_same_story(self._pairs[at].article, article))
        return [self._pairs[at] for at, _ in zip(others, range(count), strict=False)]

    def _by_words(self, article: Article) -> list[float]:
        asked = self._vector(_stem_counts(article))
        return [sum(value * vector.get(stem, 0.0) for stem, value in asked.items()) for vector in self._vectors]

    def _by_meaning(self, article: Article) -> list[float]:
        assert self._encoder is not None, "asked only where there is one"
        assert self._meanings is not None, "made where there is an encoder"
        asked = self._encoder.encode([_told(article)])[0]
        return [float(likeness) for likeness in self._meanings @ asked]

    @cached_property
    def _rarity(self) -> dict[str, float]:
        seen = Counter(stem for pair in self._pairs for stem in _stem_counts(pair.article))
        return {stem: math.log((len(self._pairs) + 1) / count) for stem, count in seen.items()}

    @cached_property
    def _vectors(self) -> list[dict[str, float]]:
        return [self._vector(_stem_counts(pair.article)) for pair in self._pairs]

    def _vector(self, counts: Mapping[str, int]) -> dict[str, float]:
        known = {one: (1 + math.log(count)) * self._rarity[one] for one, count in counts.items() if one in self._rarity}
        length = math.sqrt(sum(value * value for value in known.values())) or 1.0
        return {one: value / length for one, value in known.items()}


def _stem_counts(article: Article) -> Counter[str]:
    told = words(article.text[:WHOLE_ARTICLE_CHARACTERS]) + words(article.title) * _TITLE
    return Counter(stem(word) for word in told)


def _told(article: Article) -> str:
    return f"{article.title}. {article.text[:_LEAD]}"
