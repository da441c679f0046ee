"""A machine that fails during a run is explained in one sentence; a bug stays a bug."""

import errno
from datetime import UTC, datetime

import pytest

from riddles.errors import RunInterrupted
from storage.tables import Job
from training.runs.explaining import explained

JOB = Job(id=7, key="k", kind="train", requested_at=datetime(2026, 11, 20, tzinfo=UTC))


class OutOfMemoryError(RuntimeError):
    """As torch names what a full GPU raises."""


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/data/adapters/x"), "The disk is full (/data/adapters/x)"),
        (OSError(errno.EDQUOT, "quota", "/data/x"), "The disk quota is used up (/data/x)"),
        (OSError(errno.EROFS, "read-only", "/data/x"), "The disk is read-only (/data/x)"),
        (RuntimeError("[enforce fail at x] . No space left on device"), "The disk is full"),
        (MemoryError(), "The memory did not suffice"),
        (OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB"), "The memory did not suffice"),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried"), "The memory did not suffice"),
    ],
)
def test_a_failure_of_the_machine_is_one_sentence_with_its_remedy(error: Exception, said: str) -> None:
    with pytest.raises(RunInterrupted) as told, explained(JOB):
        raise error
    assert str(told.value).startswith(said)
    assert str(told.value).endswith("then `riddlewire resume 7` goes on with it.")
    assert told.value.__cause__ is error


@pytest.mark.parametrize("error", [RuntimeError("shapes do not match"), FileNotFoundError(2, "no file", "x")])
def test_a_bug_stays_what_it_is(error: Exception) -> None:
    with pytest.raises(type(error)) as told, explained(JOB):
        raise error
    assert told.value is error
