import pytest

from riddles.errors import StoryTooLong
from riddles.prompt import WHOLE_ARTICLE_CHARACTERS
from riddles.writers.fitting import Fitted, fit

TEXT = "one two three four five six"


def build(examples: int, body: str) -> str:
    return "example " * examples + "title " + body


def words(prompt: str) -> int:
    return len(prompt.split())


def test_what_fits_is_left_alone() -> None:
    assert fit(build, TEXT, 3, words, 10) == Fitted("example example example title " + TEXT, 0, 0)
    assert fit(build, TEXT, 3, words, None).dropped == 0


@pytest.mark.parametrize(("room", "dropped"), [(9, 1), (8, 2), (7, 3)])
def test_examples_are_dropped_before_the_story_is_cut(room: int, dropped: int) -> None:
    fitted = fit(build, TEXT, 3, words, room)

    assert (fitted.dropped, fitted.unread) == (dropped, 0)
    assert fitted.prompt.endswith(TEXT)


def test_the_story_is_cut_after_a_word_only_when_no_example_is_left() -> None:
    fitted = fit(build, TEXT, 3, words, 4)

    assert fitted == Fitted("title one two three", len(TEXT) - len("one two three"), 3)


def test_a_headline_that_does_not_fit_is_refused_with_the_remedy() -> None:
    with pytest.raises(StoryTooLong, match="takes 1 tokens, but the model's context leaves room for 0; choose a base"):
        fit(build, TEXT, 1, words, 0)


def test_of_an_endless_text_only_a_bounded_part_is_tried() -> None:
    fitted = fit(build, "word " * 50_000, 0, words, None)

    assert fitted.unread == 250_000 - WHOLE_ARTICLE_CHARACTERS
    assert len(fitted.prompt) == len("title ") + WHOLE_ARTICLE_CHARACTERS
