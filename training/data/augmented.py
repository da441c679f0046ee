"""Riddles that a stronger writer wrote about further stories, kept for training: ``<data folder>/augmented.jsonl``.

One JSON object a line, in the order they were kept, with everything needed to judge, quote or remove one: the story and
its link, who wrote it and under which licence, and how alike it was to what there already was. The file is for people,
too: a line that is deleted is not trained on any more. Nothing here was rated by anybody, or is counted as if it was.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from riddles.article import Article
from riddles.errors import TrainingError
from riddles.prompt import article_prompt
from training.data.examples import AUGMENTED, TRAIN, Example, split_of

FILE = "augmented.jsonl"


@dataclass(frozen=True)
class Augmented:
    """One kept riddle. ``completion`` is in the riddle contract; ``alike`` its highest ROUGE-L (0 to 1) to a riddle
    that was there before it; ``licence`` is the operator's word for what the writer's terms allow.
    """

    title: str
    text: str
    link: str
    source: str
    completion: str
    verse: str
    answer: str
    writer: str
    base: str
    licence: str
    alike: float
    seed: int
    at: str

    @property
    def article(self) -> Article:
        """The story."""
        return Article(self.title, self.text, self.link, self.source)

    @property
    def id(self) -> str:
        """Its name in a dataset's lineage: the hash of its words and its story."""
        return hashlib.sha256(f"{self.article.fingerprint}\x1f{self.completion}".encode()).hexdigest()[:12]


def read(home: Path) -> list[Augmented]:
    """All that are kept, oldest first; none where there is no file. Raises TrainingError for a line that is broken."""
    return list(_rows(home / FILE))


def keep(home: Path, rows: Sequence[Augmented]) -> None:
    """Add them, on disk when this returns."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / FILE).open("a", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{json.dumps(asdict(one), ensure_ascii=False)}\n" for one in rows)
        file.flush()
        os.fsync(file.fileno())


def examples(home: Path) -> list[Example]:
    """What may be trained on, for a base that reads articles: never a riddle on a story that is held out."""
    return [
        Example(
            article_prompt(one.article), one.completion, TRAIN, AUGMENTED, one.article.fingerprint,
            pair=f"{one.id} by {one.writer}: {one.title}",
        )
        for one in read(home)
        if split_of(one.article.fingerprint) == TRAIN
    ]  # fmt: skip


def _rows(path: Path) -> Iterator[Augmented]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n") if path.exists() else []
    except (OSError, UnicodeDecodeError) as error:
        raise TrainingError(f"{path} cannot be read ({error}); repair or remove it.") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield Augmented(**json.loads(line))
        except (ValueError, TypeError) as error:
            raise TrainingError(f"{path}, line {number}, is broken ({error}); repair or delete that line.") from error
