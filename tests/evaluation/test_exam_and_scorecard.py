from collections.abc import Sequence

import pytest

from evaluation import exam, scorecard
from evaluation.scorecard import Score, Unscored
from riddles.article import Article
from riddles.corpus import stories
from riddles.errors import EvaluationError
from riddles.riddle import Riddle
from riddles.writers import Candidate


class EchoWriter:
    """Answers every story with its first word, and remembers the seeds it was asked with."""

    name, base, adapter = "echo", "none", ""

    def __init__(self) -> None:
        self.seeds: list[int] = []

    def write(self, article: Article, count: int, seed: int) -> Sequence[Candidate]:
        self.seeds.append(seed)
        return [Candidate("p", "c", Riddle(("I am",), article.title.split()[0]), "", 0.0)] * count


def test_the_exam_is_the_same_every_time_and_balanced() -> None:
    first, second = exam.exam(24), exam.exam(24)
    assert first == second
    assert sum(story.named for story in first.stories) == 12


def test_another_subset_is_another_version() -> None:
    assert exam.exam(24).version != exam.exam(26).version


def test_more_stories_than_there_are_is_refused() -> None:
    with pytest.raises(EvaluationError, match="9999 were asked for"):
        exam.exam(9999)


def test_everyone_sits_the_exam_with_the_same_seeds() -> None:
    one, two = EchoWriter(), EchoWriter()
    heard: list[float] = []
    attempts = exam.sit(one, exam.exam(4), 7, heard.append)
    exam.sit(two, exam.exam(4), 7)
    assert one.seeds == two.seeds == [7, 8, 9, 10]
    assert heard == [0.25, 0.5, 0.75, 1.0]
    assert [attempt.riddle is not None for attempt in attempts] == [True] * 4


def test_a_share_and_a_mean_of_nothing_are_unscored_with_the_reason() -> None:
    assert scorecard.share([], "nothing") == Unscored("nothing")
    assert scorecard.mean([], "nothing") == Unscored("nothing")


def test_json_holds_value_n_and_interval_or_the_reason() -> None:
    card: scorecard.Scorecard = {"a": Score(0.5, 2, 0.1, 0.9, (0.0, 1.0)), "b": Unscored("it raised")}
    assert scorecard.to_json(card) == {
        "a": {"value": 0.5, "n": 2, "low": 0.1, "high": 0.9}, "b": {"unscored": "it raised"},
    }  # fmt: skip


def test_a_smaller_exam_is_part_of_the_larger_one() -> None:
    small, whole = exam.exam(10), exam.exam()
    assert set(small.stories) < set(whole.stories)
    assert len(whole.stories) == len(stories.exam())


def test_no_exam_story_is_a_training_pair() -> None:
    pairs = {pair.article.fingerprint for pair in stories.pairs()}
    assert not pairs & {story.article.fingerprint for story in exam.exam().stories}


def test_a_share_has_its_items_for_pairing_and_its_wilson_interval() -> None:
    entry = scorecard.share([True, False, True, True], "nothing")
    assert isinstance(entry, Score)
    assert (entry.value, entry.n, entry.items) == (0.75, 4, (1.0, 0.0, 1.0, 1.0))
    assert 0 < entry.low < 0.75 < entry.high < 1
