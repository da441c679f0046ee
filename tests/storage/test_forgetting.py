"""Forgetting a person: what goes, what is marked, and that no backup brings them back."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, func, select

from riddles.criteria import Criterion
from riddles.errors import StorageError
from storage import (
    audit,
    backup,
    database,
    datasets,
    duels,
    forgetting,
    guesses,
    inbox,
    lineage,
    outbox,
    people,
    personal,
    posts,
    ratings,
    reports,
    rewrites,
    thumbs,
)
from storage.database import Database
from storage.forgetting import Farewell, Traces
from storage.lineage import Row, Snapshot
from storage.outbox import Content
from storage.people import Pseudonyms
from storage.tables import Adapter, Audit, Dataset, Example, Forgotten, Message, Person, Receipt, Report, Riddle
from tests.storage.kinds import FILE_ONLY, SERVER_ONLY, everything_in
from tests.storage.postgresql import Server
from tests.storage.test_posts_and_opinions import TODAY, drafted

KEY = Pseudonyms(b"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
NAME, OTHER = ("T1", "U0ANN"), ("T1", "U0BOB")


def meet(session: Session, ids: tuple[str, str], now: datetime) -> Person:
    return people.meet(session, KEY, ids, now)


def says_everything(session: Session, ids: tuple[str, str], now: datetime) -> Person:
    """A person who left a trace in every table there is."""
    person = meet(session, ids, now)
    one, two = drafted(session, now, "one"), drafted(session, now, "one")
    post = posts.create(session, "C1", TODAY, one, now)
    assert person.id and one.id and two.id and post.id  # noqa: PT018  # stored rows have ids
    guesses.record(session, post.id, person.id, "my own words", False, now)
    rating = ratings.record(session, one.id, person.id, Criterion.HELPFUL, 4, "1.0", now)
    thumbs.record(session, one.id, person.id, True, "1.0", now)
    duel = duels.create(session, one.id, two.id, duels.TEACHING, now)
    assert duel.id and rating.id  # noqa: PT018  # stored rows have ids
    duels.vote(session, duel.id, person.id, duels.FIRST, "1.0", now)
    rewrites.record(session, two.id, person.id, ("my own verse", True), (), now)
    reports.file(session, two.id, person.id, "my own reason", now)
    reports.decide(session, two.id, person.id, False, now)
    audit.note(session, person.id, "/riddle post", "done", now)
    inbox.first_time(session, f"hint:{post.id}:{person.id}:1", "hint", now)
    outbox.put(session, f"reminder:{TODAY}:{person.id}", f"person:{person.id}", Content("a reminder", []), now)
    return person


def dataset(session: Session, name: str, rows: list[Row], now: datetime) -> None:
    lineage.register(session, Snapshot(name, f"datasets/{name}", {}, rows), now)
    session.add(Adapter(
        id=f"adapter-{name}", folder="a", manifest_sha256="0", base="embedded", dataset_id=name, created_at=now,
    ))  # fmt: skip
    session.flush()


@pytest.fixture
def person(opened: Database, now: datetime) -> Person:
    with opened.writing() as session:
        return says_everything(session, NAME, now)


def leave(opened: Database, now: datetime, home: Path | None = None) -> Farewell:
    with opened.writing() as session:
        return forgetting.forget(session, meet(session, NAME, now), now, home)


def test_every_table_that_names_people_forgets_the_person(
    opened: Database, person: Person, now: datetime, tmp_path: Path
) -> None:
    named = {table.name for table, _ in forgetting.columns_of_people()}
    assert named >= {"guess", "rating", "thumb", "duel_vote", "rewrite", "report", "audit"}
    with opened.reading() as session:  # a new table that names people must be filled by says_everything, too
        for table, column in forgetting.columns_of_people():
            count = session.scalar(select(func.count()).select_from(table).where(column == person.id))
            assert count or column.nullable, table.name
    farewell = leave(opened, now, tmp_path)
    assert {
        name: farewell.rows[name] for name in ("guess", "rating", "thumb", "duel_vote", "rewrite")
    } == dict.fromkeys(("guess", "rating", "thumb", "duel_vote", "rewrite"), 1)
    with opened.reading() as session:
        assert session.exec(select(Person)).all() == []
        for table, column in forgetting.columns_of_people():
            assert session.scalar(select(func.count()).select_from(table).where(column == person.id)) == 0
        assert [row.command for row in session.exec(select(Audit))] == [
            "/riddle post"
        ]  # the deed stays, not who did it
        assert session.exec(select(Receipt).where(col(Receipt.key).like("hint:%"))).all() == []
        assert session.exec(select(Report)).all() == []
        message = session.exec(select(Message)).one()
        assert (message.channel, message.text, message.blocks) == ("gone", "", [])


def traces_of(person: Person) -> set[str]:
    return {"my own words", "my own verse", "my own reason", person.sealed}


def test_nothing_of_the_person_is_left_in_any_row(
    opened: Database, person: Person, now: datetime, tmp_path: Path
) -> None:
    before = everything_in(opened)
    assert {trace for trace in traces_of(person) if trace in before} == traces_of(person)
    leave(opened, now, tmp_path)
    after = everything_in(opened)
    assert not {trace for trace in traces_of(person) if trace in after}
    assert person.pseudonym in after  # the tombstone


@FILE_ONLY
def test_nothing_of_the_person_is_left_in_the_file(
    opened: Database, person: Person, now: datetime, tmp_path: Path
) -> None:
    leave(opened, now, tmp_path)
    opened.close()
    bytes_left = (tmp_path / "riddlewire.db").read_bytes()
    for trace in (*traces_of(person), "U0ANN"):
        assert trace.encode() not in bytes_left
    assert person.pseudonym.encode() in bytes_left


def test_datasets_and_adapters_made_from_what_they_said_are_stale(
    opened: Database, person: Person, now: datetime
) -> None:
    later = now + timedelta(hours=1)
    with opened.writing() as session:
        riddle, other = session.exec(select(Riddle.id).order_by(col(Riddle.id))).all()
        said = datasets.said_by(session, [person.id or 0])
        (rating,), (vote,), (rewrite,) = said.ratings, said.votes, said.rewrites
        premade = Row("train", "premade", None, (), "x")
        dataset(session, "rated", [Row("train", "liked", riddle, (rating, 77), ""), premade], later)
        compared = Row("train", "duel", riddle, (), "", rejected_id=other, vote_ids=(vote, 77))
        dataset(session, "compared", [compared], later + timedelta(hours=1))
        rewritten = Row("train", "rewrite", other, (), "", rewrite_id=rewrite)
        dataset(session, "rewritten", [rewritten], later + timedelta(hours=2))
        dataset(session, "others", [Row("train", "liked", riddle, (77,), ""), premade], later)
    stale = leave(opened, later).stale
    mine = ("rated", "compared", "rewritten")
    assert stale == Traces(mine, tuple(f"adapter-{name}" for name in mine))
    with opened.reading() as session:
        marked = {row.id: row.stale_since for row in session.exec(select(Dataset))}
        assert marked == {**dict.fromkeys(mine, later), "others": None}
        assert {row.id for row in session.exec(select(Adapter)) if row.stale_since} == set(stale.adapters)
        # ids that may be given again point to nobody
        rows = {row.dataset_id: row for row in session.exec(select(Example).where(Example.origin != "premade"))}
        assert (rows["rated"].rating_ids, rows["compared"].vote_ids, rows["rewritten"].rewrite_id) == ([77], [77], None)


def test_who_comes_back_is_a_new_person(opened: Database, person: Person, now: datetime, tmp_path: Path) -> None:
    leave(opened, now, tmp_path)
    later = now + timedelta(days=1)
    with opened.writing() as session:
        back = says_everything(session, NAME, later)
        assert forgetting.reapply(session, forgetting.in_file(tmp_path), later) == 0
        assert session.get(Person, back.id) is not None


@FILE_ONLY
def test_an_older_copy_that_is_put_in_place_by_hand_forgets_again(
    opened: Database, person: Person, now: datetime, tmp_path: Path
) -> None:
    path = tmp_path / "riddlewire.db"
    copied = backup.write(path, tmp_path / "copy.db", now).path
    leave(opened, now + timedelta(hours=1), tmp_path)
    opened.close()
    path.write_bytes(copied.read_bytes())
    again = database.open_file(path)
    with again.reading() as session:
        assert session.exec(select(Person)).all() == []
        assert [row.pseudonym for row in session.exec(select(Forgotten))] == [person.pseudonym]
    again.close()


@SERVER_ONLY
def test_an_older_dump_that_is_put_in_place_forgets_again(
    opened: Database, person: Person, now: datetime, tmp_path: Path, server: Server
) -> None:
    opened.close()
    older = server.copy_of(opened)
    leave(opened, now + timedelta(hours=1), tmp_path)
    again = database.open_home(tmp_path, older)
    with again.reading() as session:
        assert session.exec(select(Person)).all() == []
        assert [row.pseudonym for row in session.exec(select(Forgotten))] == [person.pseudonym]
    again.close()


@FILE_ONLY
def test_a_list_of_forgotten_people_that_cannot_be_read_stops_everything(opened: Database, tmp_path: Path) -> None:
    opened.close()
    (tmp_path / forgetting.FILE).write_text("no time stamp")
    with pytest.raises(StorageError, match="list of forgotten people"):
        database.open_file(tmp_path / "riddlewire.db")


def test_the_export_holds_every_row_of_theirs_and_of_nobody_else(
    opened: Database, person: Person, now: datetime
) -> None:
    with opened.writing() as session:
        meet(session, OTHER, now)
        found = personal.held(session, KEY, person)
    assert json.loads(json.dumps(found)) == found
    assert found["slack"] == {"team": "T1", "user": "U0ANN"}
    assert "sealed" not in found["person"]
    assert [row["text"] for row in found["guess"]] == ["my own words"]
    assert [row["text"] for row in found["rewrite"]] == ["my own verse"]
    assert found["rating"][0]["riddle"]["answer"] == "river"
    assert found["rating"][0]["definition"].startswith("clear, solvable")
    assert {name for name, rows in found.items() if rows} >= {"thumb", "duel_vote", "report", "audit"}
    with opened.writing() as session:
        other = personal.held(session, KEY, meet(session, OTHER, now))
    assert "my own" not in json.dumps(other)


def test_people_are_found_by_their_slack_id(opened: Database, person: Person, now: datetime) -> None:
    with opened.reading() as session:
        assert [one.id for one in people.named(session, KEY, "U0ANN")] == [person.id]
        assert people.named(session, KEY, "U0NOBODY") == []
        assert people.find(session, KEY, OTHER) is None
