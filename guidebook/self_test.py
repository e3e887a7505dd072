"""Runs the tests the way a fresh machine does, and says what could not be run.

In: the project's folder and arguments for pytest. Out: an exit code; the last line names the tests
that were left out. With REQUIRE_BROWSER=1 a missing Chromium fails instead.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome")

SIDE_BY_SIDE = ("--numprocesses=auto", "--dist=loadfile", "--no-loadscope-reorder")
"""A file's tests stay together, because they share what takes long to build; `tests/conftest.py`
puts the files that take longest first, which are not those with most tests."""

MEMORY = Path("/dev/shm")
"""Linux's folder whose files are in memory only."""
ROOM = 6 * 2**30
"""Bytes that the files of all tests take, with a third to spare."""


def find_browser() -> str | None:
    """Return the path of the Chromium that browser tests use: $CHROMIUM, or one on the PATH."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in BROWSERS if (path := shutil.which(name))), None)


def run_tests(root: Path, arguments: tuple[str, ...]) -> int:
    """Run pytest and return its exit code (2 when a browser is missing).

    What the tests cover is told with `--cov` only: measuring it takes three times as long.
    """
    has_browser = find_browser() is not None
    if not has_browser and os.environ.get("REQUIRE_BROWSER") == "1":
        print("REQUIRE_BROWSER=1 is set, but Chromium is missing. Install Debian's 'chromium'.")
        return 2
    command = [sys.executable, "-P", "-m", "pytest", *SIDE_BY_SIDE, *arguments]
    if not has_browser:
        command += ["-m", "not browser"]
    with _room_for_files() as folder:
        code = subprocess.call(command, cwd=root, env={**os.environ, "TMPDIR": folder})
    if not has_browser:
        print("Not run: the browser tests. They need Chromium (Debian: apt install chromium).")
    return 0 if code == 0 else 1


@contextmanager
def _room_for_files() -> Iterator[str]:
    """Give the folder that tests write to: in memory, where there is room, else the usual one.

    They write 10 GB in many small files, which a disk takes half as long for as all the rest.
    """
    if "TMPDIR" in os.environ or _free_memory() < 2 * ROOM:
        yield tempfile.gettempdir()
        return
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        yield folder


def _free_memory() -> int:
    """Return how many bytes of memory files could take; 0 where nothing tells."""
    try:
        said = Path("/proc/meminfo").read_text(encoding="ascii")
        is_wide = shutil.disk_usage(MEMORY).free >= ROOM
    except OSError:
        return 0
    found = re.search(r"^MemAvailable: +([0-9]+) kB$", said, re.MULTILINE)
    return int(found[1]) * 1024 if found and is_wide else 0
