"""One run at a time on a machine, whoever holds the lock and however it ends."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from training.runs import model_lock

HOLDER = """
import sys, time
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from training.runs import model_lock
with model_lock.held(sys.argv[1], Path("/nowhere"), lambda: None):
    print("held", flush=True)
    time.sleep(60)
"""
ROOT = Path(__file__).parents[3]


class GaveUp(Exception):
    """What the waiting raises, as a cancelled run does."""


def holder(lock: Path) -> "subprocess.Popen[str]":
    started = subprocess.Popen([sys.executable, "-c", HOLDER, lock, ROOT], stdout=subprocess.PIPE, text=True)
    assert started.stdout is not None
    assert started.stdout.readline() == "held\n"
    return started


def test_it_waits_for_another_program_and_gets_the_lock_when_that_is_killed(tmp_path: Path) -> None:
    lock, waited = tmp_path / "gpu" / "lock", []
    with holder(lock) as other:

        def waits() -> None:
            waited.append(1)
            if len(waited) == 3:
                other.send_signal(signal.SIGKILL)
                other.wait()

        with model_lock.held(str(lock), tmp_path, waits, look_seconds=0.01):
            assert len(waited) == 3


def test_waiting_can_be_given_up(tmp_path: Path) -> None:
    def gives_up() -> None:
        raise GaveUp

    with holder(tmp_path / "lock") as other:
        with pytest.raises(GaveUp), model_lock.held(str(tmp_path / "lock"), tmp_path, gives_up, look_seconds=0.01):
            pytest.fail("two held the lock")
        other.kill()


def test_without_a_path_it_is_in_the_data_folder(tmp_path: Path) -> None:
    with model_lock.held("", tmp_path, lambda: pytest.fail("nobody holds it")):
        assert (tmp_path / "training.lock").exists()
