import pytest

from riddles.article import Article
from riddles.corpus import stories
from riddles.embedded import gist
from riddles.riddle import Riddle, gives_answer_away


def place(text: str) -> str:
    return gist.place_of(Article("", text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bridge in Harrowby has reopened.", "Harrowby"),
        ("A storm near Port Sellan, the mayor said.", "Port Sellan"),
        ("The people of Ellergarth became owners.", "Ellergarth"),
        ("The central bank of Kestova held its rate.", "Kestova"),
        ("Boats waited off Stratford-upon-Avon on Monday.", "Stratford-upon-Avon"),
        ("In March the town slept.", ""),
        ("It opened in Harrowby Monday.", "Harrowby"),
        ("The path was last walked in Roman times.", ""),
        ("It came from Conservative backbenchers.", ""),
        ("They met in King's Cross.", ""),
        ("It happened in the valley.", ""),
        ("", ""),
    ],
)
def test_a_place_is_a_name_that_ends_its_phrase(text: str, expected: str) -> None:
    assert place(text) == expected


def test_the_place_named_most_often_wins_and_the_earliest_of_equals() -> None:
    assert place("It began in Oslo. It went on in Bergen, and ended in Bergen.") == "Bergen"
    assert place("It began in Oslo. It ended in Bergen.") == "Oslo"


def test_a_name_that_mostly_stands_elsewhere_is_a_person() -> None:
    text = "Smith spoke. Smith sang. Smith danced. Smith left. A letter from Smith, read in Oslo, was long."
    assert place(text) == "Oslo"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Some 3,000 visitors came.", "3,000 visitors"),
        ("It has four bells and twelve steps.", "four bells"),
        ("It cost $3,000 dollars and has 12 rooms.", "12 rooms"),
        ("It was 45 times less, for 12 new rooms.", "12 new rooms"),
        ("For six years and 3 days there were two things and nine owls.", "nine owls"),
        ("It was dark for one minute and 44 seconds over 20 owls.", "20 owls"),
        ("In 1984 owls came.", ""),
        ("Nothing was counted.", ""),
    ],
)
def test_a_number_is_the_first_count_of_things(text: str, expected: str) -> None:
    assert gist.number_of(Article("", text)) == expected


@pytest.mark.parametrize(
    ("title", "names", "expected"),
    [
        ("Old stone bridge reopens", ["bridge", "viaduct"], "Old stone ... reopens"),
        ("Bridges of sighs: a bridge too far", ["bridge"], "... of sighs: a ... too far"),
        ("Bridgehead found near town", ["bridge"], "... found near town"),
        ("House prices show biggest jump", ["housing market", "house prices"], "... show biggest jump"),
        ("Owls return to the barn", ["comet"], "Owls return to the barn"),
        ("My cat on Venice | Marina Hyde", ["cat"], "My ... on Venice"),
        ("The best photos of the week - in pictures", ["film"], "The best photos of the week"),
        ("Utah seventh in first standings (AP)", ["film"], "Utah seventh in first standings"),
        ("The minister's king-size bed", ["king"], "The minister's ...-size bed"),
        ("Bridge on bridge under bridge", ["bridge"], ""),
        ("Bridge reopens", ["bridge"], ""),
        ("What <b>now</b> for all of us", ["bridge"], ""),
        ("Read more at example.com today", ["bridge"], ""),
        ("A headline " * 12, ["bridge"], ""),
        ("", ["bridge"], ""),
    ],
)
def test_a_headline_has_gaps_for_the_subjects_names(title: str, names: list[str], expected: str) -> None:
    assert gist.headline_of(Article(title), names) == expected


def test_a_headline_never_gives_the_answer_away_in_the_pairs() -> None:
    shown = 0
    for pair in stories.pairs():
        headline = gist.headline_of(pair.article, (pair.riddle.answer, *pair.riddle.aliases))
        told = Riddle(("I wait and you will find me.",), pair.riddle.answer, pair.riddle.aliases, (headline,))
        assert not gives_answer_away(told)
        shown += bool(headline)
    assert shown >= 0.9 * len(stories.pairs())


def test_no_wrong_place_is_told_on_the_exam_and_most_are_found() -> None:
    told = [(gist.place_of(story.article), story.place) for story in stories.exam()]
    wrong = [pair for pair in told if pair[0] and pair[0] != pair[1]]
    assert not wrong
    assert sum(found == right for found, right in told) >= 0.65 * len(told)
