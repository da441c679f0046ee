"""The subcommands of ``/riddle`` that only tell admins something; ``deeds`` asks for rights and audits the asking."""

from bot import wording
from bot.blocks import insight, stuck
from bot.listeners.asker import Answer, Asked
from storage import adapters, audit, jobs, outbox
from storage.outbox import Content
from storage.tables import Adapter, Dataset, JobState

_MOST = 12


def models(asked: Asked) -> Content | str:
    """Every adapter: state, when it was made, from how much data, what the gate said, whether it is stale."""
    found = adapters.newest(asked.session, _MOST)
    return insight.models([_model(asked, one) for one in found]) if found else wording.NO_ADAPTERS


def metrics(asked: Asked) -> Content | str:
    """The last exam's scorecards; what people say is counted by a program of its own and told by direct message."""
    facts = {"channel": asked.channel, "local_date": asked.today.isoformat(), "tell": asked.person.id}
    jobs.request(asked.session, f"metrics:{asked.key}", "weekly", asked.now, facts, asked.person.id)
    examined = [job for job in jobs.latest(asked.session, "train") if job.state == JobState.FINISHED]
    cards = next((found for job in examined if (found := adapters.scorecards_of(asked.session, job.id or 0))), [])
    return insight.metrics(cards)


def raters(asked: Asked) -> str:
    """Have the raters counted; told by direct message."""
    jobs.request(asked.session, f"raters:{asked.key}", "raters", asked.now, {"tell": asked.person.id}, asked.person.id)
    return wording.FIGURES_COME


def messages(asked: Asked) -> Content | str:
    """Messages that are stuck, each with its way out."""
    found = outbox.stuck(asked.session)
    return stuck.listed(found) if found else wording.NONE_STUCK


def noted(asked: Asked) -> Content | str:
    """The last commands."""
    rows = audit.latest(asked.session, _MOST)
    return insight.audit(rows, asked.zone) if rows else wording.NO_AUDIT


def settings(asked: Asked) -> Content:
    """The settings in force."""
    return insight.settings(asked.desk.settings)


def _model(asked: Asked, adapter: Adapter) -> insight.Model:
    decision = adapters.decision_of(asked.session, adapter.job_id) if adapter.job_id is not None else None
    dataset = asked.session.get(Dataset, adapter.dataset_id) if adapter.dataset_id else None
    rows = dataset.train_rows + dataset.held_out_rows if dataset else None
    return insight.Model(adapter, rows, decision.verdict if decision else "")


ANSWERS: dict[str, Answer] = {
    "models": models, "metrics": metrics, "raters": raters, "outbox": messages, "audit": noted, "settings": settings,
}  # fmt: skip
