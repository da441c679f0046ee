"""The database: one SQLite file (or PostgreSQL by URL), its settings read back, its sessions, its one writer.

SQLite before 3.51.3 has a rare corruption bug when two connections write and checkpoint a WAL at the same moment, and
our child programs do write beside the bot. On such a library the rollback journal with ``synchronous=EXTRA`` is used;
from 3.51.3 on WAL with ``synchronous=FULL``. Both keep every acknowledged rating through a power cut.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlmodel import Session

from riddles import settings
from riddles.errors import StorageError
from storage import forgetting
from storage.shared_commit import SharedCommit

FILE = "riddlewire.db"  # in the data folder
_FIXED_WAL = (3, 51, 3)
_BUSY_MS = 30_000
# PostgreSQL lets writers run side by side; ours read, decide and write, and rely on being alone as on SQLite
_ONE_WRITER = text("SELECT pg_advisory_xact_lock(7473)")
_MIGRATIONS = Path(__file__).parent / "migrations"


class Database:
    """An open database at the newest schema. Use ``reading()`` and ``writing()``; close it when done."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._write_lock = threading.Lock()
        self._shared = SharedCommit(engine) if engine.dialect.name == "sqlite" else None

    @property
    def name(self) -> str:
        """The file's path, or the database's name on its server."""
        return str(self.engine.url.database)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session in one immediate transaction: committed at the end, rolled back on any error.

        There is one writer at a time, in whichever process: what was read is still so when something is written. On
        SQLite, threads that write at the same time share one commit. Never hold two of these in one thread.
        """
        if self._shared is not None:
            with self._shared.unit() as session:
                yield session
            return
        with self._write_lock, Session(self.engine, expire_on_commit=False) as session, session.begin():
            session.connection().execute(_ONE_WRITER)
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for queries; what it loads stays readable after it is closed."""
        reader = self.engine.execution_options(query_only=True, postgresql_readonly=True)
        with Session(reader, expire_on_commit=False) as session:
            yield session

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def open_here(create: bool = False) -> Database:
    """The database of this program's data folder, as ``open_home``, where the environment or ``.env`` says."""
    return open_home(settings.home(), _url_here(), create)


def is_here() -> bool:
    """Whether ``open_here`` finds a database with tables. Raises StorageError if it is out of reach."""
    return is_made(settings.home(), _url_here())


def open_home(home: Path, url: str = "", create: bool = False) -> Database:
    """The database of a data folder: the SQLite file in it or, with ``url``, a PostgreSQL database elsewhere.

    As ``open_file`` in everything else: tables are made only with ``create``, and whoever the data folder lists as
    forgotten is forgotten again. Raises StorageError.
    """
    return _forgetful(open_url(url, create), home) if url else open_file(home / FILE, create)


def is_made(home: Path, url: str = "") -> bool:
    """Whether the database of a data folder, as ``open_home`` finds it, has tables. Raises StorageError."""
    if not url:
        return (home / FILE).exists()
    engine = _engine(url)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() is not None
    except DatabaseError as error:
        raise StorageError(_out_of_reach(engine, error)) from error
    finally:
        engine.dispose()


def open_file(path: Path, create: bool = False) -> Database:
    """The SQLite database at ``path``, migrated to the newest schema.

    A missing file is made only with ``create``: a bot must never start on a silent new empty database. Whoever the
    data folder lists as forgotten is forgotten again, in case this file is an older copy that was put back.
    Raises StorageError if it is missing, damaged, newer than this program, or refuses our settings.
    """
    if not path.exists() and not create:
        raise StorageError(
            f"There is no database at {path}; run `riddlewire init` to make one, or restore a backup there."
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    return _forgetful(open_url(f"sqlite:///{path}"), path.parent)


def open_url(url: str, create: bool = True) -> Database:
    """The database at a URL (``sqlite:///…``, ``postgresql://…``), at the newest schema.

    Raises StorageError if it is out of reach, damaged, newer than this program, or empty and not to be filled.
    """
    engine = _engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _configure)
        event.listen(engine, "begin", _begin)
    try:
        _assert_settings(engine)
        _migrate(engine, create)
    except (DatabaseError, sqlite3.DatabaseError) as error:
        engine.dispose()
        raise StorageError(_out_of_reach(engine, error)) from error
    except StorageError:
        engine.dispose()
        raise
    return Database(engine)


def refusal(opened: Database) -> str:
    """Why an open database takes no write just now; empty if it does. Costs one empty transaction."""
    try:
        with opened.writing() as session:
            session.connection()
    except (DatabaseError, sqlite3.DatabaseError) as error:
        return _reason(error)
    return ""


def damage(opened: Database) -> str:
    """What is wrong with an open database: the first finding of SQLite's quick check, or why it cannot be written."""
    try:
        with opened.writing() as session:
            if opened.engine.dialect.name != "sqlite":
                return ""
            found = session.connection().execute(text("PRAGMA quick_check(1)")).scalar()
    except (DatabaseError, sqlite3.DatabaseError) as error:
        return _reason(error)
    return "" if found == "ok" else str(found)


