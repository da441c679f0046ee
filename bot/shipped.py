"""The files at the root of the checkout that an installed Riddlewire needs, too: settings and Slack manifest."""

import sys
from pathlib import Path

SETTINGS, MANIFEST = "riddlewire.toml", "manifest.json"
_CHECKOUT = Path(__file__).resolve().parents[1]
_INSTALLED = Path(sys.prefix) / "share" / "riddlewire"  # see data-files in pyproject.toml


def path_of(name: str, checkout: Path = _CHECKOUT, installed: Path = _INSTALLED) -> Path:
    """Where a shipped file is: in the checkout that this program runs from, else where `pip install` put it."""
    return checkout / name if (checkout / name).is_file() else installed / name
