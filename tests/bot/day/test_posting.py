from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from bot.collaborators import Collaborators
from bot.day import posting
from riddles.criteria import Criterion
from riddles.settings import Settings
from storage import adapters, drafts, jobs, outbox, people, posts, ratings, slots
from storage.tables import Adapter, Job, Slot, SlotState
from tests.bot import rig
from tests.bot.rig import CHANNEL, FRIDAY, FakeClock

DAY = FRIDAY.date()


def tick(desk: Collaborators) -> None:
    now = desk.clock()
    for step in (posting.claim_due, posting.reveal_due, posting.prepare, posting.fulfil):
        step(desk, now)


def slot_of(session: Session, channel: str = CHANNEL, kind: str = "post") -> Slot:
    found = slots.find(session, kind, channel, DAY)
    assert found is not None
    return found


def asked(desk: Collaborators) -> list[Job]:
    with desk.database.reading() as session:
        return jobs.waiting(session, "draft")


def end_draft(desk: Collaborators, error: str = "") -> None:
    """Play the draft program: claim the waiting job and end it."""
    with desk.database.writing() as session:
        job = jobs.claim(session, jobs.waiting(session, "draft")[0].id or 0, 1, desk.clock())
        if error:
            jobs.fail(session, job.id or 0, desk.clock(), error)
        else:
            jobs.finish(session, job, desk.clock(), {})


def test_a_due_riddle_that_is_ready_is_posted_once(tmp_path: Path) -> None:
    with rig.desk(tmp_path) as desk:
        rig.store_riddle(desk.database, FRIDAY)
        for _ in range(3):
            tick(desk)
        with desk.database.reading() as session:
            (post,) = posts.on_date(session, CHANNEL, DAY)
            message = outbox.by_key(session, f"post:{post.id}")
            assert slot_of(session).state == SlotState.DONE
        assert message is not None
        assert "I cross what I never drink." in message.text
        assert str(int((FRIDAY + timedelta(hours=7)).timestamp())) in str(message.blocks)


def test_without_a_ready_riddle_a_draft_is_requested_once_and_then_posted(tmp_path: Path) -> None:
    with rig.desk(tmp_path) as desk:
        for _ in range(3):
            tick(desk)
        (job,) = asked(desk)
        assert job.key == f"draft:{CHANNEL}:{DAY}:1:base"
        assert job.parameters == {"channel": CHANNEL, "local_date": "2026-11-20", "sample_if_offline": True}
        rig.store_riddle(desk.database, FRIDAY)
        end_draft(desk)
        tick(desk)
        with desk.database.reading() as session:
            assert len(posts.on_date(session, CHANNEL, DAY)) == 1


@pytest.mark.parametrize(
    ("error", "reason"),
    [("None of 4 stories is fit.", "None of 4 stories is fit."), ("", "brought no riddle")],
)
def test_a_day_whose_draft_comes_to_nothing_posts_nothing_and_says_why(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, error: str, reason: str
) -> None:
    with rig.desk(tmp_path) as desk:
        tick(desk)
        end_draft(desk, error)
        for _ in range(3):
            tick(desk)
        with desk.database.reading() as session:
            assert slot_of(session).state == SlotState.SKIPPED
            assert reason in slot_of(session).reason
            assert posts.on_date(session, CHANNEL, DAY) == []
        assert asked(desk) == []
        assert reason in caplog.text


def test_a_riddle_missed_by_more_than_six_hours_is_a_recorded_skip(tmp_path: Path) -> None:
    with rig.desk(tmp_path, FakeClock(FRIDAY + timedelta(hours=7))) as desk:
        rig.store_riddle(desk.database, desk.clock())
        tick(desk)
        with desk.database.reading() as session:
            assert "7 hours is too late" in slot_of(session).reason
            assert posts.on_date(session, CHANNEL, DAY) == []


def test_a_riddle_is_drafted_ahead_and_not_posted_before_its_time(tmp_path: Path) -> None:
    clock = FakeClock(FRIDAY - timedelta(minutes=20))
    with rig.desk(tmp_path, clock) as desk:
        tick(desk)
        assert len(asked(desk)) == 1
        rig.store_riddle(desk.database, clock.now)
        end_draft(desk)
        tick(desk)
        with desk.database.reading() as session:
            assert posts.on_date(session, CHANNEL, DAY) == []
        clock.forward(minutes=20)
        tick(desk)
        with desk.database.reading() as session:
            assert len(posts.on_date(session, CHANNEL, DAY)) == 1
        assert asked(desk) == []


