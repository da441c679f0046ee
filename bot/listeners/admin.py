"""The subcommands of ``/riddle`` about riddles, for admins. Rights are checked, and deeds audited, by ``deeds``."""

from datetime import date

from bot import wording
from bot.blocks import kit, preview
from bot.day import calendar, posting
from bot.listeners.asker import Answer, Asked, next_due
from bot.listeners.planned import Planned
from storage import drafts, jobs, pauses, slots
from storage.outbox import Content
from storage.tables import SlotState


def post(asked: Asked) -> str:
    """Claim today's post slot; whoever watches the slots writes and posts the riddle."""
    if not asked.channel:
        return wording.NO_CHANNEL
    slot = slots.find(asked.session, calendar.POST, asked.channel, asked.today)
    if slot is None:
        slots.claim(asked.session, calendar.POST, asked.channel, asked.today, asked.now)
        return wording.POST_COMES
    if slot.state == SlotState.SKIPPED:
        return kit.escaped(wording.skipped_today(slot.reason))
    return wording.POSTED_ALREADY if slot.state == SlotState.DONE else wording.POST_IS_COMING


def post_again(asked: Asked) -> str:
    """Claim the slot of today's next edition; the first one if today has none yet."""
    if not asked.channel:
        return wording.NO_CHANNEL
    claimed = [slot for slot in slots.open_slots(asked.session, calendar.POST) if slot.channel == asked.channel]
    if any(slot.local_date == asked.today for slot in claimed):
        return wording.POST_IS_COMING
    posting.next_slot(asked.session, asked.channel, asked.today, asked.now)
    return wording.POST_COMES


def preview_wanted(asked: Asked) -> Content | str:
    """The riddle that would come next, for this admin's eyes only; a draft of it if none is ready."""
    if not asked.channel:
        return wording.NO_CHANNEL
    offered = posting.offered(asked.session, asked.desk, asked.channel, asked.today)
    if offered:
        return preview.content(asked.channel, *drafts.told(asked.session, offered[0].id or 0))
    request_draft(asked)
    return wording.DRAFT_COMES


def request_draft(asked: Asked) -> None:
    """Have a riddle drafted for this admin to see, unless one is being drafted for them already."""
    mine = [
        job for job in (*jobs.waiting(asked.session, "draft"), *jobs.running(asked.session, "draft"))
        if job.parameters.get("tell") == asked.person.id
    ]  # fmt: skip
    if not mine:
        key = f"preview:{asked.channel}:{asked.key}"
        posting.request_draft(asked.session, asked.desk, asked.channel, key, asked.now, asked.person.id)


def skip_planned(asked: Asked) -> Planned | str:
    """Which riddle would fall out."""
    if not asked.channel:
        return wording.NO_CHANNEL
    due = next_due(asked)
    if due is None:
        return wording.ALL_SKIPPED
    day = due.astimezone(asked.zone).date()
    return Planned(wording.will_skip(f"<#{asked.channel}>", _spoken(day)), day.isoformat())


def skip(asked: Asked) -> str:
    """Let the riddle of a date fall out: its slot is taken, and skipped."""
    day = date.fromisoformat(asked.arguments[0])
    slot = slots.claim(asked.session, calendar.POST, asked.channel, day, asked.now)
    if slot is None:
        return wording.THINGS_CHANGED
    slots.close(asked.session, slot, SlotState.SKIPPED, asked.now, wording.NEXT_RIDDLE_SKIPPED)
    return wording.skipped(_spoken(day))


def pause_planned(asked: Asked) -> Planned | str:
    """What a pause means."""
    if not asked.channel:
        return wording.NO_CHANNEL
    if pauses.find(asked.session, asked.channel):
        return wording.PAUSED_BEFORE
    return Planned(wording.will_pause(f"<#{asked.channel}>"))


def pause(asked: Asked) -> str:
    """Stop the daily riddles of the channel."""
    paused = pauses.pause(asked.session, asked.channel, asked.person.id, asked.now)
    return wording.PAUSED_NOW if paused else wording.PAUSED_BEFORE


def resume(asked: Asked) -> str:
    """Let them come again."""
    if not asked.channel:
        return wording.NO_CHANNEL
    return wording.RESUMED if pauses.resume(asked.session, asked.channel) else wording.NOT_PAUSED


def _spoken(day: date) -> str:
    return f"{day:%A}, {day.day} {day:%B}"


ANSWERS: dict[str, Answer] = {
    "post": post, "post again": post_again, "preview": preview_wanted, "skip": skip, "pause": pause, "resume": resume,
}  # fmt: skip
