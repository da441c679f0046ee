"""The draft program: news in, screened riddles out, as rows.

A child program of the bot (``riddlewire draft --job N``), and a command by hand. It is the only part of this room that
loads a model, inside its functions: the bot itself never imports this module.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from riddles import judging, screen_aids, selection
from riddles.article import Article
from riddles.errors import NewsError, NoFitArticle, NothingPassed, StoryTooLong
from riddles.feeds import gathering
from riddles.judging import Judged
from riddles.riddle import Riddle
from riddles.screen_aids import Aids
from riddles.settings import Secrets, Settings
from riddles.writers import Candidate, Reviser, Writer
from riddles.writers.choosing import SealedAdapter, Writers
from storage import adapters, drafts
from storage.database import Database
from storage.working import Clock, Work

MEMORY = timedelta(days=30)  # a story is not written about twice within this time
_FURTHER = 2  # times as many stories again are tried where nothing has passed yet
_REVISED = 3  # stories whose best refused riddle is written anew with the reasons, where the writer understands them
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Desk:
    """What a draft works with."""

    database: Database
    settings: Settings
    secrets: Secrets
    home: Path
    clock: Clock


@dataclass(frozen=True)
class Tools:
    """Who writes, and what the screen has at hand."""

    writer: Writer
    aids: Aids


@dataclass(frozen=True)
class Bench:
    """Tools in use: for the channel whose earlier riddles are not repeated, so many candidates a story, from a seed."""

    writer: Writer
    aids: Aids
    channel: str
    count: int
    seed: int


@dataclass
class Tried:
    """What has been tried: of each story its candidates, judged; ``problems`` says in sentences what went wrong."""

    stories: list[tuple[Article, list[Judged]]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def judged(self) -> list[Judged]:
        """Every candidate so far."""
        return [one for _, judged in self.stories for one in judged]

    @property
    def passed(self) -> int:
        """How many may be posted."""
        return sum(not one.reasons for one in self.judged)

    @property
    def riddles(self) -> int:
        """How many kept the contract, whether they may be posted or not."""
        return sum(one.candidate.riddle is not None for one in self.judged)

    @property
    def refused(self) -> dict[str, int]:
        """How many were refused for each class of reason."""
        return judging.counts(one.reasons for one in self.judged)


def draft(work: Work, desk: Desk, equip: Callable[[Desk], Tools] | None = None) -> None:
    """Draft riddles for the job's channel and store them; ``work.result`` counts what came of it.

    ``equip`` brings writer and screen; without it they are those of the settings.

    Nothing passed: further stories are tried, then the best refused riddles are written anew with the reasons, where
    the writer takes feedback. Raises NewsError if no story came or none was fit, NothingPassed if still no candidate
    passed the screen: nothing is posted on such a day.
    """
    work.report("reading the news", 0.02)
    articles, problems, sample = _news(work, desk)
    stories = _fit(articles, desk)
    work.report("loading the model", 0.1)
    tools = (equip or equipped)(desk)
    channel = str(work.job.parameters.get("channel", ""))
    bench = Bench(tools.writer, tools.aids, channel, desk.settings.writing.candidates, work.job.id or 0)
    tried = Tried(problems=list(problems))
    _write(work, desk, bench, stories, tried)
    if not tried.passed:
        _revise(work, desk, bench, tried)
    work.result = {
        "stories": len(tried.stories), "riddles": tried.riddles, "passed": tried.passed, "refused": tried.refused,
        "sample": sample, "problems": tried.problems,
    }  # fmt: skip
    if not tried.passed:
        raise NothingPassed(_why_nothing(tried))


def _write(work: Work, desk: Desk, bench: Bench, stories: Sequence[Article], tried: Tried) -> None:
    """A day's stories; beyond them one after the other only until a riddle has passed."""
    day = desk.settings.writing.stories_per_day
    for number, story in enumerate(stories[: day * (1 + _FURTHER)]):
        if number >= day and tried.passed:
            break
        work.report(f"writing about story {number + 1} of {min(len(stories), day)}", min(0.3 + 0.6 * number / day, 0.9))
        seed = bench.seed + number
        try:
            candidates = bench.writer.write(story, bench.count, seed)
        except StoryTooLong as error:
            tried.problems.append(f"{story.title[:80]}: {error}")
            continue
        _keep(desk, bench, story, candidates, seed, tried)


