from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from riddles.errors import StorageError
from storage import adapters
from storage.database import Database
from storage.tables import Adapter, AdapterState


def candidate(session: Session, name: str, now: datetime) -> str:
    adapters.register(
        session,
        Adapter(id=name, folder=f"adapters/{name}", manifest_sha256="0" * 64, base="embedded", created_at=now),
    )
    return name


def state(session: Session, name: str) -> AdapterState:
    return adapters.get(session, name).state


def test_promotion_moves_one_pointer(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        one, two = candidate(session, "1-a", now), candidate(session, "2-b", now)
        adapters.promote(session, one, now)
        adapters.promote(session, two, now + timedelta(days=1))
        assert (state(session, one), state(session, two)) == (AdapterState.RETIRED, AdapterState.CURRENT)
        current = adapters.current(session, "embedded")
        assert current is not None
        assert current.id == two


def test_rollback_goes_back_step_by_step_to_the_base(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        for day, name in enumerate(("1-a", "2-b", "3-c")):
            adapters.promote(session, candidate(session, name, now), now + timedelta(days=day))
        second = adapters.rollback(session, now + timedelta(days=3))
        assert second is not None
        assert second.id == "2-b"


def test_rolling_back_the_only_adapter_leaves_the_base_alone(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        adapters.promote(session, candidate(session, "1-a", now), now)
        assert adapters.rollback(session, now) is None
        assert adapters.current(session, "embedded") is None
        with pytest.raises(StorageError, match="no current adapter"):
            adapters.rollback(session, now)


def test_an_adapter_of_another_base_does_not_write(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        adapters.promote(session, candidate(session, "1-a", now), now)
        assert adapters.current(session, "owner/other-base") is None


def test_only_a_candidate_can_be_rejected(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        one, two = candidate(session, "1-a", now), candidate(session, "2-b", now)
        adapters.promote(session, one, now)
        adapters.reject(session, one)
        adapters.reject(session, two)
        assert (state(session, one), state(session, two)) == (AdapterState.CURRENT, AdapterState.REJECTED)


def test_an_unknown_adapter_is_named_in_the_error(opened: Database, now: datetime) -> None:
    with pytest.raises(StorageError, match="'9-z'"), opened.writing() as session:
        adapters.promote(session, "9-z", now)
