"""What a launcher does. A handle is what ``submit`` returned: enough to find the work again."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from training.runs.run_folder import RunFolder


class State(StrEnum):
    """Where submitted work stands."""

    WAITING = "waiting"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


@dataclass(frozen=True)
class Status:
    """How work stands: its state, and what its ``progress.json`` says (empty while it says nothing)."""

    state: State
    told: dict[str, Any]


class Launcher(Protocol):
    """Starts the fine-tuning of a run's folder somewhere."""

    def submit(self, folder: RunFolder) -> str:
        """Start it, or find it again if it was started before and still runs; returns its handle."""

    def status(self, handle: str) -> Status:
        """How it stands."""

    def logs(self, handle: str) -> str:
        """The end of what it printed."""

    def cancel(self, handle: str) -> None:
        """End it with everything it started. Nothing happens if it has ended."""

    def fetch(self, handle: str, folder: RunFolder) -> None:
        """Bring its outcome into the folder."""
