"""A PostgreSQL server of the tests' own: in a temporary folder, on a Unix socket, gone afterwards."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, create_engine, text

from storage import database
from storage.database import Database

_START_SECONDS = 60
_DISCONNECT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
    "AND datname = current_database()"
)
_FOUND = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or [
    Path(found).resolve() for found in (shutil.which("initdb"),) if found
]


def missing() -> str:
    """Why no server can be started here; empty if one can."""
    if not _FOUND:
        return "there is no PostgreSQL server on this machine (Debian: apt-get install postgresql)"
    if importlib.util.find_spec("psycopg") is None:
        return 'psycopg is not installed (pip install "riddlewire[postgresql]")'
    return ""


class Server:
    """A running server. A database at the newest schema is emptied and used again: making one takes long."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        self._free: list[str] = []

    def url(self, name: str) -> str:
        """The address of a database."""
        return f"postgresql+psycopg://postgres@/{name}?host={self._folder}"

    def empty(self) -> str:
        """A new database without tables; its address."""
        return self._made("")

    def opened(self) -> Database:
        """A database at the newest schema, without rows."""
        return database.open_url(self._free.pop() if self._free else self.empty())

    def take_back(self, opened: Database) -> None:
        """Close a database and empty it for the next test, whatever this one left open or locked."""
        opened.close()
        url, found = self.url(opened.name), MetaData()
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(text(_DISCONNECT))
            found.reflect(connection)
            names = ", ".join(f'"{name}"' for name in found.tables if name != "alembic_version")
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
        engine.dispose()
        self._free.append(url)

    def copy_of(self, opened: Database) -> str:
        """A copy of a database that nobody is connected to; its address."""
        return self._made(f" TEMPLATE {opened.name}")

    def _made(self, how: str) -> str:
        name = f"made{next(self._numbers)}"
        self._do(f"CREATE DATABASE {name}{how}")
        return self.url(name)

    def _do(self, statement: str) -> None:
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


@contextmanager
def running() -> Iterator[Server]:
    """A server for the block. It refuses to run as root, so then it runs as nobody."""
    programs = _FOUND[-1].parent
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))  # a socket's path must be short
    who: dict[str, Any] = {}
    if os.getuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        who = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    data = folder / "data"
    made: list[str | Path] = [
        programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C",
    ]  # fmt: skip
    subprocess.run(made, check=True, capture_output=True, cwd="/", **who)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"],
            stdout=subprocess.DEVNULL, stderr=log, cwd="/", **who,
        )  # fmt: skip
    try:
        _wait(programs / "pg_isready", folder)
        yield Server(folder)
    finally:
        process.send_signal(signal.SIGINT)  # a fast shutdown: SIGTERM would wait for clients
        process.wait(30)
        shutil.rmtree(folder)


def _wait(asks: Path, folder: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while subprocess.run([asks, "-q", "-h", folder], check=False).returncode:
        assert time.monotonic() < until, (folder / "log").read_text()
        time.sleep(0.1)
