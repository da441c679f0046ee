"""The whole schema on one page. Words are the design's; times are timezone-aware UTC.

Idempotency lives here, as UNIQUE constraints: whatever Slack or the clock delivers twice, counts once. Counters
are queries. The schema only grows: every change is a new numbered migration in ``storage/migrations/versions``.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, Index, MetaData, UniqueConstraint, text
from sqlalchemy import Enum as SqlEnum
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
METADATA: MetaData = SQLModel.metadata


def _json() -> Any:
    return Field(default_factory=list, sa_column=Column(JSON, nullable=False))


def _values(states: type[StrEnum]) -> list[str]:
    return [state.value for state in states]


def _state(states: type[StrEnum], **field: Any) -> Any:
    # text in the database, not a native enum: a new state must not need a new type
    column = SqlEnum(states, native_enum=False, length=20, values_callable=_values)
    return Field(sa_column=Column(column, nullable=False), **field)


def _facts() -> Any:
    return Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


# People and what reached us ---------------------------------------------------------------------------------


class Person(SQLModel, table=True):
    """Someone in a workspace. ``pseudonym`` is a keyed HMAC of team and user id; ``sealed`` the ids, encrypted."""

    __table_args__ = (UniqueConstraint("pseudonym"),)
    id: int | None = Field(default=None, primary_key=True)
    pseudonym: str
    sealed: str
    consented_at: datetime | None = None  # since when their ratings may be trained on
    simulated: bool = False  # a teammate of the demo or of `simulate`, never mixed with real data
    leaderboard: bool = False  # opted in to being named on the leaderboard
    reminders: bool = False  # opted in to a reminder by direct message
    snoozed_until: date | None = None  # no reminder before this local date
    clicks: dict[str, str] = _facts()  # Slack's time of the last click on each of their settings: the last click wins
    created_at: datetime


class Forgotten(SQLModel, table=True):
    """Someone who asked to be forgotten: outlives their rows, so that a restored backup forgets them again."""

    pseudonym: str = Field(primary_key=True)
    at: datetime


class Receipt(SQLModel, table=True):
    """The inbox: one row per delivery that had an effect, written in the same transaction as the effect."""

    __tablename__ = "inbox"
    key: str = Field(primary_key=True)  # event_id, view id and hash, trigger_id: whatever Slack repeats
    kind: str
    received_at: datetime


class Audit(SQLModel, table=True):
    """What an admin commanded, and what became of it. Never changed."""

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    person_id: int | None = Field(default=None, foreign_key="person.id")  # None: the command line or the clock
    command: str
    outcome: str


# Articles and riddles ---------------------------------------------------------------------------------------


class Article(SQLModel, table=True):
    """A story that was tried. ``refused`` says why it got no riddle; empty if it may have one."""

    __table_args__ = (UniqueConstraint("fingerprint"),)
    id: int | None = Field(default=None, primary_key=True)
    fingerprint: str
    title: str
    text: str
    link: str = ""
    source: str = ""
    published: datetime | None = None
    seen_at: datetime
    refused: str = ""


class Riddle(SQLModel, table=True):
    """A candidate riddle that kept the contract. ``screened_out`` lists why it may not be posted; empty if it may."""

    id: int | None = Field(default=None, primary_key=True)
    article_id: int = Field(foreign_key="article.id", index=True)
    text: str
    answer: str
    aliases: list[str] = _json()
    hints: list[str] = _json()
    writer: str
    base: str
    adapter_id: str | None = Field(default=None, foreign_key="adapter.id")
    prompt: str  # exactly what the model read and wrote: training uses these
    completion: str
    seed: int
    seconds: float
    screened_out: list[str] = _json()
    hidden: bool = False  # by an admin
    created_at: datetime


class Rejection(SQLModel, table=True):
    """A candidate that broke the contract and so never became a riddle: kept for counting."""

    id: int | None = Field(default=None, primary_key=True)
    article_id: int = Field(foreign_key="article.id", index=True)
    adapter_id: str | None = Field(default=None, foreign_key="adapter.id")
    writer: str
    completion: str
    reason: str
    created_at: datetime


# Posting ----------------------------------------------------------------------------------------------------


class Pause(SQLModel, table=True):
    """A channel whose daily riddles an admin has paused; resuming deletes the row."""

    channel: str = Field(primary_key=True)
    since: datetime
    by: int | None = Field(default=None, foreign_key="person.id")


class SlotState(StrEnum):
    """What became of a due moment."""

    CLAIMED = "claimed"
    DONE = "done"
    SKIPPED = "skipped"


class Slot(SQLModel, table=True):
    """A due moment of a channel's local calendar: the clock only asks which are due and missing."""

    __table_args__ = (UniqueConstraint("kind", "channel", "local_date"),)
    id: int | None = Field(default=None, primary_key=True)
    kind: str  # post, reveal, weekly
    channel: str
    local_date: date
    state: SlotState = _state(SlotState)
    reason: str = ""
    at: datetime


