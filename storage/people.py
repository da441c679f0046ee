"""People: known here only by a keyed pseudonym, with their Slack ids sealed for the moments we must write to them.

The key is a file in the data folder (``people.key``), made once, readable by its owner only. Without it the database
names nobody.
"""

import hashlib
import hmac
import os
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from sqlmodel import Session, col, select

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


def known_key(path: Path) -> Pseudonyms:
    """The pseudonyms under a key file that must be there. Raises StorageError if it is missing or no such key."""
    if not path.exists():
        raise StorageError(f"There is no key {path}; put back the people.key that belongs to this database.")
    return open_key(path)


def meet(
    session: Session,
    pseudonyms: Pseudonyms,
    ids: tuple[str, str],
    now: datetime,
    simulated: bool = False,
) -> Person:
    """The person with these (team, user) ids, remembered from now on if they are new."""
    found = find(session, pseudonyms, ids)
    if found is None:
        found = Person(pseudonym=pseudonyms.of(*ids), sealed=pseudonyms.seal(*ids), created_at=now, simulated=simulated)
        session.add(found)
        session.flush()
    return found


def find(session: Session, pseudonyms: Pseudonyms, ids: tuple[str, str]) -> Person | None:
    """The person with these (team, user) ids, if we remember them; nobody is remembered by asking."""
    return session.exec(select(Person).where(Person.pseudonym == pseudonyms.of(*ids))).first()


def named(session: Session, pseudonyms: Pseudonyms, user: str) -> list[Person]:
    """Everyone with this Slack user id, whatever their team. Raises StorageError if the key is another one."""
    return [person for person in session.exec(select(Person)) if pseudonyms.unseal(person)[1] == user]


def consent(session: Session, person: Person, given: bool, now: datetime, action_ts: str = "") -> None:
    """Remember whether the person's ratings may be trained on; an earlier consent keeps its date.

    ``action_ts``: Slack's time of the click; an older click that arrives late changes nothing.
    """
    if _is_last_word(session, person, "consent", action_ts) and given != (person.consented_at is not None):
        person.consented_at = now if given else None


def lead(session: Session, person: Person, given: bool, action_ts: str = "") -> None:
    """Remember whether the person wants to be named on the leaderboard; the last click wins."""
    if _is_last_word(session, person, "leaderboard", action_ts):
        person.leaderboard = given


def remind(session: Session, person: Person, given: bool, action_ts: str = "") -> None:
    """Remember whether the person wants reminders; asking for them ends a snooze. The last click wins."""
    if _is_last_word(session, person, "reminders", action_ts):
        person.reminders, person.snoozed_until = given, None


def snooze(session: Session, person: Person, until: date | None, action_ts: str = "") -> None:
    """Send no reminder before a local date; None ends a snooze."""
    if _is_last_word(session, person, "snooze", action_ts):
        person.snoozed_until = until


def reminded(session: Session, today: date) -> list[Person]:
    """Everyone who wants a reminder today."""
    query = select(Person).where(col(Person.reminders).is_(True)).order_by(col(Person.id))
    return [one for one in session.exec(query) if one.snoozed_until is None or one.snoozed_until <= today]


def leaders(session: Session) -> list[Person]:
    """Everyone who wants to be named on the leaderboard."""
    return list(session.exec(select(Person).where(col(Person.leaderboard).is_(True)).order_by(col(Person.id))))


def _is_last_word(session: Session, person: Person, setting: str, action_ts: str) -> bool:
    """Note a click on a setting; False if a newer one came before it. Without a time it is no click, and counts."""
    session.add(person)
    if not action_ts:
        return True
    if Decimal(action_ts) < Decimal(person.clicks.get(setting, "0")):
        return False
    person.clicks = {**person.clicks, setting: action_ts}
    return True
