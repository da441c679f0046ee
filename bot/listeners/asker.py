"""The subcommands of ``/riddle`` that everyone may use."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot import wording
from bot.authorize import authorize
from bot.blocks import command as blocks
from bot.blocks import kit
from bot.collaborators import Collaborators
from bot.day import calendar, next_post, retraining
from bot.listeners import asking, visitor
from bot.payloads import Command
from riddles.settings import Slack
from storage import adapters, jobs, pauses, posts, slots
from storage.outbox import Content
from storage.tables import Job, JobState, Person, SlotState


@dataclass(frozen=True)
class Asked:
    """A command with everything it takes to answer it. ``arguments``: the words after its name.

    ``key`` names the asking: whatever is requested under it is requested once, however often Slack delivers it.
    """

    session: Session
    person: Person
    command: Command
    desk: Collaborators
    now: datetime
    arguments: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The trigger id, which is another one for every command and click."""
        return self.command.trigger_id

    @property
    def channel(self) -> str:
        """The riddle channel that is meant: the one where the command was given, else the first; "" for none."""
        channels = self.desk.settings.slack.channels
        return self.command.channel if self.command.channel in channels else (channels or ("",))[0]

    @property
    def slack(self) -> Slack:
        """The settings of that channel."""
        return self.desk.settings.slack.of(self.channel)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the channel's calendar."""
        return calendar.zone(self.slack)

    @property
    def today(self) -> date:
        """The channel's local date."""
        return calendar.today(self.slack, self.now)


Answer = Callable[[Asked], Content | str]  # mrkdwn; a text alone is a message of one paragraph


def help_wanted(asked: Asked) -> str:
    """What this person may command."""
    return blocks.help_for(authorize(asked.desk, asked.command.user))


def hint(asked: Asked) -> str:
    """The next hint for the newest riddle of today."""
    today = posts.on_date(asked.session, asked.channel, asked.today)
    if not today:
        return wording.NOTHING_TODAY
    assert today[-1].id is not None, "a stored row has an id"
    told = visitor.told(asked.session, today[-1].id)
    said = asking.next_hint(asked.session, told, asked.person, asked.command.trigger_id, asked.now)
    return kit.escaped(said)


def status(asked: Asked) -> str:
    """Today's riddle, who writes, what is running, what there is to train on, and what comes next."""
    lines = [
        _today(asked),
        kit.escaped(model_line(asked.session, asked.desk)),
        _run(asked),
        _trainable(asked),
        _next(asked),
    ]
    lines += [wording.PAUSED_LINE] if pauses.find(asked.session, asked.channel) else []
    return "\n".join(f"• {line}" for line in lines)


def model_line(session: Session, desk: Collaborators) -> str:
    """Who writes now."""
    base = desk.settings.model.base
    current = adapters.current(session, base)
    return wording.model_line(current.id if current else None, base)


def open_run(session: Session) -> Job | None:
    """The retrain that is running or waiting, if there is one."""
    return next(iter([*jobs.running(session, "train"), *jobs.waiting(session, "train")]), None)


def run_line(run: Job) -> str:
    """How an open retrain stands."""
    if run.state == JobState.REQUESTED:
        return wording.RETRAIN_WAITS
    return kit.escaped(wording.retrain_runs(run.stage, run.progress))


def _today(asked: Asked) -> str:
    today = posts.on_date(asked.session, asked.channel, asked.today)
    if today:
        post = today[-1]
        assert post.id is not None, "a stored row has an id"
        tally = posts.tally(asked.session, post.id)
        title = wording.headline(posts.told(asked.session, post.id).number, post.edition)
        return wording.status_today(title, tally.guessed, tally.solved, post.revealed_at is not None)
    slot = slots.find(asked.session, "post", asked.channel, asked.today)
    if slot is None:
        return wording.NOTHING_TODAY
    skipped = slot.state == SlotState.SKIPPED
    return kit.escaped(wording.skipped_today(slot.reason)) if skipped else wording.POST_IS_COMING


def _run(asked: Asked) -> str:
    run = open_run(asked.session)
    return wording.NOTHING_RUNS if run is None else run_line(run)


def _trainable(asked: Asked) -> str:
    done = [job for job in jobs.latest(asked.session, "train") if job.state == JobState.FINISHED]
    since = done[0].started_at if done else None
    return wording.ratings_to_train_on(*retraining.fresh(asked.session, since), since is not None)


def _next(asked: Asked) -> str:
    due = next_due(asked)
    return wording.next_post(blocks.moment(due, asked.zone)) if due else wording.NO_NEXT_POST


def next_due(asked: Asked) -> datetime | None:
    """When the channel's next daily riddle is due; None if no working day comes."""
    taken = slots.dates(asked.session, calendar.POST, asked.channel, asked.today)
    if posts.on_date(asked.session, asked.channel, asked.today):
        taken.add(asked.today)
    return next_post.next_post(asked.slack, asked.now, taken)
