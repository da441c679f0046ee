import pytest

from riddles.corpus import verse


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("I run all day and never leave my bed", 10),
        ("My mouth is far away, I have no head", 10),
        ("I weighed the coins and judged the little table", 11),
        ("The boxes, roses, houses wanted lights", 10),
        ("I've never heard the station's careful whistle", 11),
    ],
)
def test_the_range_holds_the_count_a_person_hears(line: str, count: int) -> None:
    fewest, most = verse.syllables(line)
    assert fewest <= count <= most
    assert most - fewest <= 4


@pytest.mark.parametrize("word", ["fire", "every", "towers", "general"])
def test_words_people_say_in_two_ways_get_a_range(word: str) -> None:
    fewest, most = verse.syllables(word)
    assert fewest < most


def test_a_line_without_words_has_no_syllables_and_no_rhyme() -> None:
    assert verse.syllables("42") == (0, 0)
    assert verse.last_word("42") == ""


def test_the_last_word_is_read_without_case_and_punctuation() -> None:
    assert verse.last_word("I hold a Knife!") == "knife"
