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

from sqlalchemy import create_engine, text

from storage import database
from storage.database import Database

_START_SECONDS = 60
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
    """A running server. ``databases`` begin as copies of one that has the newest schema."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        self._template = ""

    def url(self, name: str) -> str:
        """The address of a database."""
        return f"postgresql+psycopg://postgres@/{name}?host={self._folder}"

    def empty(self) -> str:
        """A new database without tables; its address."""
        return self._made("")

    def opened(self) -> Database:
        """A new database at the newest schema."""
        if not self._template:
            self._template = f"made{next(self._numbers)}"
            self._do(f"CREATE DATABASE {self._template}")
            database.open_url(self.url(self._template)).close()
        return database.open_url(self._made(f" TEMPLATE {self._template}"))

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
        programs / "initdb",
        "-D",
        data,
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-sync",
        "--locale=C",
    ]
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
