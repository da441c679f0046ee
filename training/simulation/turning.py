"""The real loop around a simulated team: draft, rate, duel, train, gate, and the writer of the next turn.

Riddles are drafted by the current writer and screened as for posting, ratings and votes are rows like any other, and
the run is ``training.runs.run`` itself, and the gate's verdict is acted upon. Only people are simulated; Slack is out.
"""

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlmodel import Session

from evaluation import exam
from evaluation.exam import Attempt
from evaluation.metrics import METRICS
from evaluation.scorecard import Entry, Unscored, share, to_json
from riddles import language_model, screen
from riddles.corpus import stories
from riddles.corpus.stories import Pair
from riddles.criteria import DEFINITIONS_VERSION, Criterion
from riddles.embedded.reader import Reader
from riddles.errors import TrainingError
from riddles.language_model import LanguageModel
from riddles.riddle import Riddle, is_right
from riddles.writers.tuned import TunedWriter
from storage import adapters, drafts, evidence, jobs, people, tables, working
from storage.people import Pseudonyms
from training.runs import examination, run
from training.runs.run import Desk
from training.simulation.raters import PRESENT, STRICT, Rater
from training.simulation.tastes import TASTES, Taste

STORIES, CANDIDATES = 52, 4  # a turn's stories, and the riddles written for each
MEASURED = 2  # riddles for each exam story
_ABREAST = 13  # stories drafted about in one batch
_STAGES = ("draft", "opinions", "run", "measure")
TEAM = "T0SIMULATED"


@dataclass(frozen=True)
class Order:
    """What is simulated. ``stories``: drafted about in each turn, different ones until all were used."""

    taste: str
    raters: Sequence[Rater]
    turns: int
    seed: int
    stories: int = STORIES
    exam_stories: int | None = None


@dataclass(frozen=True)
class Drafted:
    """A stored riddle with the story it is told about; ``about``: whether its answer is that story's subject."""

    row: int
    article: int
    riddle: Riddle
    about: bool


@dataclass
class Stage:
    """The writer with everything loaded once, and the key of the simulated people."""

    desk: Desk
    key: Pseudonyms
    model: LanguageModel
    reader: Reader | None
    writer: TunedWriter
    loaded: set[str] = field(default_factory=set)


def set_up(desk: Desk) -> Stage:
    """Load the base and its reader."""
    model = language_model.load(desk.settings.model)
    reader = examination.reader_for(model, desk.settings.model.use_hub)
    key = people.open_key(desk.home / "people.key")
    return Stage(desk, key, model, reader, TunedWriter(model, reader))


def turns(stage: Stage, order: Order) -> Iterator[dict[str, Any]]:
    """The base's figures as turn 0, then each turn's: those of whoever writes after it.

    ``preferred``, ``valid``, ``subject`` and ``distinct`` are shares of ``MEASURED`` riddles for each exam story, with
    n and interval; ``forgetting`` is how much worse (nats a token) the candidate remembers held-out premade riddles.
    """
    persons = hire(stage, order.raters)
    before = measure(stage, order)
    yield {"taste": order.taste, "seed": order.seed, "turn": 0, **before, "verdict": ""}
    for turn in range(1, order.turns + 1):
        marks = [time.monotonic()]
        drafted = draft(stage, order, turn)
        marks.append(time.monotonic())
        opine(stage, order, persons, drafted, turn)
        marks.append(time.monotonic())
        told = _retrain(stage, f"simulated:{order.taste}:{order.seed}:{turn}")
        marks.append(time.monotonic())
        after = measure(stage, order)
        marks.append(time.monotonic())
        yield {
            "taste": order.taste, "seed": order.seed, "turn": turn, "before": before["preferred"], **after, **told,
            "drafted": len(drafted), "seconds": _between(marks),
        }  # fmt: skip
        before = after


def _between(marks: Sequence[float]) -> dict[str, float]:
    """Seconds of each stage of a turn."""
    return {name: round(end - start, 1) for name, (start, end) in zip(_STAGES, pairwise(marks), strict=True)}


def measure(stage: Stage, order: Order) -> dict[str, Any]:
    """Figures of whoever writes now."""
    _writes_now(stage)
    return figures(stage.writer, order)


def figures(writer: TunedWriter, order: Order) -> dict[str, Any]:
    """What a writer makes of the exam's stories, which nobody drafts about or is trained on."""
    questions = exam.exam(order.exam_stories)
    sittings = [exam.sit(writer, questions, 10_000 + 1_000 * order.seed + 100 * number) for number in range(MEASURED)]
    attempts = [attempt for sitting in sittings for attempt in sitting]
    return to_json({
        "preferred": _preferred(attempts, order.taste),
        "valid": METRICS["well_formed"](attempts),
        "subject": METRICS["subject_right"](attempts),
        "distinct": METRICS["distinct_openings"](sittings[0]),
    })  # fmt: skip


def draft(stage: Stage, order: Order, turn: int) -> list[Drafted]:
    """Riddles of the current writer about this turn's stories, screened and stored."""
    _writes_now(stage)
    told = list(stories.pairs())
    random.Random(f"stories {order.seed}").shuffle(told)
    start = (turn - 1) * order.stories
    mine = [told[at % len(told)] for at in range(start, start + order.stories)]
    found: list[Drafted] = []
    for at in range(0, len(mine), _ABREAST):
        pairs, seed = mine[at : at + _ABREAST], 100_000 * order.seed + 1_000 * turn + at
        each = stage.writer.write_each([pair.article for pair in pairs], CANDIDATES, seed)
        with stage.desk.database.writing() as session:
            for pair, written in zip(pairs, each, strict=True):
                found += _kept(session, stage, pair, [one for one in written if one.riddle is not None], seed)
    return found


