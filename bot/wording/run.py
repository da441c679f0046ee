"""A retrain's message."""

from collections.abc import Sequence

from bot.wording.counting import counted

RUN_WAITS = "Waiting to start."
RUN_CANCELLED = "Cancelled. The current writer stays."
RUN_STOPPING = "Asked to stop."
RUN_DONE = "Finished."
STAGES = {
    "dataset": "choosing examples",
    "train": "fine-tuning",
    "seal": "sealing the adapter",
    "exam": "taking the exam",
    "gate": "deciding",
}
VERDICTS = {
    "promote": "Promote: the new adapter is better.",
    "keep": "Keep: the current writer stays.",
    "not enough evidence": "Not enough evidence: the current writer stays.",
}


def run_title(job_id: int | None) -> str:
    """The title of a retrain's message."""
    return f"Retrain #{job_id}"


def time_left(minutes: int) -> str:
    """How long a running retrain should still take."""
    return f"about {counted(minutes, 'minute')} to go"


def took(passed: str) -> str:
    """How long a retrain took that has ended."""
    return f"It took {passed}."


def run_failed(error: str) -> str:
    """A retrain that came to nothing."""
    return f"It did not finish: {error or 'no reason was noted.'} The current writer stays."


def unscored(metrics: Sequence[str]) -> str:
    """Metrics without a figure, each with its reason."""
    return f"Unscored: {'; '.join(metrics)}."


def promoted(adapter: str) -> str:
    """The new adapter is current."""
    return f"Adapter {adapter} writes from now on. `/riddle rollback` goes back."