def test_yesterdays_leftovers_are_not_todays_riddle(tmp_path: Path) -> None:
    with rig.desk(tmp_path) as desk:
        rig.store_riddle(desk.database, FRIDAY - timedelta(days=1))
        tick(desk)
        with desk.database.reading() as session:
            assert posts.on_date(session, CHANNEL, DAY) == []
        assert len(asked(desk)) == 1


def test_after_a_promotion_the_new_writer_drafts_anew(tmp_path: Path) -> None:
    with rig.desk(tmp_path) as desk:
        rig.store_riddle(desk.database, FRIDAY)
        with desk.database.writing() as session:
            adapters.register(session, Adapter(id="1-abc", folder="adapters/1", manifest_sha256="0", base="embedded",
                                               created_at=FRIDAY))  # fmt: skip
            adapters.promote(session, "1-abc", FRIDAY)
        tick(desk)
        assert [job.key for job in asked(desk)] == [f"draft:{CHANNEL}:{DAY}:1:1-abc"]


def test_a_second_edition_is_about_another_story(tmp_path: Path) -> None:
    with rig.desk(tmp_path) as desk:
        rig.store_riddle(desk.database, FRIDAY, "bridge")
        rig.store_riddle(desk.database, FRIDAY, "river")
        tick(desk)
        with desk.database.writing() as session:
            slots.claim(session, "post:2", CHANNEL, DAY, FRIDAY)
        tick(desk)
        with desk.database.reading() as session:
            told = [posts.told(session, post.id or 0) for post in posts.on_date(session, CHANNEL, DAY)]
        assert [(one.post.edition, one.riddle.answer) for one in told] == [(1, "bridge"), (2, "river")]


def test_a_riddle_whose_answer_raters_have_seen_is_posted_only_if_a_draft_brings_no_other(tmp_path: Path) -> None:
    with rig.desk(tmp_path) as desk:
        seen = rig.store_riddle(desk.database, FRIDAY, "bridge")
        with desk.database.writing() as session:
            person = people.meet(session, desk.pseudonyms, ("T1", "U1"), FRIDAY)
            ratings.record(session, seen.id or 0, person.id or 0, Criterion.HELPFUL, 5, "1.0", FRIDAY)
        tick(desk)
        with desk.database.reading() as session:
            assert posts.on_date(session, CHANNEL, DAY) == []
        assert len(asked(desk)) == 1
        end_draft(desk, "None of 18 stories is fresh.")
        tick(desk)
        with desk.database.reading() as session:
            assert [post.riddle_id for post in posts.on_date(session, CHANNEL, DAY)] == [seen.id]


def test_two_channels_share_one_draft(tmp_path: Path) -> None:
    chosen: Settings = rig.settings(channels=["C1", "C2"])
    with rig.desk(tmp_path, chosen=chosen) as desk:
        tick(desk)
        assert len(asked(desk)) == 1
        rig.store_riddle(desk.database, FRIDAY)
        end_draft(desk)
        tick(desk)
        with desk.database.reading() as session:
            assert [len(posts.on_date(session, channel, DAY)) for channel in ("C1", "C2")] == [1, 1]
        assert asked(desk) == []


def test_the_answer_is_revealed_once_at_its_time_in_place_and_in_the_thread(tmp_path: Path) -> None:
    clock = FakeClock()
    with rig.desk(tmp_path, clock) as desk:
        rig.store_riddle(desk.database, FRIDAY)
        tick(desk)
        clock.forward(hours=6, minutes=59)
        tick(desk)
        with desk.database.reading() as session:
            (post,) = posts.on_date(session, CHANNEL, DAY)
            assert post.revealed_at is None
            assert outbox.by_key(session, f"reveal:{post.id}") is None
        clock.forward(minutes=1)
        for _ in range(2):
            tick(desk)
        with desk.database.reading() as session:
            edited, reply = (outbox.by_key(session, f"{kind}:{post.id}") for kind in ("post", "reveal"))
        assert edited is not None
        assert reply is not None
        assert edited.wanted == 2
        assert "bridge" in edited.text
        assert reply.thread_key == f"post:{post.id}"


def test_an_answer_missed_over_days_is_still_revealed(tmp_path: Path) -> None:
    clock = FakeClock()
    with rig.desk(tmp_path, clock) as desk:
        rig.store_riddle(desk.database, FRIDAY)
        tick(desk)
        clock.forward(days=9)
        tick(desk)
        with desk.database.reading() as session:
            assert posts.unrevealed(session, CHANNEL, clock.now.date()) == []
            assert drafts.posted_lately(session, CHANNEL)