def _kept(session: Session, stage: Stage, pair: Pair, written: Sequence[Any], seed: int) -> Iterator[Drafted]:
    now = stage.desk.clock()
    article = drafts.remember_article(session, pair.article, "", now)
    author = (stage.writer.name, stage.writer.base, stage.writer.adapter)
    for candidate in {one.completion: one for one in written}.values():
        reasons = screen.screen(candidate.riddle, pair.article, ())
        row = drafts.keep(session, article, candidate, author, seed, reasons, now)
        if isinstance(row, tables.Riddle) and not reasons:
            about = any(is_right(name, candidate.riddle) for name in (pair.riddle.answer, *pair.riddle.aliases))
            yield Drafted(row.id or 0, article.id or 0, candidate.riddle, about)


def opine(stage: Stage, order: Order, persons: Sequence[int], drafted: Sequence[Drafted], turn: int) -> None:
    """Everyone rates the riddles they come across, and decides between two riddles on one story."""
    rng = random.Random(f"opinions {order.taste} {order.seed} {turn}")
    now = stage.desk.clock()
    by_story: dict[int, list[Drafted]] = {}
    for one in drafted:
        by_story.setdefault(one.article, []).append(one)
    with stage.desk.database.writing() as session:
        for told in by_story.values():
            for rater, person in zip(order.raters, persons, strict=True):
                for one in told:
                    if rng.random() < PRESENT:
                        said = rater.voice(one.riddle, one.about, rng)
                        session.add_all(_rating(one.row, person, criterion, said[criterion], now) for criterion in said)
            _duel(session, order.raters, persons, told[:2], rng)


def _rating(riddle: int, person: int, criterion: Criterion, value: int, now: datetime) -> tables.Rating:
    return tables.Rating(
        riddle_id=riddle, person_id=person, criterion=criterion, value=value, definitions=DEFINITIONS_VERSION,
        action_ts="1.0", at=now,
    )  # fmt: skip


def _duel(
    session: Session, raters: Sequence[Rater], persons: Sequence[int], pair: Sequence[Drafted], rng: random.Random
) -> None:
    if len(pair) < 2:
        return
    first, second = pair
    now = working.now()
    duel = tables.Duel(
        article_id=first.article, first_id=first.row, second_id=second.row, purpose=evidence.TEACHING, created_at=now
    )
    session.add(duel)
    session.flush()
    assert duel.id is not None
    for rater, person in zip(raters, persons, strict=True):
        if rng.random() < PRESENT:
            choice = rater.choose((first.riddle, first.about), (second.riddle, second.about), rng)
            session.add(tables.DuelVote(
                duel_id=duel.id, person_id=person, choice=choice, swapped=rng.random() < 0.5, action_ts="1.0", at=now
            ))  # fmt: skip


def _retrain(stage: Stage, key: str) -> dict[str, Any]:
    """A real run; what it concluded, or the sentence it failed with."""
    desk = stage.desk
    with desk.database.writing() as session:
        job = jobs.request(session, key, "train", desk.clock())
    try:
        with working.working_on(desk.database, job.id or 0, desk.clock) as work:
            run.run(work, desk)
    except TrainingError as error:
        return {"verdict": "no run", "reasons": [str(error)], "promoted": False, "adapter": ""}
    with desk.database.reading() as session:
        losses = {
            card.role: card.metrics["premade_loss"].get("value")
            for card in adapters.scorecards_of(session, job.id or 0)
        }
    forgotten = None if None in losses.values() else round(losses["candidate"] - losses["base"], 4)
    return {**work.result, "forgetting": forgotten}


def hire(stage: Stage, raters: Sequence[Rater]) -> list[int]:
    """A row for each simulated person, who agrees to training; returns their ids."""
    now = stage.desk.clock()
    hired = []
    with stage.desk.database.writing() as session:
        for rater in raters:
            person = people.meet(session, stage.key, (TEAM, rater.user), now, simulated=True)
            people.consent(session, person, given=True, now=now)
            hired.append(person.id or 0)
    return hired


def _writes_now(stage: Stage) -> None:
    """Let the current adapter write, or the base alone while there is none."""
    with stage.desk.database.reading() as session:
        current = adapters.current(session, stage.desk.settings.model.base)
    if current is None:
        return
    if current.id not in stage.loaded:
        stage.model.add_adapter(current.id, stage.desk.home / current.folder, current.manifest_sha256)
        stage.loaded.add(current.id)
    stage.model.use(current.id)


def _preferred(attempts: Sequence[Attempt], name: str) -> Entry:
    """The share of attempts that please a team: by form, or for a strict one by being about the story's subject."""
    if name in TASTES:
        return share([_pleases(one, TASTES[name]) for one in attempts], "nothing was written")
    return METRICS["subject_right"](attempts) if name == STRICT else Unscored("a team of spammers likes nothing")


def _pleases(attempt: Attempt, taste: Taste) -> bool:
    return attempt.riddle is not None and taste(attempt.riddle)
