"""The clock: one tick that asks, again and again, what is due and not done. The only door to apscheduler.

Nothing is scheduled but the tick, and nothing is remembered but the database: whatever was missed while the bot was
down or busy is found at the next tick.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from apscheduler.schedulers.background import BackgroundScheduler

Step = Callable[[datetime], None]
SECONDS = 3.0  # a person who commands a retrain sees it start; a tick that finds nothing to do costs milliseconds
_LOG = logging.getLogger(__name__)


class Schedule:
    """Calls every step, in order, with the time; a step that fails keeps no other from its turn."""

    def __init__(self, steps: Sequence[Step], clock: Callable[[], datetime], seconds: float = SECONDS) -> None:
        self._steps = steps
        self._clock = clock
        self._scheduler = BackgroundScheduler(timezone=UTC)
        self._scheduler.add_job(
            self.tick, "interval", seconds=seconds, id="tick", next_run_time=datetime.now(UTC),
            max_instances=1, coalesce=True, misfire_grace_time=None,
        )  # fmt: skip

    def start(self) -> None:
        """Start ticking, in a thread of its own; the first tick comes at once."""
        self._scheduler.start()

    def stop(self) -> None:
        """Tick no more, and wait for the tick under way."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def tick(self) -> None:
        """Do whatever is due now."""
        for step in self._steps:
            try:
                step(self._clock())
            except Exception:  # a process edge: the clock must go on  # noqa: BLE001
                _LOG.exception("A step of the tick failed; it is tried again at the next one.")
