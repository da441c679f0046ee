"""App Home: today's riddle, what waits for a rating, and what a person lets us do with their ratings."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import wording
from bot.blocks import ids, kit, rating
from bot.blocks.kit import Json
from bot.guess_verdict import State
from storage.posts import Told


@dataclass(frozen=True)
class Home:
    """``today`` holds each channel's newest post with the person's state; ``model`` is the sentence on who writes."""

    today: Sequence[tuple[Told, State]]
    waiting: int
    consented: bool
    model: str


def view(home: Home) -> Json:
    """The view to publish."""
    blocks = [kit.header(wording.HOME_TODAY)]
    for told, state in home.today[:10]:
        blocks += _riddle(told, state)
    if not home.today:
        blocks.append(kit.section(wording.NOTHING_TODAY))
    blocks += [kit.divider(), kit.header(wording.HOME_RATE), kit.section(wording.waiting(home.waiting))]
    if home.waiting:
        blocks.append(kit.actions(kit.button(ids.RATE_WAITING, wording.RATE)))
    blocks += [kit.divider(), kit.header(wording.HOME_YOU), rating.consent(home.consented)]
    blocks += [kit.context(wording.STORED), kit.context(kit.escaped(home.model))]
    return {"type": "home", "blocks": blocks}


def _riddle(told: Told, state: State) -> list[Json]:
    title = wording.headline(told.number, told.post.edition)
    blocks = [kit.section(f"*{title}*\n{kit.quoted(told.riddle.text)}")]
    if state is State.OPEN:
        return [*blocks, kit.actions(kit.button(ids.GUESS, wording.GUESS, told.post.id, primary=True))]
    said = wording.YOU_SOLVED if state is State.SOLVED else wording.YOU_SAW
    if state is State.TOO_LATE:
        said = wording.ANSWER_IS_OUT
    return [*blocks, kit.context(said), kit.actions(kit.button(ids.RATE, wording.SEE_RESULT, told.post.id))]
