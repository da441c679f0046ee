"""Drafting from stories no newspaper should print, with a writer that repeats whatever a story tells it to write."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlmodel import select

from bot.day import drafting
from bot.day.drafting import Desk, Tools
from riddles import settings
from riddles.article import Article
from riddles.errors import NoFitArticle, NothingPassed
from riddles.screen_aids import NO_AIDS
from riddles.settings import Secrets
from riddles.writers import Candidate
from riddles.writers.reading import read
from storage import database, jobs, working
from storage.tables import Riddle
from tests.bot.rig import CHANNEL, FRIDAY
from tests.riddles.writers.bad_stories import STORIES, is_clean

CLEAN = "I have two banks and not a coin to lend,\nI start on one side and on one I end.\nAnswer: span"
UNFIT = ("one endless word", "German", "Chinese")


class ParrotWriter:
    """Writes a clean riddle, and one made of the story's own words."""

    name, base, adapter = "tuned", "a base", ""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def write(self, article: Article, count: int, seed: int) -> Sequence[Candidate]:
        self.asked.append(article.title)
        told = [article.title, *(article.text[at : at + 100] for at in range(0, 500, 100))]
        echo = "\n".join((*told, "Answer: bridge"))
        mixed = f"I carry you and never\nmove away.\n{article.text}\nAnswer: hush"
        return [read(Candidate("prompt", text, None, "", 0.1)) for text in (echo, mixed, CLEAN)]


def drafted(home: Path, kinds: Sequence[str], writer: ParrotWriter) -> list[Riddle]:
    """The riddles that may be posted after a draft from a folder of such stories."""
    news = home / "news"
    news.mkdir()
    for number, kind in enumerate(kinds):
        story = {"title": STORIES[kind].title, "text": STORIES[kind].text, "published": "2026-11-20T08:00:00Z"}
        (news / f"{number}.json").write_text(json.dumps(story), encoding="utf-8")
    chosen = settings.parse({"news": {"folder": str(news)}, "writing": {"stories_per_day": len(kinds)}}, "the test")
    opened = database.open_file(home / "riddlewire.db", create=True)
    try:
        with opened.writing() as session:
            job = jobs.request(session, "draft:bad", "draft", FRIDAY, {"channel": CHANNEL})
        assert job.id is not None
        with working.working_on(opened, job.id, lambda: FRIDAY) as work:
            desk = Desk(opened, chosen, Secrets(), home, lambda: FRIDAY)
            drafting.draft(work, desk, lambda _desk: Tools(writer, NO_AIDS))
        with opened.reading() as session:
            return [row for row in session.exec(select(Riddle)) if not row.screened_out]
    finally:
        opened.close()


def test_no_bad_story_gets_a_riddle_that_is_not_clean_into_the_database(tmp_path: Path) -> None:
    kinds = [kind for kind in STORIES if kind not in ("nothing", "a headline")]  # no titles or no texts: no files

    riddles = drafted(tmp_path, kinds, ParrotWriter())

    assert riddles
    for row in riddles:
        assert row.answer == "span"
        for line in (*row.text.split("\n"), row.answer):
            assert is_clean(line)


@pytest.mark.parametrize("kind", UNFIT)
def test_from_a_story_that_is_unfit_nothing_is_written(tmp_path: Path, kind: str) -> None:
    writer = ParrotWriter()

    with pytest.raises((NoFitArticle, NothingPassed), match="nothing is posted"):
        drafted(tmp_path, [kind], writer)

    assert writer.asked == []
