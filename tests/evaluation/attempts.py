"""Attempts for the tests of metrics: what a writer answered, without any writer."""

from evaluation.exam import Attempt
from riddles.article import Article
from riddles.corpus.stories import ExamStory
from riddles.riddle import Riddle


def attempt(
    *lines: str,
    answer: str = "bridge",
    aliases: tuple[str, ...] = (),
    hint: str = "Look up",
    title: str = "The bridge reopens",
) -> Attempt:
    """A well-formed answer to one story about a bridge."""
    story = ExamStory(Article(title), ("bridge", "footbridge"), "Harrowby", named=True)
    return Attempt(story, "\n".join(lines), Riddle(lines, answer, aliases, (hint,) if hint else ()), "")


def malformed(completion: str = "mumble") -> Attempt:
    """An answer that broke the contract."""
    return Attempt(ExamStory(Article("The bridge reopens"), ("bridge",), "", named=True), completion, None, "no answer")