def _revise(work: Work, desk: Desk, bench: Bench, tried: Tried) -> None:
    """The best refused riddle of the first stories once more, with the reasons, until one passes."""
    writer = bench.writer
    if not isinstance(writer, Reviser) or not writer.takes_feedback:
        return
    for number, (story, judged) in enumerate([one for one in tried.stories if one[1]][:_REVISED]):
        work.report("writing anew what was refused", 0.9 + 0.1 * number / _REVISED)
        refused, seed = judged[0], bench.seed + 1000 + number
        candidates = writer.revise(story, refused.candidate, refused.reasons, bench.count, seed)
        if any(not one.reasons for one in _keep(desk, bench, story, candidates, seed, tried)):
            return


def _keep(
    desk: Desk, bench: Bench, story: Article, candidates: Sequence[Candidate], seed: int, tried: Tried
) -> Sequence[Judged]:
    """Judge a story's candidates and store them, the best first."""
    earlier = _earlier(desk, bench)
    judged = judging.judge(candidates, story, earlier, bench.aids)
    ordered = judging.best_first(judged, bench.writer, earlier)
    author = (bench.writer.name, bench.writer.base, bench.writer.adapter)
    now: datetime = desk.clock()
    with desk.database.writing() as session:
        row = drafts.remember_article(session, story, "", now)
        for one in ordered:
            drafts.keep(session, row, one.candidate, author, seed, one.reasons, now)
    tried.stories.append((story, ordered))
    return ordered


def _why_nothing(tried: Tried) -> str:
    why = ", ".join(f"{name} {count}" for name, count in tried.refused.items()) or "nothing was written"
    stories = len({story.fingerprint for story, _ in tried.stories})
    return f"None of {len(tried.judged)} attempts at {stories} stories passed the screen ({why}); nothing is posted."


def _news(work: Work, desk: Desk) -> tuple[Sequence[Article], Sequence[str], bool]:
    """The stories, what went wrong on the way, and whether they are the bundled sample's."""
    now, asked = desk.clock(), work.job.parameters
    if asked.get("sample"):
        return gathering.sample(now), (), True
    try:
        found = gathering.gather(desk.settings.news, desk.secrets.riddlewire_news_api_key.get_secret_value(), now)
    except NewsError as error:
        if not asked.get("sample_if_offline"):
            raise
        return gathering.sample(now), (str(error),), True
    return found.articles, found.problems, False


def _fit(articles: Sequence[Article], desk: Desk) -> Sequence[Article]:
    now = desk.clock()
    with desk.database.reading() as session:
        seen = drafts.written_about(session, now - MEMORY)
    chosen = selection.select(articles, seen, now, desk.settings.news)
    with desk.database.writing() as session:
        for story, reason in chosen.refused:
            drafts.remember_article(session, story, reason, now)
    if not chosen.fit:
        raise NoFitArticle(f"None of {len(articles)} stories is fresh, new and fit for a riddle; nothing is posted.")
    return chosen.fit


def equipped(desk: Desk) -> Tools:
    """The writer of the settings (``tuned`` with the current adapter, verified, if there is one), and the screen."""
    with desk.database.reading() as session:
        current = adapters.current(session, desk.settings.model.base)
    sealed = SealedAdapter(current.id, desk.home / current.folder, current.manifest_sha256) if current else None
    writers = Writers(desk.settings, desk.secrets, sealed, _LOG.info)
    return Tools(writers.writer(desk.settings.writing.writer), screen_aids.load(desk.settings, _LOG.info))


def _earlier(desk: Desk, bench: Bench) -> list[Riddle]:
    """Read for each story: the first riddle may be posted while the others are being written."""
    with desk.database.reading() as session:
        return drafts.posted_lately(session, bench.channel)
