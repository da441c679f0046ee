"""Attempts for the tests of metrics: what a writer answered, without any writer."""

from evaluation.exam import Attempt
from riddles.article import Article
from riddles.corpus.stories import ExamStory
from riddles.riddle import Riddle

STORY = ExamStory(Article("The bridge reopens"), ("bridge", "footbridge"), "Harrowby", named=True)


def attempt(*lines: str, answer: str = "bridge", aliases: tuple[str, ...] = (), hint: str = "Look up") -> Attempt:
    """A well-formed answer to one story about a bridge."""
    return Attempt(STORY, "text", Riddle(lines, answer, aliases, (hint,)), "")


def malformed() -> Attempt:
    """An answer that broke the contract."""
    return Attempt(STORY, "mumble", None, "no answer")
