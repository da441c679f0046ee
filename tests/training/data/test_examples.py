from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest

from riddles.corpus import stories
from riddles.errors import TooFewExamples
from riddles.prompt import PromptStyle
from training.data import examples
from training.data.examples import (
    AUGMENTED,
    BEST_WORST,
    DISLIKED,
    DUEL,
    GENERAL,
    HELD_OUT,
    LIKED,
    PREMADE,
    REWRITE,
    TRAIN,
    Chosen,
    Demonstration,
    Evidence,
    Example,
    Labelled,
    Replay,
    Won,
)
from training.data.labels import Label


def labelled(number: int, label: Label = Label.LIKED, story: str = "", completion: str = "") -> Labelled:
    text = completion or f"Riddle number {number}\nAnswer: river"
    return Labelled(number, story or f"story-{number}", f"prompt {number}", text, label, (number * 10, number * 10 + 1))


def premade(count: int = 20) -> list[Example]:
    return [Example(f"p{n}", f"c{n}", TRAIN if n else HELD_OUT, PREMADE, f"s{n}", pair=f"t{n}") for n in range(count)]


def replay(premade: Sequence[Example] = (), share: float = 0.0, **more: Any) -> Replay:
    return Replay(premade, share, 1, **more)


def test_an_example_keeps_the_exact_words_and_where_they_come_from() -> None:
    made = examples.examples([labelled(n) for n in range(20)], replay(premade()), 5)
    one = next(one for one in made if one.riddle_id == 7)
    assert (one.prompt, one.completion, one.rating_ids) == ("prompt 7", "Riddle number 7\nAnswer: river", (70, 71))


def test_disliked_riddles_are_not_demonstrations() -> None:
    made = examples.examples([labelled(n) for n in range(9)] + [labelled(9, Label.DISLIKED)], replay(), 5)
    assert 9 not in {one.riddle_id for one in made}


def test_all_riddles_on_a_story_fall_on_the_same_side_for_ever() -> None:
    sides = {examples.split_of(f"story {n}") for n in range(50)}
    assert sides == {TRAIN, HELD_OUT}
    made = examples.examples([labelled(n, story=f"story {n // 4}") for n in range(80)], replay(), 5)
    by_story: dict[str, set[str]] = {}
    for one in made:
        by_story.setdefault(one.story, set()).add(one.split)
    assert all(len(splits) == 1 for splits in by_story.values())
    assert examples.split_of("story 1") == examples.split_of("story 1")


def test_about_a_quarter_of_the_stories_is_held_out() -> None:
    held = sum(examples.split_of(f"story {n}") == HELD_OUT for n in range(2000))
    assert 400 < held < 600


def test_the_same_words_twice_are_one_example() -> None:
    made = examples.examples(
        [labelled(n, completion="I run, I run!\nAnswer: River") for n in range(3)] + [labelled(n) for n in range(3, 9)],
        replay(), 3,
    )  # fmt: skip
    assert sum("I run" in one.completion for one in made) == 1


def test_nearly_the_same_words_are_one_example_even_on_two_stories() -> None:
    verse = "I carve the valley though I hold no knife\nI bring the fields along my banks their life\nAnswer: river"
    once = labelled(0, completion=f"{verse}\nHint: You can cross me")
    again = labelled(1, story="another story", completion=f"{verse}\nHint: You can cross it")
    other = labelled(2, completion="I run all day and never leave my bed\nAnswer: river\nHint: You can cross me")
    made = examples.examples([once, again, other, *(labelled(n) for n in range(3, 9))], replay(), 3)
    assert {one.riddle_id for one in made} == {0, *range(2, 9)}


def test_replay_mixes_premade_examples_in_by_the_recipe_and_keeps_every_held_out_one() -> None:
    made = examples.examples([labelled(n) for n in range(12)], replay(premade(40), 0.5), 5)
    training = sum(one.split == TRAIN and one.origin == LIKED for one in made)
    assert sum(one.split == TRAIN and one.origin == PREMADE for one in made) == round(training * 0.5)
    assert sum(one.split == HELD_OUT and one.origin == PREMADE for one in made) == 1


