"""Somebody who guesses before people do: does the answer fit the clues better than other answers would?

The sentence encoder looks at a riddle in two ways: its text as a whole beside every subject's names, and each of its
lines beside every subject's names and facts, best fact a line, averaged. In each way the answer has a place among all
subjects of the clue bank; the better of the two counts. An encoder is a poor solver of riddles, which mislead on
purpose: of our own riddles few are solved outright, so only those are refused whose answer lies far behind
(docs/decisions/0017 has the figures). Not covered: whether a person could solve it.
"""

from collections.abc import Mapping

import numpy as np

from riddles.corpus.bank import Entry
from riddles.embedded import meaning
from riddles.embedded.meaning import Encoder
from riddles.riddle import Riddle
from riddles.sentence_encoder import Vectors

MOST_AHEAD = 0.5  # share of other answers that may fit better


class EncodedSolver:
    """Guesses among the subjects of a bank."""

    def __init__(self, encoder: Encoder, bank: Mapping[str, Entry], most_ahead: float = MOST_AHEAD) -> None:
        self.most_ahead = most_ahead
        self._encoder = encoder
        self._subjects = {subject.lower(): at for at, subject in enumerate(bank)}
        lines, self._vectors = meaning.bank_vectors(encoder, bank)
        self._starts = np.searchsorted(lines.owner, np.arange(len(lines.subjects)))

    def share_ahead(self, riddle: Riddle) -> float:
        """The share (0 to 1) of the bank's other subjects that fit the clues better than the riddle's own answer."""
        told = [*riddle.lines, *riddle.hints]
        names = ", ".join((riddle.answer, *riddle.aliases))
        whole, name, *each = self._encoder.encode([" ".join(told), names, *told])
        lines = np.stack(each)
        return min(self._by_names(whole, name, riddle), self._by_facts(lines, name, riddle))

    def _by_names(self, whole: Vectors, name: Vectors, riddle: Riddle) -> float:
        return self._ahead(self._vectors[self._starts] @ whole, float(name @ whole), riddle)

    def _by_facts(self, lines: Vectors, name: Vectors, riddle: Riddle) -> float:
        fits = np.maximum.reduceat(self._vectors @ lines.T, self._starts, axis=0).mean(axis=1)
        at = self._subjects.get(riddle.answer.lower())
        own = float((lines @ name).mean()) if at is None else float(fits[at])
        return self._ahead(fits, own, riddle)

    def _ahead(self, fits: Vectors, own: float, riddle: Riddle) -> float:
        others = np.ones(len(fits), dtype=bool)
        if (at := self._subjects.get(riddle.answer.lower())) is not None:
            others[at] = False
        return float((fits[others] > own).mean()) if others.any() else 0.0
