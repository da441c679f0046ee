"""Forgetting a person: everything of theirs goes, and what was trained on it is marked stale.

A tombstone without content stays behind, in the database and in a file beside it (``forgotten.txt``), so that a backup
that is put back forgets them again. Which tables speak of people is read off the schema: a column that must name a
person loses its row, one that may name one is emptied. Not covered: copies of backups elsewhere, and dataset files,
whose rows stay until their stale dataset is cleared away.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Column, Table, delete, func, update
from sqlmodel import Session, col, select

from riddles.errors import StorageError
from storage import datasets
from storage.tables import METADATA, Adapter, Dataset, Forgotten, Message, MessageState, Person, Receipt

FILE = "forgotten.txt"


@dataclass(frozen=True)
class Traces:
    """Datasets and adapters made from what a person said, by id, oldest first."""

    datasets: tuple[str, ...]
    adapters: tuple[str, ...]


@dataclass(frozen=True)
class Farewell:
    """What went, as rows by table, and what is stale from now on."""

    rows: Mapping[str, int]
    stale: Traces


def forget(session: Session, person: Person, now: datetime, home: Path | None) -> Farewell:
    """Delete everything of a person's, mark what was made from it as stale, and leave a tombstone.

    ``home`` is the data folder for the tombstone's file; it is written first, so that no crash can lose it. None: not.
    """
    if home is not None:
        _append(home / FILE, person.pseudonym, now)
    stale = traces(session, person)
    _mark_stale(session, stale, now)
    _cut_lineage(session, person)
    _blank_messages(session, person)
    rows = {name: count for name, count in _remove_rows(session, person).items() if count}
    session.merge(Forgotten(pseudonym=person.pseudonym, at=now))
    session.delete(person)
    session.flush()
    return Farewell(rows, stale)


def traces(session: Session, person: Person) -> Traces:
    """The datasets whose rows rest on a person's ratings, duel votes or rewrites, and the adapters made from those."""
    reached = datasets.reached(session, datasets.said_by(session, [_id(person)]))
    made = [dataset.id for dataset, _rows in reached.datasets]
    return Traces(tuple(reversed(made)), tuple(adapter.id for adapter in reversed(reached.adapters)))


def reapply(session: Session, tombstones: Mapping[str, datetime], now: datetime) -> int:
    """Forget again whoever had asked for it before this database was copied; returns how many people that were.

    Somebody who came back after they were forgotten is left alone: they are new since then.
    """
    count = 0
    for pseudonym, at in tombstones.items():
        known = session.get(Forgotten, pseudonym)
        if known is None or known.at < at:
            session.merge(Forgotten(pseudonym=pseudonym, at=at))
        person = session.exec(select(Person).where(Person.pseudonym == pseudonym)).first()
        if person is not None and person.created_at <= at:
            forget(session, person, now, None)
            session.merge(Forgotten(pseudonym=pseudonym, at=at))
            count += 1
    session.flush()
    return count


def in_database(session: Session) -> dict[str, datetime]:
    """The tombstones of a database: when each pseudonym was forgotten last."""
    return {row.pseudonym: row.at for row in session.exec(select(Forgotten))}


def in_file(home: Path) -> dict[str, datetime]:
    """The tombstones of a data folder. Raises StorageError if their file cannot be read."""
    path = home / FILE
    if not path.exists():
        return {}
    try:
        lines = path.read_text(encoding="ascii").split("\n")
        return latest(_tombstone(line) for line in lines if line)
    except (OSError, ValueError) as error:
        raise StorageError(
            f"The list of forgotten people {path} cannot be read ({error}); restore it with the data folder."
        ) from error


def latest(found: Iterable[tuple[str, datetime]]) -> dict[str, datetime]:
    """When each pseudonym was forgotten last."""
    newest: dict[str, datetime] = {}
    for pseudonym, at in found:
        newest[pseudonym] = max(at, newest.get(pseudonym, at))
    return newest


def _tombstone(line: str) -> tuple[str, datetime]:
    pseudonym, _, at = line.partition(" ")
    return pseudonym, datetime.fromisoformat(at)


def _append(path: Path, pseudonym: str, at: datetime) -> None:
    """Add a line and bring it to the disk."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, f"{pseudonym} {at.astimezone(UTC).isoformat()}\n".encode("ascii"))
        os.fsync(handle)
    finally:
        os.close(handle)


def _id(person: Person) -> int:
    assert person.id is not None, "a stored row has an id"
    return person.id


def _mark_stale(session: Session, stale: Traces, now: datetime) -> None:
    rows: list[Dataset | Adapter | None] = [session.get(Dataset, name) for name in stale.datasets]
    rows += [session.get(Adapter, name) for name in stale.adapters]
    for row in rows:
        if row is not None and row.stale_since is None:
            row.stale_since = now
            session.add(row)


def _cut_lineage(session: Session, person: Person) -> None:
    """Take the ids of what they said out of dataset rows: SQLite may give the same ids to what another person says."""
    said = datasets.said_by(session, [_id(person)])
    for _dataset, rows in datasets.reached(session, said).datasets:
        for row in rows:
            row.rating_ids = [one for one in row.rating_ids if one not in said.ratings]
            row.vote_ids = [one for one in row.vote_ids if one not in said.votes]
            row.rewrite_id = None if row.rewrite_id in said.rewrites else row.rewrite_id
            session.add(row)
    session.flush()


def _blank_messages(session: Session, person: Person) -> None:
    """Empty the direct messages to the person: rows of the outbox are never deleted."""
    for message in session.exec(select(Message).where(Message.channel == f"person:{person.id}")):
        message.key, message.channel, message.state = f"gone:{message.id}", "gone", MessageState.PARKED
        message.text, message.blocks, message.fault = "", [], "The person asked to be forgotten."
        session.add(message)
    session.flush()


def _remove_rows(session: Session, person: Person) -> dict[str, int]:
    """Delete the rows that must name the person, empty the columns that may; how many rows by table."""
    touched: dict[str, int] = {}
    for table, column in columns_of_people():
        mine = column == person.id
        count = session.scalar(select(func.count()).select_from(table).where(mine)) or 0
        session.execute(
            update(table).where(mine).values({column: None}) if column.nullable else delete(table).where(mine)
        )
        touched[table.name] = touched.get(table.name, 0) + count
    session.execute(delete(Receipt).where(col(Receipt.key).like(f"hint:%:{person.id}:%")))
    session.expire_all()
    return touched


def columns_of_people() -> list[tuple[Table, Column[int]]]:
    """Every column of the schema that names a person."""
    return [
        (table, column)
        for table in METADATA.sorted_tables
        for column in table.columns
        if any(key.column.table.name == "person" for key in column.foreign_keys)
    ]
