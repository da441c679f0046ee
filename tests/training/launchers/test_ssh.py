"""One other machine by ssh: with a program `ssh` that does here what it is asked, and with a real sshd on loopback."""

import getpass
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from riddles.errors import RunInterrupted, SettingsError, TrainingError
from riddles.settings import Model, Training
from tests.training.launchers.work import lines, outcome, program, stand_in, task, weights
from training.launchers import following
from training.launchers.launcher import State
from training.launchers.ssh import Ssh
from training.runs.run_folder import RunFolder

_SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
_START_SECONDS = 20
# what `ssh` is called with, up to the command: -o A -o B -- HOST COMMAND
_FAKE = """#!/bin/sh
if [ -s "{down}" ]; then sed -i 1d "{down}"; echo "no route to host" >&2; exit 255; fi
shift 6
cd "{there}"
exec sh -c "$1"
"""
_SERVER = """Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
AuthorizedKeysFile {folder}/allowed
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication no
PermitRootLogin prohibit-password
"""
_CLIENT = """Host loopback
  HostName 127.0.0.1
  Port {port}
  User {user}
  IdentityFile {folder}/mine
  IdentitiesOnly yes
  StrictHostKeyChecking accept-new
  UserKnownHostsFile {folder}/known
  LogLevel ERROR
"""


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """The home folder on the other machine."""
    made = tmp_path / "other machine"
    made.mkdir()
    return made


@pytest.fixture
def ssh(tmp_path: Path, there: Path) -> Ssh:
    """A launcher whose `ssh` does here what it is asked, but as often not as the file ``down`` has lines."""
    fake = tmp_path / "ssh"
    fake.write_text(_FAKE.format(down=tmp_path / "down", there=there))
    fake.chmod(0o755)
    return Ssh("gpu", "runs of ours", str(stand_in(tmp_path / "bin" / "python")), program=str(fake))


def follow(launcher: Ssh, folder: RunFolder) -> None:
    following.follow(launcher, folder, lambda _stage, _done: None, look_seconds=0.05)


def test_a_run_goes_there_and_its_outcome_comes_back(ssh: Ssh, there: Path, tmp_path: Path) -> None:
    folder = task(tmp_path / "home", Model(), started=str(tmp_path / "started"))
    follow(ssh, folder)
    assert outcome(folder) == {"steps": 2}
    assert (folder.adapter / "adapter_config.json").read_text() == "{}"
    (start,) = lines(tmp_path / "started")
    assert start["asked"] == ["-m", "training.fine_tuning", "."]
    assert start["in"] == str(there / "runs of ours" / folder.name)
    assert list((there / "runs of ours").iterdir()) == []  # nobody's words stay there


def test_several_processes_there_are_started_by_torchrun(ssh: Ssh, tmp_path: Path) -> None:
    folder = task(tmp_path / "home", Model(), processes=4, started=str(tmp_path / "started"))
    follow(replace(ssh, processes=4), folder)
    (start,) = lines(tmp_path / "started")
    assert start["asked"][:4] == ["-m", "torch.distributed.run", "--standalone", "--nproc_per_node=4"]


def test_a_failure_there_comes_back_as_its_sentence(ssh: Ssh, tmp_path: Path) -> None:
    folder = task(tmp_path / "home", Model(), started=str(tmp_path / "started"), ends="fails")
    with pytest.raises(TrainingError, match="The loss became nan at step 3"):
        follow(ssh, folder)


def test_an_end_without_a_word_is_told_by_the_log_and_can_be_resumed(ssh: Ssh, tmp_path: Path) -> None:
    folder = task(tmp_path / "home", Model(), started=str(tmp_path / "started"), ends="dies")
    with pytest.raises(RunInterrupted, match=r"its log ends with: Killed by a power cut\."):
        follow(ssh, folder)


def test_work_whose_starter_died_is_found_again_and_not_started_twice(ssh: Ssh, tmp_path: Path) -> None:
    folder = task(tmp_path / "home", Model(), started=str(tmp_path / "started"), ends="waits")
    handle = ssh.submit(folder)
    started(tmp_path / "started")
    assert ssh.submit(folder) == handle
    assert ssh.status(handle).state == State.RUNNING
    assert ssh.status(handle).told["progress"] == 0.5
    (start,) = lines(tmp_path / "started")
    ssh.cancel(handle)
    until(lambda: not alive(start["pid"]))


