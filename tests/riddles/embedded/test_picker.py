import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from riddles.article import Article
from riddles.corpus.bank import Entry
from riddles.embedded import picker
from riddles.embedded.picker import Picker, Table


class RememberedMeaning:
    """Likes one subject and remembers the articles it was shown."""

    def __init__(self, liked: int) -> None:
        self.liked = liked
        self.shown: list[Article] = []

    def likenesses(self, article: Article) -> Table:
        self.shown.append(article)
        likeness = np.zeros((len(picker.LIKENESSES), 3))
        likeness[:, self.liked] = 1.0
        return likeness


def first(chosen: Picker, title: str, text: str) -> str:
    return chosen.ranking(Article(title, text))[0][0]


def test_a_subject_named_in_the_first_sentence_comes_first(bank: Mapping[str, Entry]) -> None:
    chosen = Picker(bank, weights=(1.0, 0.0, 0.0))
    assert first(chosen, "News", "The owl is back. The river and the tax are not.") == "owl"
    assert first(chosen, "News", "Waterways are blocked. An owl watched.") == "river"


def test_a_story_without_text_is_read_by_its_title(bank: Mapping[str, Entry]) -> None:
    assert first(Picker(bank, weights=(1.0, 0.0, 0.0)), "New tax agreed", "") == "tax"


def test_an_alias_of_two_words_must_be_said_as_one_phrase(bank: Mapping[str, Entry]) -> None:
    features = Picker(bank).features(Article("News", "The barn is old and no owl lives there."))
    apart = features[0, 1]
    together = Picker(bank).features(Article("News", "The barn owl is old."))[0, 1]
    assert together > apart > 0


def test_shared_vocabulary_finds_a_subject_nobody_names(bank: Mapping[str, Entry]) -> None:
    assert first(Picker(bank), "Idle week", "Barges waited for days.") == "river"
    assert first(Picker(bank), "Nest box is full", "Chicks hatched on Sunday.") == "owl"


def test_signs_in_title_or_lead_find_a_subject_nobody_names(bank: Mapping[str, Entry]) -> None:
    signed = {**bank, "tax": replace(bank["tax"], signs=("chancellor", "inland revenue"))}
    chosen = Picker(signed, weights=(0.0, 0.0, 1.0))
    assert first(chosen, "Chancellor smiles", "Nobody knows why.") == "tax"
    assert first(chosen, "Post", "A letter came from the Inland Revenue.") == "tax"
    apart, together = (
        chosen.features(Article("Post", text))[2, 2] for text in ("The revenue went inland", "The inland revenue wrote")
    )
    assert together > apart == 0


def test_meaning_finds_a_story_that_shares_no_word_with_the_bank(bank: Mapping[str, Entry]) -> None:
    meaning = RememberedMeaning(liked=2)
    story = Article("Less in every purse", "Households will notice from May.")
    assert Picker(bank, meaning).ranking(story)[0][0] == "tax"
    assert meaning.shown == [story]


def test_every_subject_is_ranked_even_for_an_empty_story(bank: Mapping[str, Entry]) -> None:
    assert {subject for subject, _ in Picker(bank).ranking(Article(""))} == set(bank)


@pytest.mark.parametrize("encoded", [True, False])
def test_the_shipped_weights_are_for_the_features_there_are(bank: Mapping[str, Entry], encoded: bool) -> None:
    chosen = Picker(bank, RememberedMeaning(0) if encoded else None)
    weights = picker.shipped_weights(encoded)
    assert len(weights) == len(chosen.features(Article("a story")))
    assert all(weight >= 0 for weight in weights)
    assert max(weights) > 0


def test_weights_are_read_by_name(tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    path.write_text(json.dumps({"lexical": {"vocabulary": 2.0, "naming": 1.0, "signs": 0.5}}), encoding="utf-8")
    assert picker.shipped_weights(encoded=False, path=path) == [1.0, 2.0, 0.5]


@pytest.mark.parametrize(("said", "chosen"), [("owl", "owl"), ("barn owl", "barn owl"), ("screecher", "barn owl")])
def test_a_narrower_subject_that_is_not_named_gives_way_to_the_broader_one(
    bank: Mapping[str, Entry], said: str, chosen: str
) -> None:
    """However much the story sounds like it."""
    owl = replace(bank["owl"], aliases=())
    narrow = replace(owl, subject="barn owl", aliases=("screecher",), signs=("rafters", "hayloft"))
    wide = {"owl": owl, "barn owl": narrow, "river": bank["river"]}
    text = f"From the rafters of the hayloft the {said} looked on."
    assert first(Picker(wide, weights=(0.0, 0.0, 1.0)), "News", text) == chosen
