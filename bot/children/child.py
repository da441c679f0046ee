"""Becomes a child program that cannot outlive the bot: `child.py PARENT_PID NICE PROGRAM...`.

Run as a file, with the standard library only, so that it costs a few milliseconds. On Linux the kernel kills the
program when the bot's process dies, however it dies; elsewhere an orphan ends at its next heartbeat, when its job has
been given up. The program runs at low priority and hears Ctrl-C even if the bot was started in the background.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Prepare this process, then become the program."""
    parent, nice, program = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before the kernel was asked
        sys.exit("The bot has ended, so its child program does not start.")
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.nice(nice)
    os.execv(program[0], program)


if __name__ == "__main__":
    main()
