from datetime import date, datetime

from storage import inbox, slots
from storage.database import Database
from storage.tables import SlotState

TODAY = date(2026, 11, 20)


def test_a_slot_is_claimed_once_for_a_channel_and_date(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        assert slots.claim(session, "post", "C1", TODAY, now) is not None
        assert slots.claim(session, "post", "C1", TODAY, now) is None
        assert slots.claim(session, "post", "C2", TODAY, now) is not None
        assert slots.claim(session, "post:2", "C1", TODAY, now) is not None
        assert [slot.kind for slot in slots.open_slots(session, "post")] == ["post", "post", "post:2"]


def test_a_closed_slot_is_neither_open_nor_claimed_again(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        slot = slots.claim(session, "post", "C1", TODAY, now)
        assert slot is not None
        slots.close(session, slot, SlotState.SKIPPED, now, "no fit story")
        assert slots.open_slots(session) == []
        assert slots.claim(session, "post", "C1", TODAY, now) is None


def test_a_delivery_has_its_effect_once(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        assert inbox.first_time(session, "Ev123", "app_home_opened", now)
    with opened.writing() as session:
        assert not inbox.first_time(session, "Ev123", "app_home_opened", now)
