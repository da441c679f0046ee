"""A retrain's one message, from request to verdict. It is edited in place: the same facts give the same content."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot import wording
from bot.blocks import ids, kit
from bot.blocks.kit import Json
from bot.messages import addresses
from storage.outbox import Content
from storage.tables import AdapterState, Decision, Job, JobState, Scorecard

_CELLS = 12
# words in a job's stage that tell which of wording.STAGES it belongs to, most telling first
_SIGNS: tuple[tuple[str, str], ...] = (
    ("gate", "gate"), ("decid", "gate"), ("verdict", "gate"), ("exam", "exam"), ("scor", "exam"), ("seal", "seal"),
    ("tun", "train"), ("train", "train"), ("epoch", "train"), ("step", "train"), ("load", "train"),
    ("dataset", "dataset"), ("example", "dataset"), ("rating", "dataset"), ("label", "dataset"), ("gather", "dataset"),
)  # fmt: skip
_ROLES = ("candidate", "current", "base")
_MOST_REASONS, _MOST_METRICS, _MOST_NAME = 8, 32, 40


@dataclass(frozen=True)
class Outcome:
    """What came of a finished run. ``state``: where its adapter stands; ``waits``: an admin is to decide."""

    decision: Decision
    state: AdapterState
    waits: bool


def progress(job: Job, outcome: Outcome | None, scorecards: Sequence[Scorecard]) -> Content:
    """The message for where the job stands. Elapsed time is taken from the job's own times, so no clock is needed."""
    title = wording.run_title(job.id)
    said, more = _told(job, outcome, scorecards)
    blocks = [kit.header(title), kit.section(said), *more]
    return Content(f"{title}: {said}", blocks)


def _told(job: Job, outcome: Outcome | None, scorecards: Sequence[Scorecard]) -> tuple[str, list[Json]]:
    match job.state:
        case JobState.REQUESTED:
            return wording.RUN_WAITS, []
        case JobState.RUNNING:
            return _bar(job), [kit.section(_stages(job)), kit.context(_clock(job))]
        case JobState.CANCELLED:
            return wording.RUN_CANCELLED, []
        case JobState.FAILED:
            return kit.escaped(wording.run_failed(job.error)), [kit.context(_clock(job))]
        case _:
            told = [*_reasons(outcome), *first_figures(scorecards), kit.context(_clock(job)), *_buttons(job, outcome)]
            return _verdict(outcome), told


def _bar(job: Job) -> str:
    filled = round(job.progress * _CELLS)
    stopping = f"\n{wording.RUN_STOPPING}" if job.cancel_asked else ""
    return f"{'▰' * filled}{'▱' * (_CELLS - filled)}  {job.progress:.0%}{stopping}"


def _stages(job: Job) -> str:
    """The stages with a mark each; a stage we cannot place is said as it is."""
    names = list(wording.STAGES)
    here = next((stage for sign, stage in _SIGNS if sign in job.stage.lower()), None)
    if here is None:
        return kit.one_line(job.stage) or wording.RUN_WAITS
    at = names.index(here)
    marks = ["✓" if place < at else "▸" if place == at else "·" for place in range(len(names))]
    lines = [f"{mark} {wording.STAGES[name]}" for mark, name in zip(marks, names, strict=True)]
    lines[at] = f"{marks[at]} *{kit.one_line(job.stage)}*"
    return "\n".join(lines)


def _clock(job: Job) -> str:
    end = job.finished_at or job.heartbeat_at
    if job.started_at is None or end is None:
        return wording.RUN_WAITS
    seconds = max(0, int((end - job.started_at) / timedelta(seconds=1)))
    minutes, seconds = divmod(seconds, 60)
    passed = f"{minutes} min {seconds} s" if minutes else f"{seconds} s"
    if job.finished_at is not None:
        return wording.took(passed)
    return f"{passed}, {wording.time_left(left)}" if (left := _left(job)) else passed


def _left(job: Job) -> int:
    """Whole minutes until a running job should be done, at least 1; 0 if that is not known."""
    if job.state != JobState.RUNNING or job.expected_at is None or job.heartbeat_at is None:
        return 0
    return max(1, round((job.expected_at - job.heartbeat_at) / timedelta(minutes=1)))


def _verdict(outcome: Outcome | None) -> str:
    if outcome is None:
        return wording.RUN_DONE
    decision = outcome.decision
    said = [f"*{kit.escaped(wording.VERDICTS.get(decision.verdict, decision.verdict))}*"]
    adapter = kit.one_line(decision.adapter_id)
    if outcome.waits:
        said.append(wording.waits_for_decision(adapter))
    elif decision.promoted or outcome.state is AdapterState.CURRENT:
        said.append(wording.promoted(adapter))
    if decision.decided_at is not None:
        who = addresses.mention(decision.decided_by) if decision.decided_by else wording.AN_ADMIN
        said.append(wording.approved(who) if decision.promoted else wording.rejected(who))
    return "\n".join(said)