class Post(SQLModel, table=True):
    """One riddle in one channel on one local date. Edition 1 is the day's; an admin may add further editions."""

    __table_args__ = (UniqueConstraint("channel", "local_date", "edition"),)
    id: int | None = Field(default=None, primary_key=True)
    channel: str
    local_date: date
    edition: int = 1
    riddle_id: int = Field(foreign_key="riddle.id", index=True)
    created_at: datetime
    revealed_at: datetime | None = None


class MessageState(StrEnum):
    """Where an outgoing message stands."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"  # Slack may or may not have it: reconciled or parked, never blindly sent again
    PARKED = "parked"
    DISMISSED = "dismissed"  # an admin looked and let it be


class Message(SQLModel, table=True):
    """The outbox: one Slack message, born in the transaction that decided it.

    ``wanted`` counts the versions we decided, ``shown`` the version Slack has: shown < wanted and a ``ts`` means an
    edit is due. Edits may be repeated safely, first sendings may not.
    """

    __tablename__ = "outbox"
    __table_args__ = (UniqueConstraint("key"),)
    id: int | None = Field(default=None, primary_key=True)
    key: str  # e.g. post:12, reveal-thread:12, run:7, weekly:C1:2026-11-20
    kind: str
    channel: str
    thread_key: str = ""  # key of the message whose thread this belongs to
    text: str
    blocks: list[Any] = _json()
    file: str = ""  # a picture sent instead of blocks: its path relative to the data folder
    file_told: str = ""  # what the picture shows, for people who do not see it
    state: MessageState = _state(MessageState, default=MessageState.PENDING)
    wanted: int = 1
    shown: int = 0
    ts: str = ""
    attempts: int = 0
    next_attempt_at: datetime
    fault: str = ""
    created_at: datetime


# What people say --------------------------------------------------------------------------------------------


class Guess(SQLModel, table=True):
    """One attempt of a person at a posted riddle. Attempts count from 1."""

    __table_args__ = (UniqueConstraint("post_id", "person_id", "attempt"),)
    id: int | None = Field(default=None, primary_key=True)
    post_id: int = Field(foreign_key="post.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    attempt: int
    text: str
    right: bool
    gave_up: bool = False
    at: datetime


class Rating(SQLModel, table=True):
    """One person's value for one criterion of a riddle; None is "can't tell". The last word wins."""

    __table_args__ = (UniqueConstraint("riddle_id", "person_id", "criterion"),)
    id: int | None = Field(default=None, primary_key=True)
    riddle_id: int = Field(foreign_key="riddle.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    criterion: str
    value: int | None = None
    definitions: int  # version of the wording the person read
    action_ts: str  # Slack's time of the click, for "last word wins"
    at: datetime


class Thumb(SQLModel, table=True):
    """One person's overall word on a riddle: up, down, or None for taken back. The last word wins."""

    __table_args__ = (UniqueConstraint("riddle_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    riddle_id: int = Field(foreign_key="riddle.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    up: bool | None = None
    action_ts: str
    at: datetime


class Duel(SQLModel, table=True):
    """A blind comparison of two riddles on one article. Which is shown as A is drawn for each person."""

    __table_args__ = (UniqueConstraint("first_id", "second_id"),)
    id: int | None = Field(default=None, primary_key=True)
    article_id: int = Field(foreign_key="article.id", index=True)
    first_id: int = Field(foreign_key="riddle.id", index=True)
    second_id: int = Field(foreign_key="riddle.id", index=True)
    purpose: str  # teaching: two riddles of one writer; canary: the current adapter's against a candidate's
    created_at: datetime
    closed_at: datetime | None = None


class DuelVote(SQLModel, table=True):
    """One person's choice in a duel: first, second, tie, both_bad, or None for taken back. The last word wins."""

    __tablename__ = "duel_vote"
    __table_args__ = (UniqueConstraint("duel_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    duel_id: int = Field(foreign_key="duel.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    choice: str | None = None
    swapped: bool  # whether the second riddle was shown as A
    action_ts: str
    at: datetime


class Rewrite(SQLModel, table=True):
    """A person's better version of a riddle: a demonstration. One a person and riddle; the last version counts."""

    __table_args__ = (UniqueConstraint("riddle_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    riddle_id: int = Field(foreign_key="riddle.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    text: str
    screened_out: list[str] = _json()  # why it may not teach; empty if it may
    credited: bool = False  # whether the person wants to be named with it
    at: datetime


class Report(SQLModel, table=True):
    """A problem someone reported: the riddle is hidden until an admin has looked. One a person and riddle."""

    __table_args__ = (UniqueConstraint("riddle_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    riddle_id: int = Field(foreign_key="riddle.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    reason: str
    at: datetime
    resolved_at: datetime | None = None
    resolved_by: int | None = Field(default=None, foreign_key="person.id")
    upheld: bool | None = None  # True: the riddle stays hidden


# Jobs, runs, adapters ---------------------------------------------------------------------------------------


class JobState(StrEnum):
    """Where a job stands; the last three are final."""

    REQUESTED = "requested"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(SQLModel, table=True):
    """One child program: a draft, a run, a weekly summary. The row is born before the program."""

    __table_args__ = (UniqueConstraint("key"),)
    id: int | None = Field(default=None, primary_key=True)
    key: str  # idempotency: draft:C1:2026-11-20, retrain:<trigger_id>, …
    kind: str  # draft, train, weekly
    parameters: dict[str, Any] = _facts()
    state: JobState = _state(JobState, default=JobState.REQUESTED)
    requested_by: int | None = Field(default=None, foreign_key="person.id")
    requested_at: datetime
    started_at: datetime | None = None
    heartbeat_at: datetime | None = None
    finished_at: datetime | None = None
    pid: int | None = None
    fence: int = 0  # raised at every claim; whoever publishes must still hold it
    stage: str = ""
    stages: list[dict[str, str]] = _json()  # name and beginning (ISO time) of each stage so far
    progress: float = 0.0  # 0 to 1
    expected_at: datetime | None = None  # when it should be done, going by its progress
    error: str = ""  # one sentence
    result: dict[str, Any] = _facts()
    log: str = ""  # path of the log file, relative to the data folder
    cancel_asked: bool = False


class Dataset(SQLModel, table=True):
    """An immutable snapshot of training examples; ``id`` is the sha256 of its JSONL file."""

    id: str = Field(primary_key=True)
    folder: str  # relative to the data folder
    train_rows: int
    held_out_rows: int
    card: dict[str, Any] = _facts()
    created_at: datetime
    stale_since: datetime | None = None  # someone it was made from asked to be forgotten


class Example(SQLModel, table=True):
    """One row of a dataset with its lineage: the riddle and the words of people it comes from, or the corpus pair."""

    __table_args__ = (UniqueConstraint("dataset_id", "position"),)
    id: int | None = Field(default=None, primary_key=True)
    dataset_id: str = Field(foreign_key="dataset.id", index=True)
    position: int  # row of the dataset, from 0: first those of one riddle, then those of two
    split: str  # train, held_out
    origin: str  # liked, disliked, rewrite, premade, augmented, general; of two riddles: duel, best_worst
    riddle_id: int | None = Field(default=None, foreign_key="riddle.id")
    rejected_id: int | None = Field(default=None, foreign_key="riddle.id")  # the riddle it is preferred to
    rating_ids: list[int] = _json()
    vote_ids: list[int] = _json()  # of the duel
    rewrite_id: int | None = None  # no foreign key: the row outlives a rewrite whose author is forgotten
    pair: str = ""  # where a row nobody rated comes from: the corpus pair's title, the augmented riddle's id, a file


class AdapterState(StrEnum):
    """Where an adapter stands in the registry."""

    CANDIDATE = "candidate"
    CURRENT = "current"
    RETIRED = "retired"
    REJECTED = "rejected"


class Adapter(SQLModel, table=True):
    """The sealed LoRA result of a run. At most one is current; none means the base model writes alone."""

    __table_args__ = (
        Index(
            "ux_adapter_current", "state", unique=True,
            sqlite_where=text("state = 'current'"), postgresql_where=text("state = 'current'"),
        ),
    )  # fmt: skip
    id: str = Field(primary_key=True)  # short name: a number and the start of its manifest hash, e.g. 3-9f2ab1
    folder: str  # relative to the data folder
    manifest_sha256: str
    base: str
    job_id: int | None = Field(default=None, foreign_key="job.id")
    dataset_id: str | None = Field(default=None, foreign_key="dataset.id")
    state: AdapterState = _state(AdapterState, default=AdapterState.CANDIDATE)
    created_at: datetime
    promoted_at: datetime | None = None
    retired_at: datetime | None = None
    stale_since: datetime | None = None  # trained on a stale dataset: the next run replaces it


class Scorecard(SQLModel, table=True):
    """Every metric of one adapter (None: the base) on one frozen exam, as ``evaluation.scorecard`` writes it."""

    id: int | None = Field(default=None, primary_key=True)
    job_id: int | None = Field(default=None, foreign_key="job.id", index=True)
    adapter_id: str | None = Field(default=None, foreign_key="adapter.id")
    role: str  # candidate, current, base
    exam: str  # version of the exam
    metrics: dict[str, Any] = _facts()
    created_at: datetime


class Judgement(SQLModel, table=True):
    """What a judge model thinks of a riddle by one criterion (1 to 5, None: no usable answer), under one rubric."""

    __table_args__ = (UniqueConstraint("riddle_id", "criterion", "judge", "rubric"),)
    id: int | None = Field(default=None, primary_key=True)
    riddle_id: int = Field(foreign_key="riddle.id", index=True)
    criterion: str
    judge: str
    rubric: str  # version and hash of what it was asked
    value: int | None = None
    at: datetime


class DuelJudgement(SQLModel, table=True):
    """What a judge model thinks of a duel, asked in both orders: first, second, tie, both_bad, or None: no answer."""

    __tablename__ = "duel_judgement"
    __table_args__ = (UniqueConstraint("duel_id", "judge", "rubric"),)
    id: int | None = Field(default=None, primary_key=True)
    duel_id: int = Field(foreign_key="duel.id", index=True)
    judge: str
    rubric: str
    choice: str | None = None
    at: datetime


class BenchmarkResult(SQLModel, table=True):
    """What one adapter (``sitter``; "base" for the base alone) scored in a standard benchmark.

    ``questions`` is the version of the scoring and the hash of the questions: only equal ones are comparable.
    """

    __tablename__ = "benchmark_result"
    __table_args__ = (UniqueConstraint("base", "sitter", "benchmark", "questions"),)
    id: int | None = Field(default=None, primary_key=True)
    base: str
    sitter: str
    benchmark: str
    questions: str
    figures: dict[str, Any] = _facts()  # as evaluation.scorecard writes them
    seconds: float  # a document
    at: datetime


class Decision(SQLModel, table=True):
    """What was said of an adapter, with every reason and figure, and what was done.

    ``kind``: ``gate`` (the end of its run), ``votes`` (a later look at a candidate), ``watch`` (one at a promoted one).
    """

    id: int | None = Field(default=None, primary_key=True)
    job_id: int | None = Field(default=None, foreign_key="job.id", index=True)
    adapter_id: str = Field(foreign_key="adapter.id")
    kind: str = "gate"
    verdict: str  # promote, keep, not enough evidence; of a watch: roll back, stands
    primary: str = ""  # what the gate's fourth rule went by: blind votes, or the proxy
    reasons: list[str] = _json()
    figures: dict[str, Any] = _facts()
    promoted: bool = False
    at: datetime
    decided_by: int | None = Field(default=None, foreign_key="person.id")  # the admin who approved or rejected
    decided_at: datetime | None = None
