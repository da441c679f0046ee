from decimal import Decimal

import pytest

from riddles.figures import Figure, in_story, in_verse, is_told


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("3,940 kilograms, 14.20 an hour, 5-4.", {3940, "14.20", 5, 4}),
        ("in 1902, and $43.5m", {1902, "43.5", 43_500_000}),
        ("two hundred and twelve small doors", {212}),
        ("twenty-six steps, one two three", {26, 1, 2, 3}),
        ("1.5 million people, three thousand five hundred cats", {"1.5", 1_500_000, 3500}),
        ("his two-hundredth pint, the seventh", {200, 7}),
        ("no number", set()),
    ],
)
def test_a_storys_numbers_are_found_however_they_are_written(text: str, values: set[object]) -> None:
    assert in_story(text) == {Decimal(str(value)) for value in values}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("I have one eye and twelve doors", []),
        ("I hush ten thousand, a hundred thousand", []),
        ("Two hundred holes were cut for me", ["two hundred"]),
        ("Twenty-six steps in 1904", ["1904", "twenty six"]),
        ("Someone often weighs a tent", []),
    ],
)
def test_a_verse_vouches_for_digits_and_long_numbers_only(line: str, told: list[str]) -> None:
    assert [figure.told for figure in in_verse(line)] == told


@pytest.mark.parametrize(
    ("value", "exact", "told"),
    [
        (212, True, True),
        (200, True, False),
        (200, False, True),
        (300, False, False),
        (213, False, False),
        (0, False, False),
    ],
)
def test_digits_are_told_exactly_and_words_may_round_down(value: int, exact: bool, told: bool) -> None:
    assert is_told(Figure("x", Decimal(value), exact), {Decimal(212)}) is told
