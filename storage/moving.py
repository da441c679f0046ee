"""From one kind of database to the other: every row of a SQLite file into an empty database on a server."""

from typing import Any

from sqlalchemy import Connection, Integer, Table, func, insert, select, text

from riddles.errors import StorageError
from storage import tables
from storage.database import Database

_ROWS = 1000  # copied at once


def copy(source: Database, target: Database) -> dict[str, int]:
    """Copy all rows, with their ids, in one transaction; returns how many each table had, in the order of the copying.

    Raises StorageError if the target has rows already: two teams' rows would share ids.
    """
    ours = tables.METADATA.sorted_tables
    copied = {}
    with source.engine.connect() as reading, target.engine.begin() as writing:
        filled = [one.name for one in ours if writing.execute(select(one).limit(1)).first() is not None]
        if filled:
            raise StorageError(
                f"The database {target.name} has rows in {', '.join(filled)}; nothing was copied: give an empty one."
            )
        for table in ours:
            copied[table.name] = _copied(table, reading, writing)
            _count_on(table, writing)
    return copied


def _copied(table: Table, reading: Connection, writing: Connection) -> int:
    number = 0
    for rows in reading.execute(select(table).order_by(*table.primary_key)).mappings().partitions(_ROWS):
        writing.execute(insert(table), [dict(row) for row in rows])
        number += len(rows)
    return number


def _count_on(table: Table, writing: Connection) -> None:
    """Let a server give the next row the next id: it counts apart from the rows, SQLite does not."""
    column: Any = next((one for one in table.primary_key if isinstance(one.type, Integer)), None)
    if column is None or writing.dialect.name != "postgresql" or len(table.primary_key) != 1:
        return
    last = writing.execute(select(func.max(column))).scalar()
    sequence = writing.execute(
        text("SELECT pg_get_serial_sequence(:name, :column)"), {"name": f'"{table.name}"', "column": column.name}
    ).scalar()
    if last is not None and sequence is not None:
        writing.execute(text("SELECT setval(:sequence, :last)"), {"sequence": sequence, "last": last})
