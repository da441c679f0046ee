"""How close an article is in meaning to each subject, by the sentence encoder.

The vectors of the bank's names and facts ship beside the model, so that a draft need not encode some 2,500 sentences;
they carry the hash of the lines they were made from and are made anew when the bank has changed.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

from riddles.article import Article
from riddles.corpus.bank import Entry
from riddles.sentence_encoder import SentenceEncoder, Vectors

VECTORS = Path(__file__).parent / "model" / "bank_vectors.safetensors"
_FILLERS = {"{place}": "the town", "{number}": "twelve", "{day}": "Monday"}
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_SENTENCES, _SHORTEST, _CLOSEST = 14, 20, 3


@dataclass(frozen=True)
class BankLines:
    """The bank as sentences: for each subject its names, then its facts. ``owner`` is each line's subject index."""

    subjects: tuple[str, ...]
    lines: tuple[str, ...]
    owner: tuple[int, ...]

    @property
    def sha256(self) -> str:
        """Identifies the lines the vectors were made from."""
        return hashlib.sha256("\n".join(self.lines).encode()).hexdigest()


class EncodedMeaning:
    """Similarities of articles to the subjects of one bank."""

    def __init__(self, encoder: SentenceEncoder, bank: Mapping[str, Entry], vectors: Path = VECTORS) -> None:
        self._encoder = encoder
        self._bank = lines_of(bank)
        shipped = _shipped(self._bank, vectors)
        self._vectors = encoder.encode(self._bank.lines) if shipped is None else shipped
        starts = [self._bank.owner.index(number) for number in range(len(self._bank.subjects))]
        self._spans = list(zip(starts, [*starts[1:], len(self._bank.lines)], strict=True))

    def similarities(self, article: Article) -> dict[str, float]:
        """For each subject, the sum of four cosines: name, facts, facts nearest to single sentences, nearest of all."""
        sentences = self._encoder.encode(_sentences(article))
        centre = sentences.mean(axis=0)
        whole = self._vectors @ (centre / np.linalg.norm(centre))
        single = sentences @ self._vectors.T
        leading = np.sort(single, axis=0)[-_CLOSEST:].mean(axis=0)
        return {
            subject: float(
                whole[start] + _top(whole[start + 1 : end]) + _top(leading[start:end]) + single[:, start:end].max()
            )
            for subject, (start, end) in zip(self._bank.subjects, self._spans, strict=True)
        }


def lines_of(bank: Mapping[str, Entry]) -> BankLines:
    """The bank as sentences for the encoder, slots filled with plain words."""
    lines: list[str] = []
    owner: list[int] = []
    for number, (subject, entry) in enumerate(bank.items()):
        told = [", ".join((subject, *entry.aliases)), *(_filled(fact) for fact in entry.facts)]
        lines += told
        owner += [number] * len(told)
    return BankLines(tuple(bank), tuple(lines), tuple(owner))


def store(encoder: SentenceEncoder, bank: Mapping[str, Entry], path: Path = VECTORS) -> None:
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


def _top(values: Vectors) -> float:
    return float(np.sort(values)[-_CLOSEST:].mean()) if len(values) else 0.0