def test_other_kinds_are_mixed_in_each_by_its_own_share_as_far_as_there_are_some() -> None:
    augmented = [Example(f"a{n}", f"c{n}", TRAIN, AUGMENTED, f"s{n}") for n in range(3)]
    general = [Example(f"g{n}", f"c{n}", TRAIN if n else HELD_OUT, GENERAL, f"s{n}") for n in range(40)]
    mixed = replay(premade(40), 0.5, augmented=augmented, augmented_share=1.0, general=general, general_share=0.25)
    made = examples.examples([labelled(n) for n in range(12)], mixed, 5)
    counted = Counter((one.split, one.origin) for one in made)
    training = counted[TRAIN, LIKED]
    assert counted[TRAIN, PREMADE] == round(training * 0.5)
    assert counted[TRAIN, AUGMENTED] == 3  # all there are
    assert counted[TRAIN, GENERAL] == round(training * 0.25)
    assert counted[HELD_OUT, GENERAL] == 1
    before = examples.examples([labelled(n) for n in range(12)], replay(premade(40), 0.5), 5)
    assert [one for one in made if one.origin == PREMADE] == [one for one in before if one.origin == PREMADE]


def test_too_few_liked_riddles_are_refused_with_the_count() -> None:
    with pytest.raises(TooFewExamples, match="Only 3 riddles are liked by enough people so far; 12 are needed"):
        examples.examples([labelled(n) for n in range(3)], replay(premade(), 1.0), 12)


def test_nothing_left_to_train_on_is_refused() -> None:
    held_out = next(f"story {n}" for n in range(99) if examples.split_of(f"story {n}") == HELD_OUT)
    with pytest.raises(TooFewExamples, match="held-out stories"):
        examples.examples([labelled(n, story=held_out) for n in range(5)], replay(premade(), 1.0), 5)


def test_every_pair_is_an_example_for_a_model_that_reads_articles() -> None:
    made = examples.premade(PromptStyle.ARTICLE)
    assert [one.pair for one in made] == [pair.article.title for pair in stories.pairs()]
    assert all(one.prompt.endswith("Riddle:\n") and "Answer: " in one.completion for one in made)
    held_out = {one.pair for one in made if one.split == HELD_OUT}
    assert held_out == {pair.article.title for pair in examples.held_out_pairs()}
    assert 10 <= len(held_out) <= 35


def test_the_embedded_model_replays_riddles_composed_from_the_bank_the_same_ones_every_time() -> None:
    made = examples.premade(PromptStyle.SUBJECT)
    assert made == examples.premade(PromptStyle.SUBJECT)
    assert all(one.prompt.startswith("Subject: ") and "Answer: " in one.completion for one in made)
    assert 10 <= sum(one.split == HELD_OUT for one in made) <= 35


def rated(number: int, label: Label, value: float, story: str, prompt: str = "") -> Labelled:
    text = f"Riddle number {number} of {number * 7}\nAnswer: river"
    return Labelled(number, story, prompt or f"prompt {story}", text, label, (number,), value)


def chosen(labelled: list[Labelled], **more: Any) -> Chosen:
    return examples.choose(Evidence(labelled, **more), replay(), 1)


def test_the_best_liked_riddle_of_a_story_is_preferred_to_the_worst_disliked_one() -> None:
    told = [
        rated(1, Label.LIKED, 4.2, "s"), rated(2, Label.LIKED, 4.8, "s"), rated(3, Label.DISLIKED, 1.5, "s"),
        rated(4, Label.DISLIKED, 1.1, "s"), rated(5, Label.LIKED, 5.0, "other"),
    ]  # fmt: skip
    (only,) = chosen(told).preferences
    assert (only.riddle_ids, only.rating_ids, only.origin, only.story) == ((2, 4), (2, 4), BEST_WORST, "s")
    assert (only.chosen, only.rejected) == (told[1].completion, told[3].completion)


def test_riddles_that_answered_different_prompts_are_not_compared() -> None:
    told = [rated(1, Label.LIKED, 5, "s", "one"), rated(2, Label.DISLIKED, 1, "s", "another")]
    assert chosen(told).preferences == []
    duel = Won("s", (1, "one", "a"), (2, "another", "b"), (9,))
    assert chosen(told, duels=[duel]).preferences == []


