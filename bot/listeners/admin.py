"""The subcommands of ``/riddle`` for admins. Rights are checked, and deeds audited, by ``command.riddle``."""

from itertools import count

from bot import wording
from bot.blocks import kit
from bot.listeners.asker import Asked, open_run, run_line
from storage import jobs, slots
from storage.tables import JobState, SlotState


def post(asked: Asked) -> str:
    """Claim today's post slot; whoever watches the slots writes and posts the riddle."""
    if not asked.channel:
        return wording.NO_CHANNEL
    slot = slots.find(asked.session, "post", asked.channel, asked.today)
    if slot is None:
        slots.claim(asked.session, "post", asked.channel, asked.today, asked.now)
        return wording.POST_COMES
    if slot.state == SlotState.SKIPPED:
        return kit.escaped(wording.skipped_today(slot.reason))
    return wording.POSTED_ALREADY if slot.state == SlotState.DONE else wording.POST_IS_COMING


def post_again(asked: Asked) -> str:
    """Claim the slot of today's next edition; the first one if today has none yet."""
    if not asked.channel:
        return wording.NO_CHANNEL
    for edition in count(1):
        kind = "post" if edition == 1 else f"post:{edition}"
        slot = slots.find(asked.session, kind, asked.channel, asked.today)
        if slot is None:
            slots.claim(asked.session, kind, asked.channel, asked.today, asked.now)
            break
        if slot.state == SlotState.CLAIMED:
            return wording.POST_IS_COMING
    return wording.POST_COMES


def retrain(asked: Asked) -> str:
    """Request a retrain, unless one is requested or running or this workspace's ratings may not be trained on."""
    if not asked.desk.local and not asked.desk.settings.training.enabled_on_slack:
        return wording.TRAINING_IS_OFF
    if not asked.channel:
        return wording.NO_CHANNEL
    key = f"retrain:{asked.command.trigger_id}"
    run = open_run(asked.session)
    if run is not None and run.key != key:
        return run_line(run)
    parameters = {"channel": asked.channel, "simulated": asked.desk.local}
    jobs.request(asked.session, key, "train", asked.now, parameters, asked.person.id)
    return wording.RETRAIN_REQUESTED


def cancel(asked: Asked) -> str:
    """Cancel the waiting retrain, or ask the running one to stop."""
    run = open_run(asked.session)
    if run is None or run.id is None:
        return wording.NOTHING_RUNS
    cancelled = jobs.cancel(asked.session, run.id, asked.now)
    return wording.CANCELLED if cancelled.state == JobState.CANCELLED else wording.CANCEL_ASKED
