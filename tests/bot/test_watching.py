"""What the clock asks after a verdict, and what the channel hears of it."""

from datetime import timedelta
from pathlib import Path

from bot import watching
from bot.collaborators import Collaborators
from storage import adapters, jobs, outbox
from storage.tables import Adapter, Job, JobState
from tests.bot.rig import CHANNEL, FRIDAY, desk, store_riddle


def promoted(at: Collaborators) -> None:
    with at.database.writing() as session:
        adapters.register(
            session, Adapter(id="1-new", folder="1", manifest_sha256="0", base="embedded", created_at=FRIDAY)
        )
        adapters.promote(session, "1-new", FRIDAY)


def asked(at: Collaborators) -> list[str]:
    with at.database.reading() as session:
        return [job.key for job in jobs.waiting(session)]


def test_with_nobody_to_watch_nothing_is_asked(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        watching.claim(at, FRIDAY)
        assert asked(at) == []


def test_a_promoted_writer_is_looked_at_once_a_day(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        promoted(at)
        for hours in (0, 1, 24):
            watching.claim(at, FRIDAY + timedelta(hours=hours))
        assert asked(at) == ["watch:2026-11-20", "watch:2026-11-21"]


def test_each_draft_of_a_challenged_writer_is_challenged_once(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        promoted(at)
        store_riddle(at.database, FRIDAY, adapter="1-new")
        with at.database.writing() as session:
            session.add(Job(key="draft:1", kind="draft", state=JobState.FINISHED, requested_at=FRIDAY))
        for _ in range(2):
            watching.claim(at, FRIDAY)
        assert asked(at) == ["canary:1", "watch:2026-11-20"]


def test_what_was_decided_is_told_in_every_channel_once_and_escaped(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        with at.database.writing() as session:
            for told in ([], ["Adapter 1-new was rolled back; <!channel> adapter 0-old writes again."]):
                session.add(Job(
                    key=f"watch:{len(told)}", kind="watch", state=JobState.FINISHED, requested_at=FRIDAY,
                    result={"told": told},
                ))  # fmt: skip
        for _ in range(2):
            watching.tell(at, FRIDAY)
        with at.database.reading() as session:
            assert outbox.by_key(session, f"watch:1:{CHANNEL}") is None
            message = outbox.by_key(session, f"watch:2:{CHANNEL}")
        assert message is not None
        assert message.wanted == 1
        assert "rolled back; &lt;!channel&gt; adapter" in message.blocks[1]["text"]["text"]
