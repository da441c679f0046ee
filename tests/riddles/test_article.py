from datetime import UTC, datetime, timedelta, timezone

import pytest

from riddles.article import Article, is_fresh, tells_same_story, words

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TWO_DAYS = timedelta(hours=48)


@pytest.mark.parametrize(
    ("age", "fresh"),
    [
        (timedelta(hours=48), True),
        (timedelta(hours=48, seconds=1), False),
        (timedelta(hours=-24), True),
        (timedelta(hours=-25), False),
    ],
)
def test_a_story_is_fresh_up_to_its_age_and_a_wrong_clock_of_one_day(age: timedelta, fresh: bool) -> None:
    assert is_fresh(Article("x", published=NOW - age), NOW, TWO_DAYS) is fresh


def test_an_undated_story_is_fresh() -> None:
    assert is_fresh(Article("x"), NOW, timedelta(hours=1))


def test_freshness_compares_instants_not_wall_clocks() -> None:
    tokyo = timezone(timedelta(hours=9))

    assert not is_fresh(Article("x", published=datetime(2026, 11, 18, 20, 59, tzinfo=tokyo)), NOW, TWO_DAYS)
    assert is_fresh(Article("x", published=datetime(2026, 11, 18, 21, 1, tzinfo=tokyo)), NOW, TWO_DAYS)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Otter returns to the river Severn", "Otter returns to river Severn", True),
        ("Otter returns to the river", "Heron returns to the tower", False),
        ("England win the cup", "England lose the cup final to France", False),
        ("Comet passes!", "COMET PASSES", True),
    ],
)
def test_headlines_with_mostly_the_same_words_tell_one_story(one: str, other: str, same: bool) -> None:
    assert tells_same_story(Article(one), Article(other)) is same
    assert tells_same_story(Article(other), Article(one)) is same


def test_the_same_link_is_the_same_story_under_any_headline() -> None:
    assert tells_same_story(Article("A", link="https://e.com/1"), Article("B", link="https://e.com/1"))


def test_stories_without_headline_words_are_compared_by_text() -> None:
    assert tells_same_story(Article("!", "one two"), Article("?", "One, two."))
    assert not tells_same_story(Article("!", "one two"), Article("?", "three"))
    assert not tells_same_story(Article("", "one"), Article("One", "one"))


def test_the_fingerprint_is_that_of_the_link_or_else_of_the_words() -> None:
    linked = Article("A", "old", link="https://e.com/1")

    assert linked.fingerprint == Article("B", "new", link="https://e.com/1").fingerprint
    assert Article("A b", "c").fingerprint == Article("a  B!", "C").fingerprint
    assert Article("A", "b").fingerprint != Article("A", "c").fingerprint
    assert len(linked.fingerprint) == 32


def test_words_are_letters_and_digits_in_lower_case() -> None:
    assert words("The 2nd Café's_end—now") == ["the", "2nd", "café", "s", "end", "now"]