def journal_settings(
    version: tuple[int, ...] = sqlite3.sqlite_version_info,
) -> dict[str, str | int]:
    """The pragmas that keep acknowledged rows, by SQLite version, with the values they must read back as."""
    safe_wal = version >= _FIXED_WAL
    return {
        "journal_mode": "wal" if safe_wal else "delete",
        "synchronous": 2 if safe_wal else 3,  # FULL, EXTRA
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": _BUSY_MS,
    }


def _url_here() -> str:
    secrets = settings.secrets(dotenv=settings.settings_path().with_name(".env"))
    return secrets.riddlewire_database.get_secret_value()


def _engine(url: str) -> Engine:
    """An engine for a URL, with our driver where none is named. Raises StorageError for an impossible one."""
    scheme, mark, rest = url.partition("://")
    try:
        if scheme in ("postgres", "postgresql", "postgresql+psycopg"):
            # a server may have restarted since the last query: look before a connection is used
            return create_engine(f"postgresql+psycopg{mark}{rest}", pool_pre_ping=True)
        if scheme == "sqlite":
            return create_engine(url, connect_args={"timeout": _BUSY_MS / 1000, "check_same_thread": False})
    except ModuleNotFoundError as error:
        raise StorageError(
            f'PostgreSQL needs the library {error.name}; `pip install "riddlewire[postgresql]"`.'
        ) from error
    except (ArgumentError, ValueError) as error:
        raise StorageError("RIDDLEWIRE_DATABASE is no URL like postgresql://user@host/name; correct it.") from error
    raise StorageError(f"A database of the kind {scheme!r} is not supported; give a URL like postgresql://host/name.")


def _out_of_reach(engine: Engine, error: Exception) -> str:
    remedy = (
        "it is left as it is: restore a backup in its place" if engine.dialect.name == "sqlite"
        else "check that the server runs, and RIDDLEWIRE_DATABASE"
    )  # fmt: skip
    return f"The database {engine.url.database} cannot be opened ({_reason(error)}); {remedy}."


def _forgetful(opened: Database, home: Path) -> Database:
    """An opened database in which nobody is left whom the data folder lists as forgotten."""
    try:
        _forget_again(opened, home)
    except BaseException:
        opened.close()
        raise
    return opened


def _forget_again(opened: Database, home: Path) -> None:
    """Compare the tombstones first: nearly always there is nothing to do, and then nothing is written."""
    listed = forgetting.in_file(home)
    with opened.reading() as session:
        known = forgetting.in_database(session)
    missing = {pseudonym: at for pseudonym, at in listed.items() if pseudonym not in known or known[pseudonym] < at}
    if missing:
        with opened.writing() as session:
            forgetting.reapply(session, missing, datetime.now(UTC))


def _configure(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where we say, see _begin
    for name, value in journal_settings().items():
        connection.execute(f"PRAGMA {name}={value}").close()


def _begin(connection: Any) -> None:
    reading = connection.get_execution_options().get("query_only", False)
    connection.exec_driver_sql(f"PRAGMA query_only={int(reading)}")  # connections are pooled: set it every time
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _assert_settings(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        for name, wanted in journal_settings().items():
            got = connection.execute(text(f"PRAGMA {name}")).scalar()
            if got != wanted:
                raise StorageError(
                    f"SQLite answers {name}={got} where {wanted} was set; "
                    "put the data folder on a local disk it can lock and sync."
                )


def _migrate(engine: Engine, create: bool) -> None:
    script = ScriptDirectory(str(_MIGRATIONS))
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    if found == script.get_current_head():
        return
    if found is None and not create:
        raise StorageError(
            f"The database {engine.url.database} is empty; run `riddlewire init` to make its tables, or restore a dump."
        )
    if found is not None and found not in {revision.revision for revision in script.walk_revisions()}:
        raise StorageError(
            f"The database {engine.url.database} has schema {found}, newer than this Riddlewire; "
            "install the newer version again."
        )
    with engine.connect() as connection, _foreign_keys_off(connection), connection.begin():
        if engine.dialect.name == "postgresql":  # whoever waited here finds the work done: upgrading again does nothing
            connection.execute(_ONE_WRITER)
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        _check_foreign_keys(connection)


@contextmanager
def _foreign_keys_off(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew and dropping the old one, which foreign keys would forbid."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw: Any = connection.connection.dbapi_connection
    raw.execute("PRAGMA foreign_keys=OFF")  # outside a transaction, where alone it counts
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise StorageError(
            f"The schema change would leave {len(broken)} rows of {broken[0][0]} without what they refer to; "
            "nothing was changed: keep the version before and report this."
        )


def _reason(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0]
