"""What every listener and worker of the bot works with, made once by the composition root."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from riddles.settings import Settings
from storage.database import Database
from storage.people import Pseudonyms


@dataclass(frozen=True)
class Collaborators:
    """``home`` is the data folder; ``clock`` gives the time as aware UTC.

    ``local`` tells that the workspace is our own simulator: training needs no setting there, only people's consent.
    People whose ids start with ``simulated_prefix`` are marked as simulated. ``admin_group`` gives the user ids in
    slack.admin_group.
    """

    database: Database
    pseudonyms: Pseudonyms
    settings: Settings
    home: Path
    clock: Callable[[], datetime]
    local: bool = False
    simulated_prefix: str = "U0TEAM"
    admin_group: Callable[[], frozenset[str]] = frozenset
