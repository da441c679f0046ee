"""The cards of corpus and embedded model say what there is."""

import json
import re
from pathlib import Path

import pytest

from riddles.corpus import bank, stories
from riddles.corpus.exporting import CARD
from riddles.language_model import EMBEDDED_FOLDER

ROOT = Path(__file__).parents[3]
CORPUS_CARD = bank.FOLDER.parent / CARD


@pytest.mark.parametrize(
    ("what", "part"),
    [("aliases", "aliases"), ("facts", "facts"), ("rhymed couplets", "couplets"), ("plain lines", "plain"),
     ("closing questions", "questions"), ("hints", "hints"), ("signs", "signs")],
)  # fmt: skip
def test_the_corpus_card_counts_every_part_of_the_bank(what: str, part: str) -> None:
    count = sum(len(getattr(entry, part)) for entry in bank.read().values())

    assert f"{count:,} {what}" in CORPUS_CARD.read_text(encoding="utf-8")


def test_the_corpus_card_counts_subjects_themes_and_stories() -> None:
    card, entries = CORPUS_CARD.read_text(encoding="utf-8"), bank.read().values()
    themes, signed = len({entry.theme for entry in entries}), sum(bool(entry.signs) for entry in entries)

    assert f"{len(entries)} subjects in {themes} themes" in card
    assert f"for {signed} of them" in card
    assert f"{len(stories.pairs())} stories (about" in card
    assert f"{len(stories.exam())} stories: {sum(story.named for story in stories.exam())} name" in card


def test_the_embedded_models_card_says_its_size_and_its_subjects() -> None:
    card = (EMBEDDED_FOLDER / CARD).read_text(encoding="utf-8")
    trained = json.loads((EMBEDDED_FOLDER / "training.json").read_text(encoding="utf-8"))
    files = sum(path.stat().st_size for path in EMBEDDED_FOLDER.iterdir()) / 1e6
    told = re.search(r"(\d+) MB in all", card)

    assert f"{trained['parameters'] / 1e6:.1f} million parameters" in card
    assert f"{trained['subjects']} subjects" in card
    assert told
    assert abs(int(told[1]) - files) <= 1
    assert files <= 25


@pytest.mark.parametrize("page", ["README.md", "CHANGELOG.md"])
def test_newcomers_are_told_the_right_number_of_subjects_and_pairs(page: str) -> None:
    told = " ".join((ROOT / page).read_text(encoding="utf-8").split())

    assert re.search(rf"\b{len(bank.read())} (?:subjects|that we wrote)", told)
