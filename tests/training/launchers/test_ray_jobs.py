"""A Ray cluster over its Jobs REST API: a head with memory, and a real one where Ray is installed."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from riddles.errors import RunInterrupted, SettingsError, TrainingError
from riddles.settings import Model, Training
from tests.training.launchers import ray_head
from tests.training.launchers.ray_head import TOKEN, Head
from tests.training.launchers.work import ROOT, lines, outcome, stand_in, task
from training.launchers import following
from training.launchers.launcher import State
from training.launchers.ray_jobs import RayJobs
from training.runs.run_folder import RunFolder

REAL = Path(__file__).with_name("ray_program.py")


def no_ray() -> str:
    """Why no real head can be started here; empty if one can."""
    if importlib.util.find_spec("ray") is None:
        return 'ray is not installed (pip install "ray[default]")'
    # Ray opens ports on all interfaces: it is only started where there is nothing but loopback
    alone = ["unshare", "--net", "ip", "link", "set", "lo", "up"]
    if not shutil.which("unshare") or not shutil.which("ip") or subprocess.run(alone, check=False).returncode:
        return "no network namespace can be made here, and Ray opens ports on all interfaces"
    return ""


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[Head, RayJobs]]:
    stand_in(tmp_path / "bin" / "python")
    path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    with ray_head.running(tmp_path / "head", path) as (head, url):
        yield head, RayJobs(url, TOKEN, str(tmp_path / "shared"))


def follow(launcher: RayJobs, folder: RunFolder) -> None:
    following.follow(launcher, folder, lambda _stage, _done: None, look_seconds=0.05)


def started(tmp_path: Path, end: str = "finishes") -> dict[str, Any]:
    return {"started": str(tmp_path / "started"), "ends": end}


def test_a_run_goes_by_the_shared_folder_and_its_outcome_comes_back(
    cluster: tuple[Head, RayJobs], tmp_path: Path
) -> None:
    head, launcher = cluster
    folder = task(tmp_path / "home", Model(), **started(tmp_path))
    follow(launcher, folder)
    assert outcome(folder) == {"steps": 2}
    assert list(head.jobs) == [f"riddlewire-{folder.name}-1"]
    (start,) = lines(tmp_path / "started")
    assert start["asked"] == ["-m", "training.fine_tuning", f"{tmp_path}/shared/riddlewire-{folder.name}-1"]
    assert list((tmp_path / "shared").iterdir()) == []  # nobody's words stay there


def test_several_processes_are_started_by_torchrun(cluster: tuple[Head, RayJobs], tmp_path: Path) -> None:
    _, launcher = cluster
    follow(replace(launcher, processes=8), task(tmp_path / "home", Model(), processes=8, **started(tmp_path)))
    (start,) = lines(tmp_path / "started")
    assert start["asked"][:4] == ["-m", "torch.distributed.run", "--standalone", "--nproc_per_node=8"]


def test_work_whose_starter_died_is_found_again_and_not_started_twice(
    cluster: tuple[Head, RayJobs], tmp_path: Path
) -> None:
    head, launcher = cluster
    folder = task(tmp_path / "home", Model(), **started(tmp_path, "waits"))
    handle = launcher.submit(folder)
    assert launcher.submit(folder) == handle
    assert launcher.status(handle).state == State.RUNNING
    assert len(head.jobs) == 1
    launcher.cancel(handle)
    assert launcher.status(handle).state == State.FAILED
    assert head.jobs[handle].poll() is not None


def test_a_job_that_ended_badly_is_followed_by_another_attempt(cluster: tuple[Head, RayJobs], tmp_path: Path) -> None:
    head, launcher = cluster
    folder = task(tmp_path / "home", Model(), **started(tmp_path, "dies"))
    with pytest.raises(RunInterrupted, match=r"its log ends with: Killed by a power cut\."):
        follow(launcher, folder)
    with pytest.raises(RunInterrupted):
        follow(launcher, folder)
    assert [name.rpartition("-")[2] for name in head.jobs] == ["1", "2"]


def test_a_failure_there_comes_back_as_its_sentence(cluster: tuple[Head, RayJobs], tmp_path: Path) -> None:
    _, launcher = cluster
    with pytest.raises(TrainingError, match="The loss became nan at step 3"):
        follow(launcher, task(tmp_path / "home", Model(), **started(tmp_path, "fails")))


def test_a_wrong_token_is_named_and_nothing_runs(cluster: tuple[Head, RayJobs], tmp_path: Path) -> None:
    head, launcher = cluster
    with pytest.raises(SettingsError, match="refuses the token in RAY_AUTH_TOKEN"):
        follow(replace(launcher, token="another"), task(tmp_path / "home", Model(), **started(tmp_path)))
    assert head.jobs == {}


def test_a_head_that_is_away_for_a_moment_is_asked_again(cluster: tuple[Head, RayJobs], tmp_path: Path) -> None:
    head, launcher = cluster
    looks = 0

    def goes_away(_stage: str, _done: float) -> None:
        nonlocal looks
        looks += 1
        head.away = 3

    folder = task(tmp_path / "home", Model(), **started(tmp_path, "slowly"))
    following.follow(launcher, folder, goes_away, look_seconds=0.05)
    assert looks
    assert outcome(folder) == {"steps": 2}


def test_a_head_that_is_not_there_interrupts_the_run(tmp_path: Path) -> None:
    launcher = RayJobs("http://127.0.0.1:9", TOKEN, str(tmp_path / "shared"))
    with pytest.raises(RunInterrupted, match=r"does not answer .*; check that its head runs"):
        follow(launcher, task(tmp_path / "home", Model(), **started(tmp_path)))


def test_without_a_token_or_a_shared_folder_nothing_is_submitted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RAY_AUTH_TOKEN", raising=False)
    with pytest.raises(SettingsError, match="needs the cluster's token in RAY_AUTH_TOKEN"):
        RayJobs.from_settings(Training(launcher="ray", shared="/mnt/shared"))
    monkeypatch.setenv("RAY_AUTH_TOKEN", TOKEN)
    with pytest.raises(SettingsError, match=r"needs training\.shared"):
        RayJobs.from_settings(Training(launcher="ray"))


@pytest.mark.model
@pytest.mark.skipif(bool(no_ray()), reason=no_ray())
def test_a_real_fine_tuning_goes_through_a_real_head(tmp_path: Path, tiny_model: Model) -> None:
    folder = task(tmp_path / "home", tiny_model)
    done = subprocess.run(
        ["unshare", "--net", "sh", "-c", 'ip link set lo up; exec "$@"', "sh", sys.executable, REAL, folder.path,
         (tmp_path / "shared").as_uri(), tmp_path / "bin"],
        capture_output=True, text=True, timeout=300, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["without a token"] == 401
    assert said["stages"]
    assert outcome(folder)["steps"] == 6
    assert (folder.adapter / "adapter_model.safetensors").is_file()
