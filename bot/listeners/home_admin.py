"""App Home for admins: what it shows them. What they do there is in ``home_deeds``."""

from sqlmodel import Session

from bot import wording
from bot.authorize import authorize
from bot.blocks import home_admin as blocks
from bot.blocks.kit import Json
from bot.collaborators import Collaborators
from bot.listeners import asker, governing
from storage import adapters, jobs, outbox, pauses
from storage.tables import JobState


def state(session: Session, desk: Collaborators) -> blocks.State:
    """How things stand for an admin; pause and resume are about the first channel."""
    run, base = asker.open_run(session), desk.settings.model.base
    current, waiting = adapters.current(session, base), governing.waiting(session, base)
    channel = (desk.settings.slack.channels or ("",))[0]
    return blocks.State(
        model=asker.model_line(session, desk),
        run=wording.NOTHING_RUNS if run is None else asker.run_line(run),
        verdict=_verdict(session),
        waiting=waiting.id if waiting else "",
        current=current.id if current else "",
        running=run is not None,
        paused=pauses.find(session, channel) is not None,
        stuck=len(outbox.stuck(session)),
    )


def section(session: Session, desk: Collaborators, user: str) -> list[Json]:
    """The blocks that an admin sees beneath their Home; none for anybody else."""
    return blocks.section(state(session, desk)) if authorize(desk, user) else []


def _verdict(session: Session) -> str:
    ended = next((job for job in jobs.latest(session, "train") if job.state == JobState.FINISHED), None)
    decision = adapters.decision_of(session, ended.id or 0) if ended else None
    return wording.last_verdict(decision.adapter_id, decision.verdict) if decision else ""
