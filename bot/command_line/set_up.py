"""`riddlewire init`: settings, data folder and database, made once; what is there already is left as it is."""

import shutil
from pathlib import Path

from bot.serve import DATABASE, KEY
from riddles.errors import SettingsError
from storage import database, people

_MODEL_SETTINGS = Path(__file__).resolve().parents[2] / "riddlewire.toml"


def make(home: Path, settings_path: Path) -> list[str]:
    """Make what is missing; returns a sentence for each thing. Raises RiddlewireError where that cannot be done."""
    said = [_make_settings(settings_path)]
    path = home / DATABASE
    known = path.exists()
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"The data folder {home} cannot be made ({error.strerror}); set RIDDLEWIRE_HOME to another one."
        ) from error
    database.open_file(path, create=True).close()
    people.open_key(home / KEY)
    said.append(f"The database {path} {'is there already, at the newest schema' if known else 'is made'}.")
    return said


def _make_settings(path: Path) -> str:
    if path.exists():
        return f"The settings {path} are there already."
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_MODEL_SETTINGS, path)
    except OSError as error:
        raise SettingsError(
            f"The settings file {path} cannot be written ({error}); set RIDDLEWIRE_CONFIG to another path."
        ) from error
    return f"The settings {path} are made; list your channels and admins under [slack]."
