from riddles.best import best_first
from riddles.riddle import Riddle


def riddle(*lines: str) -> Riddle:
    return Riddle(lines, "river")


def test_a_riddle_that_repeats_an_earlier_line_comes_last() -> None:
    earlier = [riddle("I run all day,", "I never tire.")]
    passed = [(riddle("I run all day,", "and sleep."), -0.1), (riddle("I bend,", "I flow."), -2.0)]
    assert best_first(passed, earlier) == [1, 0]


def test_among_equals_the_model_is_believed() -> None:
    passed = [(riddle("a", "b"), -2.0), (riddle("c", "d"), -0.5), (riddle("e"), -0.1)]
    assert best_first(passed, []) == [1, 0, 2]


def test_no_candidates_give_no_order() -> None:
    assert best_first([], []) == []
