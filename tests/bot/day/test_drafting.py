"""The draft program with writers of our own hand: what is stored, what is tried when nothing passes, what is said."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlmodel import select

from bot.day import drafting
from bot.day.drafting import Desk, Tools
from riddles import settings
from riddles.article import Article
from riddles.errors import MalformedRiddle, NothingPassed, StoryTooLong
from riddles.riddle import parse
from riddles.screen_aids import NO_AIDS
from riddles.settings import Secrets
from riddles.writers import Candidate
from storage import database, jobs, working
from storage.database import Database
from storage.tables import Rejection, Riddle
from tests.bot.rig import CHANNEL, FRIDAY

THINGS = "bridge lantern bakery orchard ferry clock museum tunnel library garden carousel windmill".split()
GOOD = "I wait for no one and I keep the time,\nI know the hour but I never climb.\nAnswer: {answer}\nHint: Look up"
LEAK = "I am the {answer} that the town has made,\nand I will stand as long as I am paid.\nAnswer: {answer}"
BROKEN = "Here is no answer"


@dataclass
class FakeWriter:
    """Writes what it was told for each attempt in turn, the last again and again; remembers what it was asked."""

    texts: Sequence[str]
    name: str = "tuned"
    base: str = "a base"
    adapter: str = ""
    takes_feedback: bool = False
    better: str = GOOD
    too_long: str = ""
    asked: list[str] = field(default_factory=list)
    told: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def write(self, article: Article, count: int, seed: int) -> Sequence[Candidate]:
        if article.title == self.too_long:
            raise StoryTooLong("A headline takes 9 tokens; choose a base with a larger context.")
        at = len(self.asked)
        self.asked.append(article.title)
        text = self.texts[min(at, len(self.texts) - 1)].format(answer=THINGS[-1 - at])
        return [candidate(text + f"\nHint: {('Up', 'Down')[number]}" * (text != BROKEN)) for number in range(count)]

    def revise(
        self, article: Article, refused: Candidate, reasons: Sequence[str], count: int, seed: int
    ) -> Sequence[Candidate]:
        self.told.append((article.title, tuple(reasons)))
        return [candidate(self.better.format(answer="lighthouse"))]


def candidate(completion: str) -> Candidate:
    try:
        return Candidate("prompt", completion, parse(completion), "", 0.1)
    except MalformedRiddle as fault:
        return Candidate("prompt", completion, None, str(fault), 0.1)


@dataclass
class Rig:
    """A database, a folder of news, and drafts on them."""

    opened: Database
    home: Path

    def draft(self, writer: FakeWriter, stories: int, **writing: object) -> dict[str, object]:
        news = self.home / "news"
        news.mkdir(exist_ok=True)
        for number, thing in enumerate(THINGS[:stories]):
            text = f"The {thing} of the town was opened by the mayor on Friday, and it is the first one for many years."
            story = {"title": f"Our {thing} opens", "text": text, "published": "2026-11-20T08:00:00Z"}
            (news / f"{number:02}.json").write_text(json.dumps(story))
        chosen = settings.parse(
            {"news": {"folder": str(news)}, "writing": {"stories_per_day": 2, "candidates": 2, **writing}}, "the test"
        )
        desk = Desk(self.opened, chosen, Secrets(), self.home, lambda: FRIDAY)
        with self.opened.writing() as session:
            job = jobs.request(
                session, f"draft:{len(writer.asked)}:{writer.better}", "draft", FRIDAY, {"channel": CHANNEL}
            )
        assert job.id is not None
        with working.working_on(self.opened, job.id, lambda: FRIDAY) as work:
            try:
                drafting.draft(work, desk, lambda _desk: Tools(writer, NO_AIDS))
            finally:
                self.result = dict(work.result)
        return self.result

    def riddles(self) -> list[Riddle]:
        with self.opened.reading() as session:
            return list(session.exec(select(Riddle)))


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    opened = database.open_file(tmp_path / "riddlewire.db", create=True)
    yield Rig(opened, tmp_path)
    opened.close()


def test_every_candidate_is_stored_with_the_reasons_against_it(rig: Rig) -> None:
    result = rig.draft(FakeWriter([GOOD, LEAK]), stories=2)

    assert (result["stories"], result["riddles"], result["passed"]) == (2, 4, 2)
    assert result["refused"] == {"leak": 2}
    assert [bool(row.screened_out) for row in rig.riddles()] == [False, False, True, True]


def test_a_text_that_is_no_riddle_is_kept_as_a_rejection(rig: Rig) -> None:
    result = rig.draft(FakeWriter([BROKEN, GOOD]), stories=2)

    assert result["refused"] == {"malformed": 1}
    with rig.opened.reading() as session:
        (row,) = session.exec(select(Rejection))
    assert row.completion == BROKEN


def test_a_day_with_a_riddle_tries_no_more_than_its_stories(rig: Rig) -> None:
    writer = FakeWriter([LEAK, GOOD])

    rig.draft(writer, stories=8)

    assert len(writer.asked) == 2


def test_where_nothing_passed_the_next_stories_are_tried_until_one_does(rig: Rig) -> None:
    writer = FakeWriter([LEAK, BROKEN, LEAK, GOOD])

    result = rig.draft(writer, stories=8)

    assert len(writer.asked) == 4
    assert result["passed"] == 2
    assert writer.told == []


def test_then_the_writer_is_told_why_and_tries_again(rig: Rig) -> None:
    writer = FakeWriter([LEAK], takes_feedback=True)

    result = rig.draft(writer, stories=2)

    assert result["passed"] == 1
    ((story, reasons),) = writer.told
    assert story == writer.asked[0]
    assert reasons[0].startswith("leak: ")
    assert rig.riddles()[-1].answer == "lighthouse"


def test_then_nothing_is_posted_and_one_sentence_says_why(rig: Rig) -> None:
    writer = FakeWriter([LEAK, BROKEN], takes_feedback=True, better=LEAK)

    with pytest.raises(
        NothingPassed, match=r"None of 5 attempts at 2 stories passed the screen \(leak 4, malformed 1\)"
    ):
        rig.draft(writer, stories=2)

    assert len(writer.told) == 2
    assert rig.result["passed"] == 0


def test_a_writer_that_takes_no_feedback_is_given_none(rig: Rig) -> None:
    writer = FakeWriter([LEAK])

    with pytest.raises(NothingPassed, match="nothing is posted"):
        rig.draft(writer, stories=7)

    assert len(writer.asked) == 6  # two of the day, and twice as many more
    assert writer.told == []


def test_a_story_that_does_not_fit_the_model_is_passed_over_and_named(rig: Rig) -> None:
    writer = FakeWriter([GOOD], too_long="Our bridge opens")

    result = rig.draft(writer, stories=2)

    assert result["passed"] == 2
    assert result["problems"] == ["Our bridge opens: A headline takes 9 tokens; choose a base with a larger context."]
