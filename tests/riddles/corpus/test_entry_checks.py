from dataclasses import replace
from typing import Any

import pytest

from riddles.corpus import entry_checks
from riddles.corpus.bank import Entry


def test_a_good_entry_has_no_fault(river: Entry) -> None:
    assert not list(entry_checks.faults(river))


@pytest.mark.parametrize(
    ("spoiled", "told"),
    [
        ({"plain": ("I am a river in the sun", "I have two banks")}, "gives 'river' away"),
        ({"plain": ("Streaming was my trade before the films", "I have two banks here")}, "gives 'stream' away"),
        ({"hints": ("I hold the riverbank together", "I end in salt")}, "gives 'river' away"),
        ({"plain": ("I have two banks and not a coin",)}, "has 1 plain lines"),
        ({"aliases": ()}, "has 0 aliases"),
        ({"aliases": ("rivers",)}, "tells the name 'river' 2 times"),
        ({"questions": ("What am I?", "Who always leaves the town and still is there?")}, "bare"),
        ({"questions": ("It moves by day and keeps its bed", "Who leaves the town and still is there?")}, "is none"),
        ({"plain": ("I have two banks and not a penny in eithér", "I am built over")}, "not plain ASCII"),
        ({"plain": ("I drown the sailor who forgets my name", "I have two banks here")}, "is about death"),
        ({"plain": ("Bridges ignore me", "I have two banks here")}, "has 3 words"),
        ({"signs": ("barge", "barge")}, "tells the sign 'barge' 2 times"),
        ({"signs": ("a sign of far too many words",)}, "has 7 words"),
        ({"signs": ("barge", "waterways")}, "is a name of the subject"),
        ({"subject": "River"}, "not one to three words in lower case"),
    ],
)
def test_a_spoiled_entry_is_told_its_fault(river: Entry, spoiled: dict[str, Any], told: str) -> None:
    assert any(told in fault.what for fault in entry_checks.faults(replace(river, **spoiled)))


def test_one_joke_told_twice_is_advice(river: Entry) -> None:
    twice = replace(river, plain=("I run the whole day, yet I never leave my bed", "I have two banks here"))
    (fault,) = entry_checks.faults(twice)
    assert fault.advice
    assert "tells the same joke" in fault.what


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        ("The river at {town} rose", "'{town}' is no slot"),
        ("The river at {place rose", "is no slot"),
        ("The river at {place} rose.", "full stop"),
    ],
)
def test_a_spoiled_fact_is_told_its_fault(river: Entry, fact: str, told: str) -> None:
    spoiled = replace(river, facts=(fact, *river.facts[1:]))
    assert any(told in fault.what and fault.line == fact for fault in entry_checks.faults(spoiled))


def test_facts_must_both_name_and_describe(river: Entry) -> None:
    named = replace(river, facts=tuple(f"The river at {{place}} did {number}" for number in "abcd"))
    oblique = replace(river, facts=tuple(f"The water at {{place}} did {number}" for number in "abcd"))
    assert any("every fact names" in fault.what for fault in entry_checks.faults(named))
    assert any("no fact names" in fault.what for fault in entry_checks.faults(oblique))


@pytest.mark.parametrize(
    ("couplet", "told"),
    [
        (("I run all day and never leave my bed", "By night I do not leave my muddy bed"), "rhymes a word with itself"),
        (("I run to bed", "My mouth is far away, I have no head"), "a couplet line has"),
        (("I run all day and every night beside the hills and never leave my bed", "I have no head at all"), "syllab"),
    ],
)
def test_a_spoiled_couplet_is_told_its_fault(river: Entry, couplet: tuple[str, str], told: str) -> None:
    spoiled = replace(river, couplets=(couplet, *river.couplets[1:]))
    assert any(told in fault.what for fault in entry_checks.faults(spoiled))


def test_all_words_of_an_alias_spread_over_the_lines_give_it_away(river: Entry) -> None:
    spoiled = replace(river, aliases=("mountain valley",))
    assert any("together hold every word of 'mountain valley'" in fault.what for fault in entry_checks.faults(spoiled))


def test_the_same_opening_three_times_is_advice_only(river: Entry) -> None:
    repeated = replace(river, plain=("I have two banks here", "I have two sides there", "I have two ends, you know"))
    (fault,) = entry_checks.faults(repeated)
    assert fault.advice
    assert "'i have two'" in fault.what
