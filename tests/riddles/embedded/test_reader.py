from collections.abc import Mapping

import pytest

from riddles.article import Article
from riddles.corpus.bank import Entry
from riddles.embedded import reader
from riddles.embedded.picker import Picker
from riddles.embedded.reader import Reader
from riddles.errors import ModelNotFound
from riddles.riddle import Riddle, is_right

from .conftest import WordEncoder


def test_a_gist_tells_subject_place_and_number(bank: Mapping[str, Entry]) -> None:
    read = Reader(Picker(bank), "by test")
    gist = read.gist(Article("Owl returns", "An owl was seen in Harrowby on Sunday with four chicks."))
    assert (gist.subject, gist.place, gist.number) == ("owl", "Harrowby", "four chicks")


@pytest.mark.parametrize(
    ("text", "place", "number"),
    [
        ("A river rose in Harrowby. It has four banks.", "Harrowby", "four banks"),
        ("A river rose in River Hill. It has four banks.", "", "four banks"),
        ("A river rose in Riverbury. It has four banks.", "", "four banks"),
        ("A river rose in Harrowby, one of nine rivers.", "Harrowby", ""),
    ],
)
def test_a_place_or_number_that_says_the_answer_is_not_told(
    bank: Mapping[str, Entry], text: str, place: str, number: str
) -> None:
    gist = Reader(Picker(bank), "by test").gist(Article("A river rises", text))
    assert (gist.subject, gist.place, gist.number) == ("river", place, number)


def test_a_gist_tells_the_headline_with_a_gap_for_the_subject(bank: Mapping[str, Entry]) -> None:
    read = Reader(Picker(bank), "by test")
    assert read.gist(Article("Barn owl is back in town", "It was seen on Sunday.")).headline == "... is back in town"


def test_the_same_article_gives_the_same_gist(bank: Mapping[str, Entry]) -> None:
    story = Article("Owl returns", "An owl was seen in Harrowby.")
    assert Reader(Picker(bank), "").gist(story) == Reader(Picker(bank), "").gist(story)


def test_a_guess_by_the_banks_alias_is_right_whatever_the_model_wrote(bank: Mapping[str, Entry]) -> None:
    completed = Reader(Picker(bank), "").completed(Riddle(("A line of verse",), "River", ("brook", "waterway")))
    assert completed.aliases == ("waterway", "brook")
    assert is_right("a waterway", completed)


def test_an_answer_the_bank_does_not_know_is_left_as_it_is(bank: Mapping[str, Entry]) -> None:
    riddle = Riddle(("A line of verse",), "comet", ("star",))
    assert Reader(Picker(bank), "").completed(riddle) is riddle


def test_with_an_encoder_stories_are_read_by_their_meaning(bank: Mapping[str, Entry], encoder: WordEncoder) -> None:
    loaded = reader.load(use_hub=False, bank=bank, load_encoder=lambda use_hub: encoder)
    assert loaded.how == "by meaning and words"
    assert loaded.gist(Article("Feathers everywhere")).subject == "owl"
    assert "Feathers everywhere" in encoder.asked


def test_without_an_encoder_stories_are_read_by_their_words_and_the_log_says_so(bank: Mapping[str, Entry]) -> None:
    def none_at_hand(use_hub: bool) -> WordEncoder:
        raise ModelNotFound("The sentence encoder is not on this machine")

    loaded = reader.load(use_hub=False, bank=bank, load_encoder=none_at_hand)
    assert loaded.how == "by its words only (The sentence encoder is not on this machine)"
    assert loaded.gist(Article("An owl")).subject == "owl"
