import pytest

from riddles.article import Article
from riddles.persons import private


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ann Lee, 34, found the cat.", "Ann Lee"),
        ("The cat was found by Ann Lee (34).", "Ann Lee"),
        ("The cat ran to Ann Lee, aged 34 and fond of cats.", "Ann Lee"),
        ("Mrs Lee found the cat.", "Lee"),
        ("Mr. Tom O'Hara found the cat.", "Tom O'Hara"),
        ("Her neighbour Ann Lee found the cat.", "Ann Lee"),
        ("It was found by Ann Lee, a retired nurse from the village.", "Ann Lee"),
    ],
)
def test_a_person_known_by_age_title_kin_or_neighbourhood_is_private(text: str, name: str) -> None:
    assert private(Article("A cat is found", text)) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Mayor Ann Lee opened the bridge.",
        "The singer Ann Lee, 34, opened the bridge.",
        "Ann Lee, the town's mayor, opened it. Mrs Lee, 54, was glad.",
        "President Ann Lee said so. Mrs Lee left at noon.",
        "Ann Lee said that the bridge was open.",
        "The bridge at Little Marden was opened in 1934.",
        "They met at Karsen Hut, 2,110 metres above the sea.",
        "They met at Karsen Hut, 40 miles from the sea.",
    ],
)
def test_a_person_of_public_office_or_fame_and_whoever_just_speaks_is_not(text: str) -> None:
    assert private(Article("A bridge opens", text)) == []
