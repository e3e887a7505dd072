"""What a program takes: CPU seconds, wall seconds and memory of a whole process."""

from __future__ import annotations

import os
import sys
import time
from typing import NamedTuple

LOOP = "n = 0\nfor i in range(10_000_000): n += i"
"""Tells how fast this machine is at this moment, with all else that runs on it."""


class Used(NamedTuple):
    """What one run took, its own processes included."""

    cpu: float
    """User and system, in seconds."""
    wall: float
    """In seconds."""
    peak: float
    """MiB of the largest of its processes."""


class FailedError(Exception):
    """A program ended with an error."""


def run(program: str, *arguments: str) -> Used:
    """Run a program to its end, quietly.

    Raises:
        FailedError: It ended with another code than 0.
    """
    begun = time.monotonic()
    quiet = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_WRONLY, 0) for fd in (1, 2)]
    process = os.posix_spawn(program, [program, *arguments], os.environ, file_actions=quiet)
    _, status, used = os.wait4(process, 0)
    if code := os.waitstatus_to_exitcode(status):
        raise FailedError(f"{program} {' '.join(arguments)} ended with {code}")
    wall = time.monotonic() - begun
    return Used(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


def run_python(*arguments: str) -> Used:
    """Run this Python with arguments."""
    return run(sys.executable, *arguments)
