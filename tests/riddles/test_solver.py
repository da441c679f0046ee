from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from riddles.article import words
from riddles.corpus.bank import Entry
from riddles.riddle import Riddle, stem
from riddles.sentence_encoder import Vectors
from riddles.solver import EncodedSolver

RIVER = Riddle(("I run to the sea and keep my bed",), "river", (), ("Two banks and no money",))
THINGS = {
    "river": ("a bed between two banks", "it runs to the sea"),
    "clock": ("hands and a face", "it strikes the hour"),
    "owl": ("it hunts at night", "round eyes and soft wings"),
    "loaf": ("flour and yeast", "it rises in the oven"),
}


class WordEncoder:
    """Sentences that share word stems are alike."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}

    def encode(self, sentences: Sequence[str]) -> Vectors:
        vectors = np.full((len(sentences), 128), 1e-3, dtype=np.float32)
        for row, sentence in zip(vectors, sentences, strict=True):
            for word in words(sentence):
                if len(word) > 2:
                    row[self.places.setdefault(stem(word), len(self.places))] += 1
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


@pytest.fixture
def solver() -> EncodedSolver:
    bank = {name: Entry(name, (), "x", facts, (), (), (), ()) for name, facts in THINGS.items()}
    return EncodedSolver(WordEncoder(), bank)


def test_no_answer_is_ahead_of_the_one_the_clues_tell_of(solver: EncodedSolver) -> None:
    assert solver.share_ahead(RIVER) == 0.0


def test_an_answer_that_the_clues_tell_nothing_of_is_behind_those_they_do(solver: EncodedSolver) -> None:
    assert (
        solver.share_ahead(replace(RIVER, answer="loaf", lines=("It strikes the hour and runs to the sea",))) >= 1 / 3
    )


def test_an_answer_that_the_bank_does_not_know_is_judged_by_its_name(solver: EncodedSolver) -> None:
    assert solver.share_ahead(replace(RIVER, answer="sea", lines=("A bed to the sea",))) == 0.0
    assert solver.share_ahead(replace(RIVER, answer="moon", lines=("An owl, a loaf, a clock",))) >= 3 / 4
