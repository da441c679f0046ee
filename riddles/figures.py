"""Numbers as a text tells them: "3,940", "14.20", "two hundred", "twenty-six"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

_DIGITS = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?|(?<=[a-zA-Z$£€-])\d[\d,]*(?:\.\d+)?")
_UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: value
    for value, word in zip(
        range(20, 100, 10), "twenty thirty forty fifty sixty seventy eighty ninety".split(), strict=True
    )
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_NUMBER_WORDS = "|".join((*_UNITS, *_TENS, *_SCALES))
_SPELLED = re.compile(
    rf"\b(?:{_NUMBER_WORDS})(?:th)?\b(?:(?:[\s-]+|\s+and\s+)(?:{_NUMBER_WORDS})(?:th)?\b)*", re.IGNORECASE
)
_SCALED = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*-?\s*(hundred|thousand|million|billion|bn|m|k)\b", re.IGNORECASE)
_ROUNDED = Decimal("1.1")  # a spelled number may leave out less than a tenth
_SHORT_SCALES = {"bn": 10**9, "m": 10**6, "k": 1000}


@dataclass(frozen=True)
class Figure:
    """A number in a verse: as written, its value, and whether it claims to be exact (digits do)."""

    told: str
    value: Decimal
    exact: bool


def in_story(text: str) -> set[Decimal]:
    """Every number of a story: digits, spelled numbers and their parts, and digits with a scale ("1.5 million")."""
    told = {value for _, value in _in_digits(text)} | {value for _, value, _ in _spelled(text)}
    for found in _SCALED.finditer(text):
        scale = found[2].lower()
        if value := _value(found[1]):
            told.add(value * (_SCALES.get(scale) or _SHORT_SCALES[scale]))
    return told


def in_verse(line: str) -> Iterator[Figure]:
    """The numbers a verse vouches for.

    Digits always; spelled numbers only of two words or more that are no power of ten: "two" and "a hundred thousand"
    are ordinary language, "two hundred" is a claim.
    """
    for told, value in _in_digits(line):
        yield Figure(told, value, exact=True)
    for told, value, length in _spelled(line):
        if length > 1 and not _is_power_of_ten(value):
            yield Figure(told, value, exact=False)


def is_told(figure: Figure, known: set[Decimal]) -> bool:
    """Whether a story has the number or, where it is spelled, one that it rounds down ("two hundred" of 212)."""
    if figure.value in known:
        return True
    return not figure.exact and any(figure.value < number <= figure.value * _ROUNDED for number in known)


def _in_digits(text: str) -> Iterator[tuple[str, Decimal]]:
    for found in _DIGITS.finditer(text):
        if (value := _value(found[0])) is not None:
            yield found[0].rstrip(","), value


def _value(digits: str) -> Decimal | None:
    try:
        return Decimal(digits.replace(",", ""))
    except InvalidOperation:
        return None


def _spelled(text: str) -> Iterator[tuple[str, Decimal, int]]:
    for found in _SPELLED.finditer(text):
        parts = [word.removesuffix("th") for word in re.split(r"[\s-]+", found[0].lower()) if word != "and"]
        if parts[0] in _SCALES and text[: found.start()].rstrip(" -")[-1:].isdigit():
            continue  # "1.5 million" is no million
        for group in _groups(parts):
            yield " ".join(group), Decimal(_sum(group)), len(group)


def _groups(parts: list[str]) -> Iterator[list[str]]:
    """Split a row of number words where it is no longer one number: "one two hundred" is one, and two hundred."""
    group: list[str] = []
    for word in parts:
        if group and not _continues(group, word):
            yield group
            group = []
        group.append(word)
    if group:
        yield group


def _continues(group: list[str], word: str) -> bool:
    last = group[-1]
    if word in _SCALES:
        return last not in _SCALES or _SCALES[last] < _SCALES[word]
    if last in _TENS:
        return word in _UNITS and 0 < _UNITS[word] < 10
    return last in _SCALES


def _sum(group: list[str]) -> int:
    total, current = 0, 0
    for word in group:
        if word == "hundred":
            current = max(current, 1) * 100
        elif word in _SCALES:
            total, current = total + max(current, 1) * _SCALES[word], 0
        else:
            current += _UNITS.get(word, 0) + _TENS.get(word, 0)
    return total + current


def _is_power_of_ten(value: Decimal) -> bool:
    return bool(value) and str(int(value)).strip("0") == "1"
