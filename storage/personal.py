"""Everything we hold about one person, as one JSON-ready object: what ``export`` gives them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Table, select
from sqlmodel import Session

from riddles.criteria import EDITIONS, Criterion
from storage import drafts, forgetting
from storage.people import Pseudonyms
from storage.tables import Person

Json = dict[str, Any]
_SECRET = {"sealed"}


def held(session: Session, pseudonyms: Pseudonyms, person: Person) -> Json:
    """The person, every row that names them (each with the riddle it is about), and what was made from those.

    Which tables name people is read off the schema, so that no table can be left out. Raises StorageError if the
    person was sealed with another key.
    """
    team, user = pseudonyms.unseal(person)
    traces = forgetting.traces(session, person)
    own = {name: _plain(value) for name, value in person.model_dump().items() if name not in _SECRET}
    rows: Json = {}
    for table, column in forgetting.columns_of_people():
        rows.setdefault(table.name, []).extend(_rows(session, table, column, person))
    return {
        "slack": {"team": team, "user": user},
        "person": own,
        **rows,
        "datasets": list(traces.datasets),
        "adapters": list(traces.adapters),
    }


def _rows(session: Session, table: Table, column: Column[int], person: Person) -> list[Json]:
    found = session.execute(select(table).where(column == person.id)).mappings()
    return [_told(session, {str(name): _plain(value) for name, value in row.items()}) for row in found]


def _told(session: Session, row: Json) -> Json:
    """The row with what it is about: the words a rating was given by, and the riddle."""
    if (wording := EDITIONS.get(row.get("definitions", 0))) is not None:
        row = {**row, "definition": wording[Criterion(row["criterion"])]}
    if not isinstance(row.get("riddle_id"), int):
        return row
    riddle, article = drafts.told(session, row["riddle_id"])
    return {**row, "riddle": {"text": riddle.text, "answer": riddle.answer, "story": article.title}}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
