"""Becomes a program that cannot outlive the one that started it: `bound.py PARENT_PID PROGRAM...`.

Run as a file, with the standard library only. On Linux the kernel kills it when its parent dies, however it dies.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def bind() -> None:
    """Let this process be killed when its parent dies; exec keeps it so."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def main() -> None:
    """Bind this process, then become the program."""
    bind()
    if os.getppid() != int(sys.argv[1]):  # it died before the kernel was asked
        sys.exit("The run has ended, so its fine-tuning does not start.")
    os.execv(sys.argv[2], sys.argv[2:])


if __name__ == "__main__":
    main()
