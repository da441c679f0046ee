"""App Home: today's riddle, what helps the model, how the person fares, and what they decide about their data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot import wording
from bot.blocks import ids, kit, rating, reminder
from bot.blocks.kit import Json
from bot.play import points
from bot.play.guess_verdict import State
from riddles.criteria import Criterion
from storage.play import Played, Round
from storage.posts import Told

WORTH = {
    "guessing": points.GUESSED, "solving": points.SOLVED, "rating a riddle": points.RATED,
    "comparing two": points.DUELLED, "a rewrite": points.REWROTE,
}  # fmt: skip


@dataclass(frozen=True)
class You:
    """How a person fares: ever, in the last 30 days, in a row, and lately riddle by riddle."""

    ever: Played
    lately: Played
    streak: int = 0
    history: Sequence[Round] = ()


@dataclass(frozen=True)
class Choices:
    """What a person has decided."""

    consented: bool = False
    leaderboard: bool = False
    reminders: bool = False
    snoozed_until: date | None = None


@dataclass(frozen=True)
class Home:
    """``today`` holds each channel's newest post with the person's state.

    ``model`` is the sentence on who writes; empty for admins, who read it in their own part.

    ``leaders``: mentions with points, best first.
    """

    today: Sequence[tuple[Told, State]]
    waiting: int
    model: str
    you: You
    duels: int = 0
    choices: Choices = Choices()
    leaders: Sequence[tuple[str, int]] = ()


def view(home: Home) -> Json:
    """The view to publish."""
    blocks = [kit.header(wording.HOME_TODAY)]
    for told, state in home.today[:10]:
        blocks += _riddle(told, state)
    if not home.today:
        blocks.append(kit.section(wording.NOTHING_TODAY))
    blocks += [kit.divider(), *_wanted(home), kit.divider(), *_you(home.you)]
    blocks += [kit.divider(), *_leaders(home), kit.divider(), *_settings(home.choices)]
    return {"type": "home", "blocks": [*blocks, *([kit.context(kit.escaped(home.model))] if home.model else [])]}


def farewell() -> Json:
    """What somebody sees who was just forgotten."""
    return {"type": "home", "blocks": [kit.header(wording.FORGOTTEN_TITLE), kit.section(wording.HOME_FORGOTTEN)]}


def _riddle(told: Told, state: State) -> list[Json]:
    title = wording.headline(told.number, told.post.edition)
    blocks = [kit.section(f"*{title}*\n{kit.quoted(told.riddle.text)}")]
    if state is State.OPEN:
        return [*blocks, kit.actions(kit.button(ids.GUESS, wording.GUESS, told.post.id, primary=True))]
    said = wording.YOU_SOLVED if state is State.SOLVED else wording.YOU_SAW
    if state is State.TOO_LATE:
        said = wording.ANSWER_IS_OUT
    return [*blocks, kit.context(said), kit.actions(kit.button(ids.RATE, wording.SEE_RESULT, told.post.id))]


def _wanted(home: Home) -> list[Json]:
    said = [wording.waiting(home.waiting), wording.DUEL_WAITS if home.duels else wording.NO_DUEL_WAITS]
    buttons = [kit.button(ids.RATE_WAITING, wording.RATE)] if home.waiting else []
    buttons += [kit.button(ids.DUEL, wording.COMPARE)] if home.duels else []
    row = [kit.actions(*buttons)] if buttons else []
    return [kit.header(wording.HOME_RATE), kit.section("\n".join(said)), *row]


def _you(you: You) -> list[Json]:
    ever = you.ever
    facts = [
        wording.streak(you.streak),
        wording.points_line(points.points(ever), points.points(you.lately)),
        wording.solved_line(ever.solved, ever.guessed),
        wording.said_line(ever.rated, ever.duelled, ever.rewrote),
    ]
    return [
        kit.header(wording.HOME_YOU),
        {"type": "section", "fields": [kit.mrkdwn(fact) for fact in facts]},
        kit.section("\n".join(map(_round, you.history)) or wording.NO_HISTORY),
        kit.context(wording.formula(WORTH)),
    ]


def _round(one: Round) -> str:
    title = wording.headline(one.number, one.post.edition)
    values = {str(name): one.values[name] for name in Criterion if name in one.values}
    return f"• {title}: {_outcome(one)}, {wording.rated(values) if values else wording.NOT_RATED}"


def _outcome(one: Round) -> str:
    if not one.guesses:
        return wording.NOT_GUESSED
    last = one.guesses[-1]
    if last.right:
        return wording.solved_at(last.attempt)
    return wording.LOOKED if last.gave_up else wording.NOT_SOLVED


def _leaders(home: Home) -> list[Json]:
    lines = [wording.rank(place, name, count) for place, (name, count) in enumerate(home.leaders, 1)]
    return [
        kit.header(wording.HOME_LEADERS),
        kit.section("\n".join(lines) or wording.NO_LEADERS),
        kit.box(ids.LEADERBOARD, wording.LEADERBOARD, home.choices.leaderboard),
        kit.context(wording.LEADERS_SINCE),
    ]


def _settings(choices: Choices) -> list[Json]:
    sure = kit.confirm(f"{wording.FORGET}?", wording.FORGET_SURE, wording.FORGET_YES, danger=True)
    return [
        kit.header(wording.HOME_SETTINGS),
        kit.box(ids.REMINDERS, wording.REMINDERS, choices.reminders),
        *_snooze(choices),
        rating.consent(choices.consented),
        kit.context(wording.STORED),
        kit.actions(kit.button(ids.EXPORT, wording.EXPORT), kit.button(ids.FORGET, wording.FORGET, sure=sure)),
    ]


def _snooze(choices: Choices) -> list[Json]:
    if not choices.reminders:
        return []
    if choices.snoozed_until is None:
        return [kit.actions(kit.button(ids.SNOOZE, wording.SNOOZE, reminder.SNOOZE_DAYS))]
    until = wording.snoozed(reminder.spoken(choices.snoozed_until))
    return [kit.context(until), kit.actions(kit.button(ids.WAKE, wording.WAKE))]