def _buttons(job: Job, outcome: Outcome | None) -> list[Json]:
    if outcome is None or not outcome.waits:
        return []
    yes = kit.confirm(f"{wording.APPROVE}?", wording.APPROVE_SURE, wording.APPROVE)
    no = kit.confirm(f"{wording.REJECT}?", wording.REJECT_SURE, wording.REJECT, danger=True)
    approve = kit.button(ids.APPROVE, wording.APPROVE, job.id, sure=yes)
    return [kit.actions(approve, kit.button(ids.REJECT, wording.REJECT, job.id, sure=no))]


def _reasons(outcome: Outcome | None) -> list[Json]:
    if outcome is None or not outcome.decision.reasons:
        return []
    said = [wording.in_words(reason) for reason in outcome.decision.reasons[:_MOST_REASONS]]
    return [kit.section("\n".join(f"• {kit.one_line(reason, 300)}" for reason in said))]


def first_figures(scorecards: Sequence[Scorecard]) -> list[Json]:
    """What the gate looks at, for the channel, and the rest for who asks; whatever there is where it has none of it."""
    first = _named(scorecards, lambda name: name in wording.TOLD_FIRST)
    return _table(scorecards, first or _named(scorecards, lambda _name: True), False)


def all_figures(scorecards: Sequence[Scorecard]) -> list[Json]:
    """Every figure with its interval, and what is unscored with its reason; nothing for none."""
    return _table(scorecards, _named(scorecards, lambda _name: True), True)


def _named(scorecards: Sequence[Scorecard], wanted: Callable[[str], bool]) -> list[str]:
    """The metrics that somebody has, the best known first."""
    there = dict.fromkeys(name for card in scorecards for name in card.metrics)
    known = [name for name in (*wording.TOLD_FIRST, *wording.NAMES) if name in there]
    return [name for name in dict.fromkeys([*known, *there]) if wanted(name)][:_MOST_METRICS]


def _table(scorecards: Sequence[Scorecard], names: Sequence[str], whole: bool) -> list[Json]:
    """The scorecards side by side. ``whole``: with intervals, and why the rest is unscored."""
    cards = {card.role: card.metrics for card in scorecards}
    roles = [role for role in _ROLES if role in cards]
    scored = [name for name in names if any("value" in cards[role].get(name, {}) for role in roles)]
    found: list[Json] = []
    if scored:
        rows = [("", *(wording.EXAM_ROLES[role] for role in roles), "n")]
        rows += [_line(name, [cards[role].get(name, {}) for role in roles], whole) for name in scored]
        widths = [max(len(row[column]) for row in rows) for column in range(len(roles) + 2)]
        lines = "\n".join(_row(row, widths) for row in rows)
        notes = wording.how_to_read(roles) + (f" {wording.ALL_FIGURES}" if not whole else "")
        found = [kit.section(f"```{kit.escaped(lines, 2900)}```"), kit.context(notes)]
    missing = [kit.one_line(note, 200) for note in _unscored(cards, names)][:_MOST_REASONS]
    return [*found, kit.context(wording.unscored(missing))] if missing and whole else found


def _line(name: str, entries: Sequence[Mapping[str, Any]], whole: bool) -> tuple[str, ...]:
    title = wording.metric(name)[:_MOST_NAME] + f" {wording.LESS_IS_BETTER}" * (name in wording.LOWER_IS_BETTER)
    counts = list(dict.fromkeys(str(entry["n"]) for entry in entries if "value" in entry))
    return (title, *(_figure(name, entry, whole) for entry in entries), "/".join(counts))


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = (cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
    return "  ".join([cells[0].ljust(len(first)), *rest]).rstrip()


def _figure(name: str, entry: Mapping[str, Any], whole: bool) -> str:
    if "value" not in entry:
        return "–"
    value = wording.amount(name, entry["value"])
    if not whole:
        return value
    return f"{value} ({wording.amount(name, entry['low'])} to {wording.amount(name, entry['high'])})"


def _unscored(cards: Mapping[str, Mapping[str, Any]], names: Sequence[str]) -> list[str]:
    """Why figures are missing: each reason once, with what it keeps from being scored."""
    reasons: dict[str, list[str]] = {}
    for card in cards.values():
        for name in names:
            if "unscored" in (entry := card.get(name, {})):
                told = reasons.setdefault(str(entry["unscored"]), [])
                told += [wording.metric(name)] if wording.metric(name) not in told else []
    return [f"{', '.join(told)} ({reason})" for reason, told in reasons.items()]
