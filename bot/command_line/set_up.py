"""`riddlewire init`: settings, data folder and database, made once; what is there already is left as it is."""

import shutil
from pathlib import Path

from bot import shipped
from bot.serve import KEY
from riddles import settings
from riddles.errors import SettingsError
from storage import database, people


def make(home: Path, settings_path: Path) -> list[str]:
    """Make what is missing; returns a sentence for each thing. Raises RiddlewireError where that cannot be done."""
    said = [_make_settings(settings_path)]
    url = settings.secrets(dotenv=settings_path.with_name(".env")).riddlewire_database.get_secret_value()
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"The data folder {home} cannot be made ({error.strerror}); set RIDDLEWIRE_HOME to another one."
        ) from error
    said.append(_make_database(home, url))
    people.open_key(home / KEY)
    return said


def _make_database(home: Path, url: str) -> str:
    known = database.is_made(home, url)
    opened = database.open_home(home, url, create=True)
    opened.close()
    return f"The database {opened.name} {'is there already, at the newest schema' if known else 'is made'}."


def _make_settings(path: Path) -> str:
    if path.exists():
        return f"The settings {path} are there already."
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(shipped.path_of(shipped.SETTINGS), path)
    except OSError as error:
        raise SettingsError(
            f"The settings file {path} cannot be written ({error}); set RIDDLEWIRE_CONFIG to another path."
        ) from error
    return f"The settings {path} are made; list your channels and admins under [slack]."
