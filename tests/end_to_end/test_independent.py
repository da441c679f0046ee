"""The flows against a workspace that somebody else wrote, so that we do not mark our own homework.

`local-slack` is found by ``RIDDLEWIRE_LOCAL_SLACK`` or on the PATH (`npm install local-slack-linux-x64` brings it). It
listens on every address and asks for no password, so it runs only where the test can give it a network of its own.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BINARY = os.environ.get("RIDDLEWIRE_LOCAL_SLACK") or shutil.which("local-slack") or ""
ALONE = ("unshare", "--user", "--map-root-user", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh")
STEPS = ["posted", "wrong", "kept", "solved", "rated", "status", "commands", "home", "answer shown"]


def obstacle() -> str:
    """Why the server cannot be run here; empty if it can."""
    if not (BINARY and os.access(BINARY, os.X_OK)):
        return "needs the local-slack binary (npm package local-slack-linux-x64) in RIDDLEWIRE_LOCAL_SLACK"
    try:
        subprocess.run([*ALONE, "true"], check=True, capture_output=True, timeout=10)
    except (OSError, subprocess.SubprocessError) as error:
        return f"needs a network namespace of its own, which is not allowed here ({type(error).__name__})"
    return ""


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_the_flows_come_to_their_end_in_somebody_elses_workspace(tmp_path: Path, mode: str) -> None:
    if reason := obstacle():
        pytest.skip(reason)
    script = str(Path(__file__).with_name("independent.py"))
    done = subprocess.run(
        [*ALONE, sys.executable, script, BINARY, mode, str(tmp_path)], capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip
    saw = {line["step"]: line["saw"] for line in map(json.loads, done.stdout.splitlines())}
    assert list(saw) == STEPS, done.stderr[-3000:]
    assert done.returncode == 0, done.stderr[-3000:]
    assert all(saw.values())
    assert saw["rated"] == {"helpful": 4, "honest": 5, "harmless": None}
