"""One commit for everybody who waits: writers queue, and the last in the queue syncs what all of them wrote.

A commit to disk takes as long as twenty units of work. Each unit runs alone, in a savepoint of its own, in the
transaction that those before it in the queue have begun; whoever finds nobody behind them commits, and only then does
any of them return. So one unit's failure undoes that unit alone, a failed commit fails every unit in it, and nothing is
acknowledged that is not synced. Without a queue a unit is an ordinary transaction.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import Session

MOST_UNITS = 64  # a commit must come even where the queue never ends


class SharedCommit:
    """The queue of one SQLite file's writers in this process. Safe to use from any thread; a unit may not hold another.

    Not covered: writers in other processes; they wait for the file's own lock.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = threading.Lock()
        self._counting = threading.Lock()
        self._queued = 0
        self._open: _Commit | None = None

    @contextmanager
    def unit(self) -> Iterator[Session]:
        """A session whose work is on disk when the block is left, or undone if that raises.

        Raises what the block raises, and sqlalchemy's OperationalError if the shared commit fails.
        """
        self._take_turn()
        try:
            commit = self._open = self._open or _Commit(self._engine)
            with commit.savepoint() as session:
                yield session
        finally:
            self._pass_on()
        commit.wait()

    def _take_turn(self) -> None:
        with self._counting:
            self._queued += 1
        try:
            self._turn.acquire()
        except BaseException:
            self._leave_queue()
            raise
        with self._counting:
            self._queued -= 1

    def _leave_queue(self) -> None:
        """Somebody before may have counted on us to commit."""
        with self._turn:
            with self._counting:
                self._queued -= 1
            self._commit_unless_queued()

    def _pass_on(self) -> None:
        try:
            self._commit_unless_queued()
        finally:
            self._turn.release()

    def _commit_unless_queued(self) -> None:
        with self._counting:
            is_last = self._queued == 0
        if self._open is not None and (is_last or self._open.must_end):
            self._open.end()
            self._open = None


class _Commit:
    """One transaction, its units so far, and the moment at which all of them learn what became of it."""

    def __init__(self, engine: Engine) -> None:
        self._connection: Connection = engine.connect()
        try:
            self._transaction = self._connection.begin()
        except BaseException:
            self._connection.close()
            raise
        self._units = 0
        self._ended = threading.Event()
        self._error: Exception | None = None

    @property
    def must_end(self) -> bool:
        """Whether it is full, or SQLite has given it up."""
        return self._units >= MOST_UNITS or self._error is not None

    @contextmanager
    def savepoint(self) -> Iterator[Session]:
        """One unit's session."""
        first: Exception | None = None
        try:
            with self._session() as session, session.begin():
                try:
                    yield session
                except Exception as error:
                    first = error
                    raise
            self._units += 1
        except Exception as error:
            # A full disk or an I/O error undoes the whole transaction, the units before this one included. There is
            # no savepoint left to go back to then, which is what the session complains of: the first error says why.
            if self._is_alive():
                raise
            self._error = first or error
            raise self._error from None

    def _session(self) -> Session:
        return Session(self._connection, join_transaction_mode="create_savepoint", expire_on_commit=False)

    def end(self) -> None:
        """Commit, and let every unit know. Raises nothing: ``wait`` does."""
        try:
            if self._error is None:
                self._transaction.commit()
        except Exception as error:  # whatever it is, each unit must hear of it  # noqa: BLE001
            self._error = error
        finally:
            self._close()
            self._ended.set()

    def wait(self) -> None:
        """Until the commit has ended. Raises OperationalError if it came to nothing."""
        self._ended.wait()
        if self._error is None:
            return
        cause = self._error.orig if isinstance(self._error, DBAPIError) else self._error
        raise OperationalError("COMMIT", None, cause or self._error) from self._error

    def _is_alive(self) -> bool:
        raw = self._connection.connection.driver_connection
        return bool(getattr(raw, "in_transaction", False))

    def _close(self) -> None:
        try:
            if self._error is not None:
                self._connection.invalidate()  # whatever state it is in, nobody uses it again
        finally:
            self._connection.close()
