import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from riddles.article import Article
from riddles.corpus import bank as clue_bank
from riddles.corpus import stories as corpus_stories
from riddles.corpus.bank import Entry
from riddles.corpus.stories import Pair
from riddles.embedded import picker_fitting
from riddles.embedded.meaning import EncodedMeaning
from riddles.embedded.picker import LEXICAL, LIKENESSES, WEIGHTS, Picker
from riddles.riddle import Riddle

from .conftest import WordEncoder


def pair(answer: str, title: str, text: str) -> Pair:
    return Pair(Article(title, text), Riddle(("A line.",), answer), "", "")


def test_a_nameless_story_has_none_of_the_names_and_all_else() -> None:
    story = Article("Owls return", "The barn owl, an owl of note, is back; the bowl is not.")
    bare = picker_fitting.nameless(story, ["owl", "barn owl"])
    assert bare.title == "it return"
    assert bare.text == "The it , an it of note, is back; the bowl is not."


def test_a_pair_is_learned_with_its_names_and_without(bank: Mapping[str, Entry]) -> None:
    stories = [pair("owl", "An owl", "An owl is back."), pair("comet", "A comet", "It is back.")]
    named, bare = picker_fitting.examples(Picker(bank), stories)
    assert (named[1], bare[1]) == ([1], [1])
    assert named[0][0, 1] > 0
    assert bare[0][0, 1] == 0
    assert bare[2] < named[2]


def test_the_feature_that_tells_the_right_subject_gets_the_weight() -> None:
    rng = np.random.default_rng(1)
    learned = []
    for right in (0, 1, 2) * 10:
        telling = np.zeros(3)
        telling[right] = 1.0
        learned.append((np.array([telling, rng.normal(size=3)]), [right], 1.0))
    telling_weight, noise_weight = picker_fitting.fit(learned)
    assert telling_weight > 10 * noise_weight
    assert noise_weight >= 0


def test_a_held_weight_stays_and_the_others_are_fitted_around_it() -> None:
    rng = np.random.default_rng(2)
    learned = []
    for right in (0, 1, 2) * 10:
        telling = np.zeros(3)
        telling[right] = 1.0
        learned.append((np.array([telling, telling + rng.normal(size=3)]), [right], 1.0))
    free, held = picker_fitting.fit(learned), picker_fitting.fit(learned, held={0: 0.25})
    assert held[0] == pytest.approx(0.25)
    assert held[1] > free[1]


def test_fitted_weights_are_stored_for_both_pickers(
    bank: Mapping[str, Entry], encoder: WordEncoder, tmp_path: Path
) -> None:
    path = tmp_path / "weights.json"
    stories = [pair("owl", "Back", "An owl with feathers."), pair("tax", "More", "A tax, says the treasury.")]
    picker_fitting.store(bank, stories, EncodedMeaning(encoder, bank, tmp_path / "none"), path)
    stored = json.loads(path.read_text(encoding="utf-8"))
    assert list(stored["lexical"]) == list(LEXICAL)
    assert list(stored["encoded"]) == [*LEXICAL, *LIKENESSES]
    assert stored["fitted_on"] == picker_fitting.material(bank, stories)


def test_material_is_another_when_a_sign_of_the_bank_or_a_word_of_a_pair_is(bank: Mapping[str, Entry]) -> None:
    stories = [pair("owl", "Back", "An owl with feathers.")]
    signed = {**bank, "tax": replace(bank["tax"], signs=("treasury",))}
    reworded = [pair("owl", "Back", "An owl without feathers.")]
    assert len({picker_fitting.material(*read) for read in ((bank, stories), (signed, stories), (bank, reworded))}) == 3


def test_the_shipped_weights_are_fitted_to_the_shipped_bank_and_pairs() -> None:
    shipped = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    assert shipped["fitted_on"] == picker_fitting.material(clue_bank.read(), corpus_stories.pairs()), (
        "run `riddlewire embed-model fit`: bank or pairs have changed since the weights were fitted"
    )
