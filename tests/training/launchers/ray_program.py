"""A real Ray head for one run, `ray_program.py RUN_FOLDER SHARED BIN`, to be started where only loopback is reached.

Prints one JSON line: what the head answers without a token, and the stages that were heard. The head ends with it.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.training.launchers.work import program
from training.launchers import following
from training.launchers.ray_jobs import RayJobs
from training.runs.run_folder import RunFolder

_URL = "http://127.0.0.1:8265"
_START_SECONDS = 120
_TOKEN = "0123456789abcdef0123456789abcdef"


def main() -> None:
    """Start the head, follow the run, and end the head."""
    folder, shared, programs = RunFolder(Path(sys.argv[1])), sys.argv[2], Path(sys.argv[3])
    program(programs / "python", sys.executable)
    with tempfile.TemporaryDirectory(prefix="ray", dir="/tmp") as place:  # a socket's path must be short
        environment = {
            **os.environ, "RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": _TOKEN, "RAY_TMPDIR": place,
            "PATH": f"{programs}:{Path(sys.executable).parent}:{os.environ['PATH']}", "RAY_USAGE_STATS_ENABLED": "0",
        }  # fmt: skip
        ray = [sys.executable, "-m", "ray.scripts.scripts"]
        subprocess.run(
            [*ray, "start", "--head", "--node-ip-address=127.0.0.1", "--dashboard-host=127.0.0.1", "--num-cpus=2",
             f"--temp-dir={place}", "--disable-usage-stats"],
            check=True, env=environment, stdout=sys.stderr,
        )  # fmt: skip
        try:
            refused = _answers()
            stages: list[str] = []
            launcher = RayJobs(_URL, _TOKEN, shared)
            following.follow(launcher, folder, lambda stage, _done: stages.append(stage))
        finally:
            subprocess.run([*ray, "stop", "--force"], check=False, env=environment, stdout=sys.stderr)
    sys.stdout.write(json.dumps({"without a token": refused, "stages": sorted(set(stages))}) + "\n")


def _answers() -> int:
    """The status that the Jobs API answers without a token, once it answers."""
    until = time.monotonic() + _START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"{_URL}/api/jobs/", timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            assert time.monotonic() < until, "the head does not answer"
            time.sleep(1)


if __name__ == "__main__":
    main()
