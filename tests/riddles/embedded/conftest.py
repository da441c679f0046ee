"""A bank of three subjects, and an encoder that knows a few words and remembers what it was asked."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from riddles.corpus.bank import Entry
from riddles.sentence_encoder import Vectors


def entry(subject: str, aliases: tuple[str, ...], facts: tuple[str, ...]) -> Entry:
    return Entry(
        subject=subject,
        aliases=aliases,
        theme="test",
        facts=facts,
        couplets=((f"A line about {subject} number one", f"A line about {subject} number two"),) * 4,
        plain=(f"Plainly {subject}", f"Very plainly {subject}"),
        questions=(f"Who knows the {subject}?", f"Who asks about the {subject}?"),
        hints=(f"Vague {subject}", f"Nearer {subject}", f"Very near {subject}"),
    )


@pytest.fixture
def bank() -> Mapping[str, Entry]:
    entries = (
        entry("river", ("waterway",), ("Barges sat idle at {place}", "The river at {place} rose")),
        entry("owl", ("barn owl",), ("Chicks hatched in a nest box at {place}", "An owl in {place} hoots")),
        entry("tax", (), ("The treasury at {place} wants more", "A tax in {place} was cut")),
    )
    return {one.subject: one for one in entries}


class WordEncoder:
    """One direction for each theme it knows by its words; sentences without any point nowhere in particular."""

    THEMES = ("river barges water current", "owl chicks nest feathers", "tax treasury money revenue")

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, sentences: Sequence[str]) -> Vectors:
        self.asked += sentences
        return np.array([self._vector(sentence) for sentence in sentences], dtype=np.float32)

    def _vector(self, sentence: str) -> Vectors:
        said = sentence.lower().replace(".", "").replace(",", "").split()
        counted = np.array([sum(word in said for word in theme.split()) for theme in self.THEMES]) + 0.01
        unit: Vectors = (counted / np.linalg.norm(counted)).astype(np.float32)
        return unit


@pytest.fixture
def encoder() -> WordEncoder:
    return WordEncoder()
