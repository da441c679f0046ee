"""The subcommands of ``/riddle`` about the model, for admins. Rights are checked, and deeds audited, by ``deeds``."""

from sqlmodel import Session

from bot import wording
from bot.blocks import kit
from bot.collaborators import Collaborators
from bot.listeners.asker import Answer, Asked, open_run, run_line
from bot.listeners.planned import Planned
from riddles import sealed_folder
from riddles.errors import AdapterRefused, StorageError
from storage import adapters, jobs
from storage.tables import Adapter, AdapterState, Decision, JobState

_PROMOTE = "promote"  # the gate's word


def retrain(asked: Asked) -> str:
    """Request a retrain, unless one is requested or running or this workspace's ratings may not be trained on."""
    if not asked.desk.local and not asked.desk.settings.training.enabled_on_slack:
        return wording.TRAINING_IS_OFF
    if not asked.channel:
        return wording.NO_CHANNEL
    key = f"retrain:{asked.key}"
    run = open_run(asked.session)
    if run is not None and run.key != key:
        return run_line(run)
    parameters = {"channel": asked.channel, "simulated": asked.desk.local}
    jobs.request(asked.session, key, "train", asked.now, parameters, asked.person.id)
    return wording.RETRAIN_REQUESTED


def dry_run(asked: Asked) -> str:
    """Have a retrain's data counted; what comes of it is told by direct message."""
    facts = {"simulated": asked.desk.local, "tell": asked.person.id}
    jobs.request(asked.session, f"forecast:{asked.key}", "forecast", asked.now, facts, asked.person.id)
    return wording.FORECAST_COMES


def cancel_planned(asked: Asked) -> Planned | str:
    """Which retrain would be stopped."""
    run = open_run(asked.session)
    if run is None or run.id is None:
        return wording.NOTHING_RUNS
    return Planned(wording.will_cancel(run.id, kit.one_line(run.stage)), str(run.id))


def cancel(asked: Asked) -> str:
    """Cancel the waiting retrain, or ask the running one to stop."""
    run = open_run(asked.session)
    if run is None or run.id is None or str(run.id) != asked.arguments[0]:
        return wording.NOTHING_RUNS
    cancelled = jobs.cancel(asked.session, run.id, asked.now)
    return wording.CANCELLED if cancelled.state == JobState.CANCELLED else wording.CANCEL_ASKED


def promote_planned(asked: Asked) -> Planned | str:
    """Which adapter would write, and in whose place; without a name the one that waits is meant."""
    session, base = asked.session, asked.desk.settings.model.base
    try:
        chosen = adapters.get(session, asked.arguments[0]) if asked.arguments else _meant(session, base)
    except StorageError:
        return wording.no_adapter(kit.one_line(asked.arguments[0], 60))
    if chosen is None:
        return wording.WHICH_ADAPTER if _candidates(session, base) else wording.NOTHING_PROMOTABLE
    current = adapters.current(session, base)
    if current is not None and current.id == chosen.id:
        return wording.writes(chosen.id)
    decision = _decision(session, chosen)
    said = wording.will_promote(
        kit.one_line(chosen.id), decision.verdict if decision else "", _name(current),
        chosen.stale_since is not None,
    )  # fmt: skip
    return Planned(said, chosen.id)


def promote(asked: Asked) -> str:
    """Let the adapter write, if it is still exactly what was sealed. Raises AdapterRefused, StorageError."""
    chosen = install(asked.session, asked.desk, asked.arguments[0])
    adapters.promote(asked.session, chosen.id, asked.now)
    return wording.writes(kit.one_line(chosen.id))


def install(session: Session, desk: Collaborators, adapter_id: str) -> Adapter:
    """The adapter, if it may write here. Raises StorageError if there is none, AdapterRefused if it may not."""
    chosen, base = adapters.get(session, adapter_id), desk.settings.model.base
    if chosen.base != base:
        raise AdapterRefused(f"{chosen.id} was trained on {chosen.base!r}, the base is {base!r}; promote another one.")
    sealed_folder.verify(desk.home / chosen.folder, chosen.manifest_sha256)
    return chosen


def rollback_planned(asked: Asked) -> Planned | str:
    """Who would write again."""
    current = adapters.current(asked.session, asked.desk.settings.model.base)
    if current is None:
        return wording.NO_CURRENT
    before = adapters.before(asked.session, current)
    stale = before is not None and before.stale_since is not None
    said = wording.will_roll_back(kit.one_line(current.id), _name(before), stale)
    return Planned(said, current.id)


def rollback(asked: Asked) -> str:
    """Go back to the adapter before, if the one spoken of still writes. Raises AdapterRefused for a damaged one."""
    current = adapters.current(asked.session, asked.desk.settings.model.base)
    if current is None or current.id != asked.arguments[0]:
        return wording.THINGS_CHANGED
    before = adapters.before(asked.session, current)
    if before is not None:
        install(asked.session, asked.desk, before.id)
    adapters.rollback(asked.session, asked.now)
    return wording.writes(kit.one_line(before.id) if before else None)


def waiting(session: Session, base: str) -> Adapter | None:
    """The one adapter that the gate would promote; None if there is none, or more than one."""
    found = [one for one in _candidates(session, base) if _verdict(session, one) == _PROMOTE]
    return found[0] if len(found) == 1 else None


def _meant(session: Session, base: str) -> Adapter | None:
    """The adapter that a promotion without a name means: the one that waits for a decision, or the only candidate."""
    candidates = _candidates(session, base)
    return candidates[0] if len(candidates) == 1 else waiting(session, base)


def _candidates(session: Session, base: str) -> list[Adapter]:
    return [one for one in adapters.newest(session) if one.state == AdapterState.CANDIDATE and one.base == base]


def _name(adapter: Adapter | None) -> str:
    return wording.writer(kit.one_line(adapter.id) if adapter else None)


def _verdict(session: Session, adapter: Adapter) -> str:
    decision = _decision(session, adapter)
    return decision.verdict if decision else ""


def _decision(session: Session, adapter: Adapter) -> Decision | None:
    return adapters.decision_of(session, adapter.job_id) if adapter.job_id is not None else None


ANSWERS: dict[str, Answer] = {
    "retrain": retrain, "retrain --dry-run": dry_run, "cancel": cancel, "promote": promote, "rollback": rollback,
}  # fmt: skip
