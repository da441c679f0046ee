"""Becomes a program that cannot outlive the one that started it: `bound.py PARENT_PID PROGRAM...`.

Run as a file, with the standard library only. On Linux the kernel kills it when its parent dies, however it dies.
"""

import ctypes
import os
import signal
import sys
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_STARTER = "RIDDLEWIRE_STARTER"
_TOO_LATE = "The run has ended, so its fine-tuning does not start."


def bind() -> None:
    """Let this process be killed when its parent dies; exec keeps it so.

    A process whose grandparent is not the program that ``main`` bound its parent to has come too late: it ends at once.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    starter = os.environ.get(_STARTER, "")
    if starter and _parent_of(os.getppid()) != starter:
        sys.exit(_TOO_LATE)


def _parent_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1]
    except OSError:
        return ""


def main() -> None:
    """Bind this process, then become the program."""
    os.environ.pop(_STARTER, None)
    bind()
    if os.getppid() != int(sys.argv[1]):  # it died before the kernel was asked
        sys.exit(_TOO_LATE)
    os.environ[_STARTER] = sys.argv[1]
    os.execv(sys.argv[2], sys.argv[2:])


if __name__ == "__main__":
    main()
