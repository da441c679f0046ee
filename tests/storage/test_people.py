import stat
from datetime import datetime
from pathlib import Path

import pytest

from riddles.errors import StorageError
from storage import people
from storage.database import Database
from tests.storage.kinds import everything_in


def test_the_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "people.key"
    first, second = people.open_key(path), people.open_key(path)
    assert first.of("T1", "U1") == second.of("T1", "U1")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_broken_key_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "people.key"
    path.write_text("not a key")
    with pytest.raises(StorageError, match="cannot be used"):
        people.open_key(path)


def test_a_person_is_met_once_and_no_id_is_stored_in_the_clear(opened: Database, tmp_path: Path, now: datetime) -> None:
    key = people.open_key(tmp_path / "people.key")
    with opened.writing() as session:
        first = people.meet(session, key, ("T0TEAM", "U0SECRET"), now)
        again = people.meet(session, key, ("T0TEAM", "U0SECRET"), now)
        other = people.meet(session, key, ("T0OTHER", "U0SECRET"), now)
    assert first.id == again.id != other.id
    assert key.unseal(first) == ("T0TEAM", "U0SECRET")
    stored = everything_in(opened)
    assert key.of("T0TEAM", "U0SECRET") in stored
    assert "U0SECRET" not in stored


def test_ids_sealed_with_another_key_are_refused(opened: Database, tmp_path: Path, now: datetime) -> None:
    with opened.writing() as session:
        person = people.meet(session, people.open_key(tmp_path / "a.key"), ("T1", "U1"), now)
    with pytest.raises(StorageError, match=r"another people\.key"):
        people.open_key(tmp_path / "b.key").unseal(person)


def test_consent_keeps_its_first_date_and_can_be_taken_back(opened: Database, tmp_path: Path, now: datetime) -> None:
    key = people.open_key(tmp_path / "people.key")
    with opened.writing() as session:
        person = people.meet(session, key, ("T1", "U1"), now)
        assert person.consented_at is None
        people.consent(session, person, True, now)
        people.consent(session, person, True, now.replace(year=2027))
        assert person.consented_at == now
        people.consent(session, person, False, now)
        assert person.consented_at is None
