"""App Home's part for admins: who writes, the last verdict, a running retrain, and the deeds of most days."""

from dataclasses import dataclass

from bot import wording
from bot.blocks import ids, kit
from bot.blocks.kit import Json


@dataclass(frozen=True)
class State:
    """``model``, ``run`` and ``verdict`` are sentences; ``waiting``: the adapter that may be promoted, if any."""

    model: str
    run: str
    verdict: str = ""
    waiting: str = ""
    current: str = ""
    running: bool = False
    paused: bool = False
    stuck: int = 0


def section(state: State) -> list[Json]:
    """The blocks. Each deed asks once before it is done; rights are asked again when it is."""
    said = [state.model, state.run, *([state.verdict] if state.verdict else [])]
    said += [wording.PAUSED_LINE] if state.paused else []
    said += [wording.stuck_count(state.stuck)] if state.stuck else []
    return [
        kit.divider(),
        kit.header(wording.HOME_ADMIN),
        kit.section("\n".join(f"• {kit.escaped(line, 600)}" for line in said)),
        kit.actions(*_buttons(state)),
    ]


def _buttons(state: State) -> list[Json]:
    found = [] if state.running else [_button("retrain", "", wording.RETRAIN_SURE)]
    if state.waiting:
        found.append(_button("promote", state.waiting, wording.APPROVE_SURE))
    if state.current:
        found.append(_button("rollback", state.current, wording.ROLLBACK_SURE, danger=True))
    if state.paused:
        found.append(kit.button(ids.HOME_DEEDS["resume"], wording.RESUME))
    else:
        found.append(_button("pause", "", wording.PAUSE_SURE, danger=True))
    return found


def _button(name: str, value: str, consequence: str, danger: bool = False) -> Json:
    label = wording.SURE[name]
    return kit.button(
        ids.HOME_DEEDS[name], label, value, sure=kit.confirm(f"{label}?", consequence, wording.CONFIRM, danger)
    )
