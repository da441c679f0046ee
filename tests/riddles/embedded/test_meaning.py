from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from riddles.article import Article
from riddles.corpus import bank as clue_bank
from riddles.corpus.bank import Entry
from riddles.embedded import meaning
from riddles.embedded.meaning import EncodedMeaning

from .conftest import WordEncoder


def test_each_subject_brings_its_names_and_its_facts_with_slots_filled(bank: Mapping[str, Entry]) -> None:
    lines = meaning.lines_of(bank)
    assert lines.subjects == ("river", "owl", "tax")
    assert lines.lines[:3] == ("river, waterway", "Barges sat idle at the town", "The river at the town rose")
    assert lines.owner == (0, 0, 0, 1, 1, 1, 2, 2, 2)


def test_the_signs_of_a_subject_are_one_more_line(bank: Mapping[str, Entry]) -> None:
    signed = {**bank, "owl": replace(bank["owl"], signs=("hoot", "night flight"))}
    lines = meaning.lines_of(signed)
    assert lines.lines[6] == "hoot, night flight"
    assert lines.owner == (0, 0, 0, 1, 1, 1, 1, 2, 2, 2)


def test_a_story_is_most_like_the_subject_it_describes(
    bank: Mapping[str, Entry], encoder: WordEncoder, tmp_path: Path
) -> None:
    likenesses = EncodedMeaning(encoder, bank, tmp_path / "none").likenesses(
        Article("Soft news", "Feathers were found beside the nest. The chicks are well.")
    )
    assert likenesses.shape == (4, 3)
    assert list(likenesses.argmax(axis=1)) == [1, 1, 1, 1]


def test_the_lead_is_the_first_sentence_after_the_title(
    bank: Mapping[str, Entry], encoder: WordEncoder, tmp_path: Path
) -> None:
    read = EncodedMeaning(encoder, bank, tmp_path / "none")
    lead = read.likenesses(Article("An owl", "The treasury is content with it. Owl chicks hatched in the nest."))[3]
    assert lead.argmax() == 2
    title_only = read.likenesses(Article("An owl"))[3]
    assert title_only.argmax() == 1


def test_shipped_vectors_spare_the_encoding_of_the_bank(
    bank: Mapping[str, Entry], encoder: WordEncoder, tmp_path: Path
) -> None:
    path = tmp_path / "vectors.safetensors"
    meaning.store(encoder, bank, path)
    reader = WordEncoder()
    stored = EncodedMeaning(reader, bank, path).likenesses(Article("An owl"))
    assert reader.asked == ["An owl"]
    fresh = EncodedMeaning(WordEncoder(), bank, tmp_path / "none").likenesses(Article("An owl"))
    assert np.allclose(stored, fresh, atol=1e-3)


def test_vectors_of_another_bank_are_not_used_and_made_anew_once(
    bank: Mapping[str, Entry], encoder: WordEncoder, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "vectors.safetensors"
    meaning.store(encoder, bank, path)
    changed = {**bank, "tax": replace(bank["tax"], facts=("Money is due at {place}",))}
    reader = WordEncoder()
    EncodedMeaning(reader, changed, path)
    assert list(meaning.lines_of(changed).lines) == reader.asked
    meaning.bank_vectors(reader, changed, path)  # as the solver of the same program does
    assert list(meaning.lines_of(changed).lines) == reader.asked
    assert "`riddlewire embed-model fit` does it once" in caplog.text


def test_the_shipped_vectors_belong_to_the_shipped_bank() -> None:
    entries = clue_bank.read()
    reader = WordEncoder()
    EncodedMeaning(reader, entries)
    assert not reader.asked, "run `riddlewire embed-model fit`: the bank has changed since its vectors were made"
