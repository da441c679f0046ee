"""How close an article is in meaning to each subject, by the sentence encoder.

The vectors of the bank's names and facts ship beside the model, so that a draft need not encode some 4,000 sentences;
they carry the hash of the lines they were made from and are made anew when the bank has changed.
"""

import hashlib
import logging
import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

from riddles.article import Article
from riddles.corpus.bank import Entry
from riddles.embedded.picker import Table
from riddles.sentence_encoder import Vectors

_log = logging.getLogger(__name__)
VECTORS = Path(__file__).parent / "model" / "bank_vectors.safetensors"
_FILLERS = {"{place}": "the town", "{number}": "twelve", "{day}": "Monday"}
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_SENTENCES, _SHORTEST = 14, 20  # sentences read at most; letters of a sentence that tells something


class Encoder(Hashable, Protocol):
    """What this page needs of ``sentence_encoder.SentenceEncoder``."""

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """One unit vector a sentence."""


@dataclass(frozen=True)
class BankLines:
    """The bank as sentences: for each subject names, facts, signs. ``owner`` is each line's subject index."""

    subjects: tuple[str, ...]
    lines: tuple[str, ...]
    owner: tuple[int, ...]

    @property
    def sha256(self) -> str:
        """Identifies the lines the vectors were made from."""
        return hashlib.sha256("\n".join(self.lines).encode()).hexdigest()


class EncodedMeaning:
    """Likenesses of articles to the subjects of one bank."""

    def __init__(self, encoder: Encoder, bank: Mapping[str, Entry], vectors: Path = VECTORS) -> None:
        self._encoder = encoder
        lines, self._vectors = bank_vectors(encoder, bank, vectors)
        self._starts = np.searchsorted(lines.owner, np.arange(len(lines.subjects)))
        self._counts = np.bincount(lines.owner, minlength=len(lines.subjects))

    def likenesses(self, article: Article) -> Table:
        """Four rows of cosines, one column a subject.

        ``nearest`` and ``average`` of its lines to the story as a whole, the best of any sentence to any line, and the
        best of the story's first sentence (its title, where it has no other).
        """
        sentences = self._encoder.encode(_sentences(article))
        centre = sentences.mean(axis=0)
        whole = self._vectors @ (centre / np.linalg.norm(centre))
        single = sentences @ self._vectors.T
        average = np.add.reduceat(whole, self._starts) / self._counts
        best = [self._best(row) for row in (whole, single.max(axis=0), single[:2][-1])]
        return np.array([best[0], average, best[1], best[2]], dtype=np.float64)

    def _best(self, of_lines: Vectors) -> Vectors:
        found: Vectors = np.maximum.reduceat(of_lines, self._starts)
        return found


def lines_of(bank: Mapping[str, Entry]) -> BankLines:
    """The bank as sentences for the encoder, slots filled with plain words."""
    lines: list[str] = []
    owner: list[int] = []
    for number, (subject, entry) in enumerate(bank.items()):
        told = [", ".join((subject, *entry.aliases)), *(_filled(fact) for fact in entry.facts)]
        told += [", ".join(entry.signs)] if entry.signs else []
        lines += told
        owner += [number] * len(told)
    return BankLines(tuple(bank), tuple(lines), tuple(owner))


def bank_vectors(encoder: Encoder, bank: Mapping[str, Entry], path: Path = VECTORS) -> tuple[BankLines, Vectors]:
    """The bank's lines with their vectors: the shipped ones, or made anew where the bank has changed."""
    lines = lines_of(bank)
    shipped = _shipped(lines, path)
    return lines, _made_anew(encoder, lines) if shipped is None else shipped


@lru_cache(maxsize=1)  # picker and solver of one program ask for the same
def _made_anew(encoder: Encoder, lines: BankLines) -> Vectors:
    _log.warning(
        "The clue bank has changed since its vectors were made; its %d lines are read anew, which takes a minute at "
        "every start. `riddlewire embed-model fit` does it once.", len(lines.lines),
    )  # fmt: skip
    return encoder.encode(lines.lines)


def store(encoder: Encoder, bank: Mapping[str, Entry], path: Path = VECTORS) -> None:
    """Encode the bank and write its vectors, in half precision, with the hash of their lines."""
    lines = lines_of(bank)
    vectors = encoder.encode(lines.lines).astype(np.float16)
    save_file({"vectors": vectors}, str(path), metadata={"lines": lines.sha256})


def _shipped(bank: BankLines, path: Path) -> Vectors | None:
    if not path.exists():
        return None
    with safe_open(str(path), framework="numpy") as file:
        if (file.metadata() or {}).get("lines") != bank.sha256:
            return None
    vectors: Vectors = load_file(str(path))["vectors"].astype(np.float32)
    return vectors


def _sentences(article: Article) -> list[str]:
    body = _SENTENCE.split(" ".join(article.text.split()))
    return [
        article.title,
        *[sentence for sentence in body if len(sentence) > _SHORTEST][:_SENTENCES],
    ]


def _filled(fact: str) -> str:
    for slot, words in _FILLERS.items():
        fact = fact.replace(slot, words)
    return fact
