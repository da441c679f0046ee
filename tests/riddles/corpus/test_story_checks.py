from dataclasses import replace

import pytest

from riddles.corpus import story_checks
from riddles.corpus.stories import ExamStory, Pair


def test_a_good_pair_and_a_good_exam_story_have_no_fault(bridge: Pair, asked: ExamStory) -> None:
    assert not list(story_checks.pair_faults(bridge))
    assert not list(story_checks.exam_faults(asked))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("A bridge is what I am beside the mill;", "leak"),
        ("In Oakhurst all the carts are back up there.", "does not name Oakhurst"),
        ("Two hundred fifty carts are back up there.", "no two hundred fifty"),
        ("They drown the traitors underneath my arches;", "harm"),
        ("I hold.", "syllables"),
    ],
)
def test_a_riddle_that_may_not_be_posted_is_a_fault(bridge: Pair, line: str, told: str) -> None:
    spoiled = replace(bridge, riddle=replace(bridge.riddle, lines=(*bridge.riddle.lines[:3], line)))
    assert any(told in fault.what for fault in story_checks.pair_faults(spoiled))


def test_a_riddle_of_one_line_and_one_hint_is_two_faults(bridge: Pair) -> None:
    spoiled = replace(
        bridge, riddle=replace(bridge.riddle, lines=bridge.riddle.lines[:1], hints=bridge.riddle.hints[:1])
    )
    assert [fault.what for fault in story_checks.pair_faults(spoiled)] == [
        "the riddle has 1 lines",
        "the riddle has 1 hints",
    ]


def test_an_explanation_may_only_tell_what_the_story_says(bridge: Pair) -> None:
    (fault,) = story_checks.pair_faults(replace(bridge, explanation="The bridge at Harrowby reopened after 17 winters"))
    assert "unfaithful" in fault.what
    (missing,) = story_checks.pair_faults(replace(bridge, explanation=""))
    assert "no explanation" in missing.what


def test_a_short_story_elsewhere_is_two_faults(asked: ExamStory) -> None:
    spoiled = replace(asked, article=replace(asked.article, text="The bridge is open."), place="Oakhurst")
    assert [fault.what for fault in story_checks.exam_faults(spoiled)] == [
        "the article has 4 words",
        "the place 'Oakhurst' is not in the article",
    ]


def test_an_oblique_story_must_not_say_the_word_and_a_named_one_must(asked: ExamStory) -> None:
    assert any(
        "an oblique story says 'bridge'" in fault.what
        for fault in story_checks.exam_faults(replace(asked, named=False))
    )
    elsewhere = replace(asked, subjects=("tunnel", "bridge"))
    assert any("does not say 'tunnel'" in fault.what for fault in story_checks.exam_faults(elsewhere))


def test_an_exam_story_needs_other_fair_answers(asked: ExamStory) -> None:
    (fault,) = story_checks.exam_faults(replace(asked, subjects=("bridge",)))
    assert "no other answer" in fault.what


def test_the_fourth_pair_with_one_answer_is_a_crowd(bridge: Pair) -> None:
    pairs = [replace(bridge, article=replace(bridge.article, title=str(number))) for number in range(4)]
    assert not list(story_checks.crowded(pairs[:3]))
    (fault,) = story_checks.crowded(pairs)
    assert "4 pairs have the answer 'bridge'" in fault.what
