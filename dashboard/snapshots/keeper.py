"""Stands between this product and Chromium: starts it, and when told to - or when whoever told it is gone - ends it with all it started.

A program of its own, run as a file: orphans of a killed browser become its children (Linux), so that it can end and bury every one of
them, whatever process groups they made. Its standard input and output become the browser's two ends of the wire; the number of a third
pipe is its first argument, and the end of that pipe is the order to end. The rest of the arguments is the browser's command line.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable

SUBREAPER = 36              # prctl: orphans below this process come to it
LOOK_S = 0.5                # how often it looks whether the browser ended by itself
BURIAL_S = 8.0
ABOVE = 10
READ, WRITE = 3, 4          # where Chromium's --remote-debugging-pipe listens and speaks


def main(life: int, command: list[str]) -> None:
    """Runs the browser until the pipe `life` is closed or the browser is gone, then ends everything."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    life = fcntl.fcntl(life, fcntl.F_DUPFD, ABOVE)       # out of the way of the wire
    browser = _started(command)
    while not select.select([life], [], [], LOOK_S)[0]:
        if _has_ended(browser):
            break
    _end_all(browser)


def _started(command: list[str]) -> int:
    """The browser's number, in a group of its own; this process keeps nothing of the wire."""
    os.dup2(0, READ)
    os.dup2(1, WRITE)
    silence = os.open(os.devnull, os.O_RDWR)
    started = subprocess.Popen(
        command, stdin=silence, stdout=silence, stderr=silence, pass_fds=(READ, WRITE), process_group=0
    )
    for end in (0, 1, READ, WRITE):
        os.dup2(silence, end)
    return started.pid


def _end_all(browser: int) -> None:
    """Kill until nobody is left: who loses a parent becomes a child of this process and is next."""
    until = time.monotonic() + BURIAL_S
    _kill(os.killpg, browser)
    while time.monotonic() < until:
        for child in _children():
            _kill(os.kill, child)
        if not _bury():
            return
        time.sleep(0.005)


def _has_ended(browser: int) -> bool:
    """Take leave of every child that has ended; whether the browser is among them."""
    with contextlib.suppress(ChildProcessError):
        while found := os.waitpid(-1, os.WNOHANG)[0]:
            if found == browser:
                return True
        return False
    return True


def _bury() -> bool:
    """Take leave of every child that has ended; whether there are any left."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
        return True
    return False


def _children() -> list[int]:
    try:
        with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as file:
            return [int(word) for word in file.read().split()]
    except OSError:
        return []


def _kill(act: Callable[[int, int], None], number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        act(number, signal.SIGKILL)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
