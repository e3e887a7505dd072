"""From a saved file to its page in a browser, as the real `serve` command does it.

In: a project. Out: for each of some saved texts the seconds on the clock until a program that asks
like an open page has the page with the new text. In them are noticing the file, waiting whether
more is saved (0.1), building, and fetching the page.
"""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

from benchmarks.speed.edits import edit, entry_path

_AT = re.compile(r"http://127\.0\.0\.1:\d+/")
_STATE = re.compile(r"livereload\((\d+), (\d+)\)")
_QUIET = 10.0
"""Seconds without an edit, in which what follows the pages is made: it takes 7 for 3000 entries. A
preview does not tell when it has nothing left to do."""


def seconds_to_pages(root: Path, command: str, numbers: range) -> Iterator[float]:
    """Yield for each number of an entry the seconds from saving its text to its page.

    Args:
        root: A project that is built.
        command: The program that runs this project's commands, for `python -c`.
        numbers: Which entries; the texts of each are edited once.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    with subprocess.Popen(
        [sys.executable, "-u", "-c", command, str(root), "serve", "--address", address],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stderr is not None
        found = next(match for line in process.stderr if (match := _AT.search(line)))
        for number in numbers:
            time.sleep(_QUIET)
            yield _seconds_to_page(found.group(), root, number)
        process.terminate()


def _seconds_to_page(site: str, root: Path, number: int) -> float:
    path = entry_path(root, number)
    page = f"{site}{path.parent.name}/{path.stem}/"
    before = now = _fetch(page, page)
    begun = time.monotonic()
    edit(root, number)
    while _text_of(now) == _text_of(before):
        state, request = _STATE.findall(now)[0]
        _fetch(f"{site}livereload/{state}/{request}", page)
        now = _fetch(page, page)
    return time.monotonic() - begun


def _fetch(address: str, page: str) -> str:
    with urlopen(Request(address, headers={"Referer": page}), timeout=120) as response:
        text: str = response.read().decode()
    return text


def _text_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]
