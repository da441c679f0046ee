"""People: known here only by a keyed pseudonym, with their Slack ids sealed for the moments we must write to them.

The key is a file in the data folder (``people.key``), made once, readable by its owner only. Without it the database
names nobody.
"""

import hashlib
import hmac
import os
from datetime import datetime
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from sqlmodel import Session, select

from riddles.errors import StorageError
from storage.tables import Person


class Pseudonyms:
    """Turns Slack ids into pseudonyms, and sealed ids back into Slack ids."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._box = Fernet(key)

    def of(self, team: str, user: str) -> str:
        """The pseudonym of a user: HMAC-SHA256 of team and user id under our key, in hexadecimal."""
        return hmac.new(self._key, f"{team}/{user}".encode(), hashlib.sha256).hexdigest()

    def seal(self, team: str, user: str) -> str:
        """The ids, encrypted."""
        return self._box.encrypt(f"{team}/{user}".encode()).decode()

    def unseal(self, person: Person) -> tuple[str, str]:
        """A person's team and user id. Raises StorageError if they were sealed with another key."""
        try:
            team, _, user = self._box.decrypt(person.sealed.encode()).decode().partition("/")
        except InvalidToken as error:
            raise StorageError(
                f"Person {person.id} was sealed with another people.key; restore the key that belongs to this database."
            ) from error
        return team, user


def open_key(path: Path) -> Pseudonyms:
    """The pseudonyms under the key file, made on first use. Raises StorageError if the file is no such key."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(handle, "wb") as file:
            file.write(Fernet.generate_key())
            file.flush()
            os.fsync(file.fileno())
    try:
        return Pseudonyms(path.read_bytes().strip())
    except (OSError, ValueError) as error:
        raise StorageError(
            f"The key file {path} cannot be used ({error}); restore it from a backup of the data folder."
        ) from error


def meet(
    session: Session,
    pseudonyms: Pseudonyms,
    ids: tuple[str, str],
    now: datetime,
    simulated: bool = False,
) -> Person:
    """The person with these (team, user) ids, remembered from now on if they are new."""
    pseudonym = pseudonyms.of(*ids)
    found = session.exec(select(Person).where(Person.pseudonym == pseudonym)).first()
    if found is None:
        found = Person(pseudonym=pseudonym, sealed=pseudonyms.seal(*ids), created_at=now, simulated=simulated)
        session.add(found)
        session.flush()
    return found


def named(session: Session, pseudonyms: Pseudonyms, user: str) -> list[Person]:
    """Everyone with this Slack user id, whatever their team. Raises StorageError if the key is another one."""
    return [person for person in session.exec(select(Person)) if pseudonyms.unseal(person)[1] == user]


def consent(session: Session, person: Person, given: bool, now: datetime) -> None:
    """Remember whether the person's ratings may be trained on; an earlier consent keeps its date."""
    if given != (person.consented_at is not None):
        person.consented_at = now if given else None
        session.add(person)
