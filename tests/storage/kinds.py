"""The two kinds of database that the tests here run on, and what is looked at in both."""

import pytest
from sqlalchemy import MetaData, select

from storage.database import Database

# for tests of what only a file has: its bytes, its copies, its pragmas
FILE_ONLY = pytest.mark.parametrize("opened", ["sqlite"], indirect=True)
SERVER_ONLY = pytest.mark.parametrize("opened", ["postgresql"], indirect=True)


def everything_in(opened: Database) -> str:
    """Every value of every row of every table, as text."""
    found = MetaData()
    found.reflect(opened.engine)
    with opened.engine.connect() as connection:
        rows = [row for table in found.sorted_tables for row in connection.execute(select(table))]
    # a server tells the zone of every moment, a file knows only UTC
    return "\n".join(str(value).removesuffix("+00:00") for row in rows for value in row)