def test_a_decided_duel_is_a_preference_with_its_votes_on_its_storys_side() -> None:
    duels = [Won(f"story {n}", (1, "p", "better"), (2, "p", "worse"), (n,)) for n in range(12)]
    found = chosen([rated(1, Label.LIKED, 5, "s")], duels=duels).preferences
    assert [(one.origin, one.vote_ids, one.split) for one in found] == [
        (DUEL, (n,), examples.split_of(f"story {n}")) for n in range(12)
    ]


def test_a_rewrite_is_a_demonstration_and_counts_towards_the_minimum() -> None:
    story = next(f"story {n}" for n in range(99) if examples.split_of(f"story {n}") == TRAIN)
    better = Demonstration(7, 3, story, "prompt", "Better words\nAnswer: river")
    found = examples.choose(Evidence([], rewrites=[better]), replay(), 1)
    (only,) = found.examples
    assert (only.origin, only.rewrite_id, only.riddle_id, only.completion) == (REWRITE, 7, 3, better.completion)
    with pytest.raises(TooFewExamples, match="Only 0 riddles are liked by enough people so far and 1 rewritten; 2"):
        examples.choose(Evidence([], rewrites=[better]), replay(), 2)


def test_people_who_like_everything_teach_nothing_until_they_dislike_compare_or_rewrite_something() -> None:
    everything = [rated(n, Label.LIKED, 5, f"story {n}") for n in range(20)]
    with pytest.raises(TooFewExamples, match=r"All 20 riddles .* are liked and none is disliked, so nothing says"):
        chosen(everything)
    assert chosen([*everything, rated(20, Label.DISLIKED, 1, "story 20")]).disliked
    assert chosen(everything, duels=[Won("s", (1, "p", "better"), (2, "p", "worse"), (9,))]).preferences
    assert chosen(everything, rewrites=[Demonstration(7, 3, "story 1", "prompt", "Better words\nAnswer: river")])


def test_disliked_riddles_are_kept_apart_from_demonstrations() -> None:
    found = chosen([rated(n, Label.LIKED if n % 2 else Label.DISLIKED, 3, f"story {n}") for n in range(20)])
    assert {one.origin for one in found.examples} == {LIKED}
    assert {one.riddle_id for one in found.disliked} == set(range(0, 20, 2))


def test_classes_are_counted_on_the_training_side_only() -> None:
    found = chosen([rated(n, Label.LIKED if n % 4 else Label.DISLIKED, 3, f"story {n}") for n in range(40)])
    training = [n for n in range(40) if examples.split_of(f"story {n}") == TRAIN]
    assert examples.balance(found.examples, found.disliked) == {
        LIKED: sum(n % 4 > 0 for n in training), DISLIKED: sum(n % 4 == 0 for n in training),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({LIKED: 30, DISLIKED: 0}, "only 0 disliked"),
        ({LIKED: 7, DISLIKED: 30}, "only 7 liked"),
        ({}, "only 0 liked and 0 disliked"),
        ({LIKED: 8, DISLIKED: 8}, ""),
    ],
)
def test_one_class_alone_is_refused_with_a_sentence(counts: dict[str, int], told: str) -> None:
    found = examples.refused_for_labels(counts)
    assert bool(found) == bool(told)
    assert told in found


def test_what_people_said_of_held_out_riddles_is_told_once_for_each_and_labels_count_before_duels() -> None:
    mine = next(f"story {n}" for n in range(50) if examples.split_of(f"story {n}") == HELD_OUT)
    other = next(f"story {n}" for n in range(50) if examples.split_of(f"story {n}") == TRAIN)
    evidence = Evidence(
        [
            labelled(1, Label.LIKED, mine, "One\nAnswer: a"), labelled(2, Label.DISLIKED, mine, "Two\nAnswer: b"),
            labelled(3, Label.LIKED, other, "Three\nAnswer: c"),
        ],
        [Won(mine, (4, "p", "Four"), (1, "p", "One"), (9,)), Won(other, (3, "p", "Three"), (5, "p", "Five"), (8,))],
    )  # fmt: skip
    told = examples.held_out_riddles(examples.choose(evidence, replay(), 1))
    assert [(one.completion.split("\n")[0], one.liked) for one in told] == [
        ("One", True),
        ("Two", False),
        ("Four", True),
    ]
    assert {one.story for one in told} == {mine}
