"""Whom a message is for and whom it names, resolved when it is sent: the outbox holds no Slack id of a person.

A channel is a Slack channel id, ``person:N`` (a person's row) or ``admin:N`` (the Nth admin of the settings, from 0).
A text names somebody as ``<@person:N>``; foreign text cannot do so, because its angle brackets are escaped.
"""

import json
import re
from typing import Any

from riddles.errors import SlackError
from riddles.settings import Settings
from storage.database import Database
from storage.people import Pseudonyms
from storage.tables import Person

_MENTION = re.compile(r"<@person:(\d+)>")
_SOMEONE = "someone"


def person(person_id: int | None) -> str:
    """The address of a person."""
    return f"person:{person_id}"


def admin(number: int) -> str:
    """The address of an admin."""
    return f"admin:{number}"


def mention(person_id: int | None) -> str:
    """A person's name in mrkdwn."""
    return f"<@person:{person_id}>"


class Addresses:
    """Turns addresses into Slack ids."""

    def __init__(self, database: Database, pseudonyms: Pseudonyms, settings: Settings) -> None:
        self._database = database
        self._pseudonyms = pseudonyms
        self._admins = settings.slack.admins

    def channel(self, address: str) -> str:
        """The id to post to. Raises SlackError if nobody is there (any more)."""
        kind, _, number = address.partition(":")
        if kind == "person" and (user := self._user(int(number))):
            return user
        if kind == "admin" and int(number) < len(self._admins):
            return self._admins[int(number)]
        if kind in ("person", "admin"):
            raise SlackError(f"There is nobody at {address} any more; nothing is to be done.")
        return address

    def named(self, content: dict[str, Any]) -> dict[str, Any]:
        """The text and blocks of a message with every person named as Slack names them."""
        written = json.dumps(content)
        if "<@person:" not in written:
            return content
        named: dict[str, Any] = json.loads(_MENTION.sub(lambda found: self._name(int(found[1])), written))
        return named

    def _name(self, person_id: int) -> str:
        user = self._user(person_id)
        return f"<@{user}>" if user else _SOMEONE

    def _user(self, person_id: int) -> str:
        with self._database.reading() as session:
            found = session.get(Person, person_id)
        return self._pseudonyms.unseal(found)[1] if found is not None else ""
