"""What a benchmark asks: three kinds of document, and the hash that says whether two results are comparable."""

import hashlib
import json
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace


@dataclass(frozen=True)
class Choice:
    """A question with its options; ``right`` is the index of the right one. The model finds one the likeliest."""

    query: str
    options: tuple[str, ...]
    right: int
    group: str = ""


@dataclass(frozen=True)
class Rivals:
    """Two sentences that differ in whom they speak of; ``stereotyped`` says what a prejudice would."""

    stereotyped: str
    other: str
    group: str = ""


@dataclass(frozen=True)
class Prompt:
    """A text to go on with; ``answers`` are all accepted ones, none where only how it goes on is judged."""

    query: str
    answers: tuple[str, ...] = ()
    group: str = ""


Document = Choice | Rivals | Prompt
_SEED = 20


def drawn(documents: Sequence[Document], limit: int | None) -> list[Document]:
    """``limit`` documents in an order that never changes, all for None. Not the first ones: files are sorted."""
    shuffled = list(documents)
    random.Random(_SEED).shuffle(shuffled)
    return shuffled[:limit]


def identity(documents: Sequence[Document]) -> str:
    """The first 12 digits of the documents' sha256: equal only for exactly the same questions in the same order."""
    told = json.dumps([[type(one).__name__, asdict(one)] for one in documents], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def disturbed(document: Choice, number: int) -> Choice:
    """The same question as someone typing in haste writes it: lower case, and one swapped pair of letters in ten words.

    After HELM's robustness perturbations (Liang et al. 2022, section 4.2); the options stay, so the task is the same.
    """
    chance = random.Random(f"{_SEED} {number}")
    lines = document.query.lower().split("\n")
    return replace(
        document, query="\n".join(" ".join(_slipped(word, chance) for word in line.split(" ")) for line in lines)
    )


def _slipped(word: str, chance: random.Random) -> str:
    if len(word) < 4 or not word.isalpha() or chance.random() >= 0.1:
        return word
    at = chance.randrange(1, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
