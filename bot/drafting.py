"""The draft program: news in, screened riddles out, as rows.

A child program of the bot (``riddlewire draft --job N``), and a command by hand. It is the only part of this room that
loads a model, inside its functions: the bot itself never imports this module.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from riddles import best, language_model, screen, selection
from riddles.article import Article
from riddles.embedded import reader as embedded_reader
from riddles.errors import NewsError, NoFitArticle, NothingPassed
from riddles.feeds import gathering
from riddles.language_model import LanguageModel
from riddles.prompt import PromptStyle
from riddles.riddle import Riddle
from riddles.settings import Secrets, Settings
from riddles.writers import Candidate
from riddles.writers.tuned import TunedWriter
from storage import adapters, drafts, tables
from storage.database import Database
from storage.working import Clock, Work

MEMORY = timedelta(days=30)  # a story is not written about twice within this time


@dataclass(frozen=True)
class Desk:
    """What a draft works with."""

    database: Database
    settings: Settings
    secrets: Secrets
    home: Path
    clock: Clock


@dataclass(frozen=True)
class Judged:
    """A candidate and why it may not be posted; no reasons mean it may."""

    candidate: Candidate
    reasons: Sequence[str]


def draft(work: Work, desk: Desk) -> None:
    """Draft riddles for the job's channel and store them; ``work.result`` counts what came of it.

    Raises NewsError if no story came or none was fit, NothingPassed if no candidate passed the screen: nothing is
    posted on such a day.
    """
    work.report("reading the news", 0.02)
    articles, problems, sample = _news(work, desk)
    stories = _fit(articles, desk)
    work.report("loading the model", 0.1)
    writer, model = _writer(desk)
    seed = work.job.id or 0
    kept = passed = 0
    for number, story in enumerate(stories):
        work.report(f"writing about story {number + 1} of {len(stories)}", 0.3 + 0.7 * number / len(stories))
        judged = _judge(writer, model, story, _earlier(work, desk), (desk.settings.writing.candidates, seed + number))
        _store(desk, story, judged, writer, seed + number)
        kept += sum(one.candidate.riddle is not None for one in judged)
        passed += sum(not one.reasons for one in judged)
    work.result = {
        "stories": len(stories), "riddles": kept, "passed": passed, "sample": sample, "problems": list(problems),
    }  # fmt: skip
    if not passed:
        raise NothingPassed(
            f"None of {kept} riddles about {len(stories)} stories passed the screen; nothing is posted."
        )


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
    return chosen.fit[: desk.settings.writing.stories_per_day]


def _writer(desk: Desk) -> tuple[TunedWriter, LanguageModel]:
    """The tuned writer with the current adapter, verified, if there is one."""
    model = language_model.load(desk.settings.model)
    with desk.database.reading() as session:
        current = adapters.current(session, desk.settings.model.base)
    if current is not None:
        model.add_adapter(current.id, desk.home / current.folder, current.manifest_sha256)
        model.use(current.id)
    reader = embedded_reader.load(desk.settings.model.use_hub) if model.style == PromptStyle.SUBJECT else None
    return TunedWriter(model, reader), model


def _earlier(work: Work, desk: Desk) -> list[Riddle]:
    with desk.database.reading() as session:
        return drafts.posted_lately(session, str(work.job.parameters.get("channel", "")))


def _judge(
    writer: TunedWriter, model: LanguageModel, story: Article, earlier: Sequence[Riddle], how: tuple[int, int]
) -> list[Judged]:
    """The candidates for a story, the best that passed first, the refused ones last. ``how``: count and seed."""
    judged = [_screened(candidate, story, earlier) for candidate in _distinct(writer.write(story, *how))]
    passed = [one for one in judged if not one.reasons]
    scored = [
        (riddle, total / tokens)
        for one in passed
        if (riddle := one.candidate.riddle) is not None
        for total, tokens in model.log_likelihoods([(one.candidate.prompt, one.candidate.completion)])
    ]
    return [passed[at] for at in best.best_first(scored, earlier)] + [one for one in judged if one.reasons]


def _screened(candidate: Candidate, story: Article, earlier: Sequence[Riddle]) -> Judged:
    if candidate.riddle is None:
        return Judged(candidate, (candidate.fault,))
    return Judged(candidate, tuple(screen.screen(candidate.riddle, story, earlier)))


def _distinct(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    seen: set[str] = set()
    for candidate in candidates:
        if candidate.completion not in seen:
            seen.add(candidate.completion)
            yield candidate


def _store(desk: Desk, story: Article, judged: Sequence[Judged], writer: TunedWriter, seed: int) -> None:
    now: datetime = desk.clock()
    author = (writer.name, writer.base, writer.adapter)
    with desk.database.writing() as session:
        row: tables.Article = drafts.remember_article(session, story, "", now)
        for one in judged:
            drafts.keep(session, row, one.candidate, author, seed, one.reasons, now)