def test_finished_work_whose_starter_died_is_fetched_and_not_done_again(ssh: Ssh, tmp_path: Path) -> None:
    folder = task(tmp_path / "home", Model(), started=str(tmp_path / "started"))
    handle = ssh.submit(folder)
    until(lambda: ssh.status(handle).state == State.FINISHED)
    follow(ssh, folder)
    assert len(lines(tmp_path / "started")) == 1
    assert outcome(folder) == {"steps": 2}


def test_another_dataset_is_other_work(ssh: Ssh, tmp_path: Path) -> None:
    first = task(tmp_path / "a", Model(), started=str(tmp_path / "started"), ends="waits")
    second = task(tmp_path / "b", Model(), "epochs = 7\n", started=str(tmp_path / "started"), ends="waits")
    handles = [ssh.submit(folder) for folder in (first, second)]
    assert len(set(handles)) == 2
    for handle in handles:
        ssh.cancel(handle)


def test_a_machine_that_is_away_for_a_moment_is_asked_again(ssh: Ssh, tmp_path: Path) -> None:
    folder = task(tmp_path / "home", Model(), started=str(tmp_path / "started"), ends="slowly")
    looks = 0

    def goes_away(_stage: str, _done: float) -> None:
        nonlocal looks
        looks += 1
        (tmp_path / "down").write_text("away\n" * 3)

    following.follow(ssh, folder, goes_away, look_seconds=0.05)
    assert looks
    assert outcome(folder) == {"steps": 2}


def test_a_machine_that_does_not_answer_interrupts_the_run(ssh: Ssh, tmp_path: Path) -> None:
    (tmp_path / "down").write_text("away\n" * 99)
    with pytest.raises(RunInterrupted, match=r"gpu does not answer by ssh \(no route to host\)"):
        follow(ssh, task(tmp_path / "home", Model(), started=str(tmp_path / "started")))


@pytest.mark.parametrize("host", ["", "-oProxyCommand=evil"])
def test_a_host_that_is_none_is_refused(host: str) -> None:
    with pytest.raises(SettingsError, match=r"training\.ssh_host is"):
        Ssh.from_settings(Training(launcher="ssh", ssh_host=host))


@pytest.mark.model
@pytest.mark.skipif(_SSHD is None, reason="there is no sshd on this machine (Debian: apt-get install openssh-server)")
def test_a_real_fine_tuning_goes_through_a_real_sshd(tmp_path: Path, tiny_model: Model) -> None:
    python = program(tmp_path / "python", sys.executable)
    with sshd(tmp_path / "d") as client:
        launcher = Ssh("loopback", str(tmp_path / "there"), str(python), program=str(client))
        folder = task(tmp_path / "home", tiny_model)
        told: list[str] = []
        following.follow(launcher, folder, lambda stage, _done: told.append(stage))
    assert outcome(folder)["steps"] == 6
    assert weights(folder)
    assert list((tmp_path / "there").iterdir()) == []


@contextmanager
def sshd(folder: Path) -> Iterator[Path]:
    """A real sshd on a free port of loopback, for one key; gives a program that is `ssh` to it."""
    assert _SSHD is not None
    folder.mkdir()
    for name in ("host", "mine"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    shutil.copy(folder / "mine.pub", folder / "allowed")
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # sshd separates its privileges there
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "sshd_config").write_text(_SERVER.format(folder=folder, port=port))
    (folder / "config").write_text(_CLIENT.format(folder=folder, port=port, user=getpass.getuser()))
    log = folder / "log"
    with log.open("wb") as said:
        server = subprocess.Popen([_SSHD, "-D", "-e", "-f", folder / "sshd_config"], stderr=said)
    try:
        client = program(folder / "ssh", "ssh", "-F", folder / "config")
        until(
            lambda: subprocess.run([client, "loopback", "true"], check=False, capture_output=True).returncode == 0, log
        )
        yield client
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(10)


def started(path: Path) -> None:
    until(lambda: bool(lines(path)))


def until(is_so: Callable[[], bool], log: Path | None = None) -> None:
    last = time.monotonic() + _START_SECONDS
    while not is_so():
        assert time.monotonic() < last, log.read_text() if log else "it did not happen"
        time.sleep(0.1)


def alive(pid: int) -> bool:
    return bool(psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
