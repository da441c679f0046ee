"""Writers share commits, and nothing else: not their failures, and no acknowledgement before the sync."""

import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from storage import database
from storage.shared_commit import SharedCommit

Then = Callable[[Session], object]
INSERT = text("INSERT INTO word VALUES (:word)")


class Notebook:
    """A file with one table of words, its shared commit, and how often it was committed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.engine: Engine = create_engine(f"sqlite:///{path}", connect_args={"check_same_thread": False})
        event.listen(self.engine, "connect", database._configure)
        event.listen(self.engine, "begin", database._begin)
        with self.engine.begin() as connection:
            connection.execute(text("CREATE TABLE word (word TEXT UNIQUE)"))
        self.commits = 0
        event.listen(self.engine, "commit", self._count)
        self.shared = SharedCommit(self.engine)

    def _count(self, _connection: object) -> None:
        self.commits += 1

    def write(self, word: str, then: Then | None = None) -> None:
        with self.shared.unit() as session:
            session.connection().execute(INSERT, {"word": word})
            if then:
                then(session)

    def words(self) -> set[str]:
        """What another process would read."""
        raw = sqlite3.connect(self.path)
        found = {row[0] for row in raw.execute("SELECT word FROM word")}
        raw.close()
        return found


@pytest.fixture
def notebook(tmp_path: Path) -> Iterator[Notebook]:
    made = Notebook(tmp_path / "words.db")
    yield made
    made.engine.dispose()


def fail(_session: Session) -> None:
    raise ZeroDivisionError


def queue_behind(notebook: Notebook, words: Mapping[str, Then | None]) -> dict[str, Exception | None]:
    """Write all the words at once, queued behind one unit that waits until everybody stands in the queue.

    What became of each; of that first unit under the name ``leader``.
    """
    outcomes: dict[str, Exception | None] = {}

    def one(word: str) -> None:
        try:
            notebook.write(word, words[word])
            outcomes[word] = None
        except Exception as error:  # what a test wants to see  # noqa: BLE001
            outcomes[word] = error

    def wait(_session: Session) -> None:
        for word in words:
            pool.submit(one, word)
        until_queued(notebook, len(words))

    with ThreadPoolExecutor(max(len(words), 1)) as pool:
        try:
            notebook.write("leader", wait)
            outcomes["leader"] = None
        except OperationalError as error:
            outcomes["leader"] = error
    return outcomes


def until_queued(notebook: Notebook, count: int) -> None:
    while notebook.shared._queued < count:
        threading.Event().wait(0.001)


def test_a_lone_writer_commits_at_once(notebook: Notebook) -> None:
    notebook.write("a")
    notebook.write("b")
    assert (notebook.words(), notebook.commits) == ({"a", "b"}, 2)


@pytest.mark.parametrize(("writers", "commits"), [(20, 1), (80, 2)])
def test_a_queue_shares_a_commit_and_an_endless_one_is_committed_in_parts(
    notebook: Notebook, writers: int, commits: int
) -> None:
    words = dict.fromkeys(f"word {number}" for number in range(writers))
    assert set(queue_behind(notebook, words).values()) == {None}
    assert notebook.words() == {*words, "leader"}
    assert notebook.commits == commits


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.lists(some.sampled_from(["fine", "fails", "twice"]), max_size=12))
def test_exactly_the_units_that_returned_are_on_disk(tmp_path: Path, plan: list[str]) -> None:
    folder = tmp_path / str(len(list(tmp_path.iterdir())))
    folder.mkdir()
    notebook = Notebook(folder / "words.db")
    notebook.write("taken")
    words = {f"{number} {how}": fail if how == "fails" else None for number, how in enumerate(plan)}
    twice = {f"{number} twice": "taken" for number, how in enumerate(plan) if how == "twice"}

    def one(word: str) -> bool:
        try:
            notebook.write(twice.get(word, word), words[word])
        except Exception:  # of whatever kind: it did not return  # noqa: BLE001
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        returned = {word for word, done in zip(words, pool.map(one, words), strict=True) if done}
    assert returned == {word for word in words if word.endswith("fine")}
    assert notebook.words() == returned | {"taken"}
    notebook.engine.dispose()


def test_a_failing_unit_undoes_itself_alone_wherever_it_stands(notebook: Notebook) -> None:
    outcomes = queue_behind(notebook, {"a": None, "b": fail, "c": None, "d": fail})
    assert {word for word, error in outcomes.items() if error is None} == {"leader", "a", "c"}
    assert notebook.words() == {"leader", "a", "c"}


def test_nobody_returns_before_the_commit(notebook: Notebook) -> None:
    seen: list[set[str]] = []
    entered, go_on = threading.Event(), threading.Event()

    def hold(_session: Session) -> None:
        entered.set()
        go_on.wait(5)

    def first() -> None:
        notebook.write("first", hold)
        seen.append(notebook.words())  # the first thing it does after the block

    early = threading.Thread(target=first)
    early.start()
    assert entered.wait(5)
    late = threading.Thread(target=lambda: notebook.write("late", lambda _session: seen.append(notebook.words())))
    late.start()
    until_queued(notebook, 1)
    go_on.set()
    early.join(5)
    late.join(5)
    assert seen == [set(), {"first", "late"}]


def test_a_full_disk_fails_every_unit_of_the_commit_and_the_next_one_is_fine(notebook: Notebook) -> None:
    def fill(session: Session) -> None:
        session.connection().exec_driver_sql("PRAGMA max_page_count=4")
        session.connection().execute(INSERT, {"word": "x" * 100_000})

    outcomes = queue_behind(notebook, {"small": None, "large": fill})
    assert all("full" in str(outcomes[word]) for word in ("leader", "large"))
    returned = {word for word, error in outcomes.items() if error is None}
    assert notebook.words() == returned  # small may have come after the failure, in a commit of its own
    assert returned <= {"small"}
    with notebook.shared.unit() as session:
        session.connection().exec_driver_sql("PRAGMA max_page_count=1000000")
    notebook.write("after")
    assert notebook.words() == {*returned, "after"}


def test_a_commit_that_fails_is_told_to_everybody_in_it(notebook: Notebook) -> None:
    def refuse(_connection: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    event.listen(notebook.engine, "commit", refuse)
    outcomes = queue_behind(notebook, {"a": None, "b": None})
    assert [type(error) for error in outcomes.values()] == [OperationalError] * 3
    assert all("disk I/O error" in str(error) for error in outcomes.values())
    event.remove(notebook.engine, "commit", refuse)
    assert notebook.words() == set()
    notebook.write("after")
    assert notebook.words() == {"after"}
