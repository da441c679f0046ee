"""What a child program sees of the bot's environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from riddles.settings import Secrets, redacted

DATABASE = "RIDDLEWIRE_DATABASE"
NEWS_KEY, SERVICE_KEY = "RIDDLEWIRE_NEWS_API_KEY", "RIDDLEWIRE_SERVICE_KEY"


@dataclass(frozen=True)
class Environment:
    """What children see of our environment: where to work, and no secret but the database's, and a draft's."""

    home: Path
    settings: Path
    secrets: Secrets
    inherited: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))

    def of(self, kind: str) -> dict[str, str]:
        """The environment of a child of this kind."""
        kept = {name: value for name, value in self.inherited.items() if not _is_secret(name, value)}
        kept |= {"RIDDLEWIRE_HOME": str(self.home), "RIDDLEWIRE_CONFIG": str(self.settings), "PYTHONUNBUFFERED": "1"}
        return kept | self._keys(kind == "draft")

    def _keys(self, drafts: bool) -> dict[str, str]:
        keys = {DATABASE: self.secrets.riddlewire_database}
        if drafts:
            keys |= {NEWS_KEY: self.secrets.riddlewire_news_api_key, SERVICE_KEY: self.secrets.riddlewire_service_key}
        return {name: key.get_secret_value() for name, key in keys.items() if key.get_secret_value()}


def _is_secret(name: str, value: str) -> bool:
    return name.startswith("SLACK_") or name in (NEWS_KEY, SERVICE_KEY, DATABASE) or redacted(value) != value
