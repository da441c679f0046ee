"""What must be right for the bot to be of use, looked at in milliseconds, one word for each thing that is not."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.collaborators import Collaborators
from storage import database, outbox

LEAST_FREE_BYTES = 1_000_000_000
LONGEST_QUEUE = timedelta(minutes=10)


def faults(desk: Collaborators, now: datetime, is_connected: bool) -> Iterator[str]:
    """``slack``: no connection; ``database``: it cannot be written; ``outbox``: a message waits for more than ten
    minutes; ``disk``: less than 1 GB is free."""
    if not is_connected:
        yield "slack"
    if database.refusal(desk.database):
        yield "database"
    elif _waits_long(desk, now):
        yield "outbox"
    if shutil.disk_usage(desk.home).free < LEAST_FREE_BYTES:
        yield "disk"


def _waits_long(desk: Collaborators, now: datetime) -> bool:
    """Messages that Slack asked to hold back count from the moment they may go."""
    with desk.database.reading() as session:
        return bool(outbox.due(session, now - LONGEST_QUEUE))
